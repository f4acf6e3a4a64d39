// 128 bits that tell texts apart: for ids by the million, and for logs to be compared. Not against
// somebody who wants two to be the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace contend::nats {

struct fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const fingerprint&, const fingerprint&) = default;

  /// As good as any other bits of it.
  struct hasher {
    std::size_t operator()(const fingerprint& f) const noexcept {
      return static_cast<std::size_t>(f.low);
    }
  };
};

/// Of texts in a row: the borders between them count.
class fingerprinter {
 public:
  fingerprinter& add(std::string_view text) noexcept;
  fingerprinter& add(std::uint64_t number) noexcept;
  [[nodiscard]] fingerprint value() const noexcept { return state_; }
  /// 32 hexadecimal digits.
  [[nodiscard]] std::string text() const;

 private:
  fingerprint state_{0x9E3779B97F4A7C15U, 0xD1B54A32D192ED03U};
};

}  // namespace contend::nats
