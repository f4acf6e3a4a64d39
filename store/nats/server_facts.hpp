// What a NATS server says of itself when one connects.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace contend {

/// "2.9.10": anything after the third number is dropped. All 0 where it is not known.
struct nats_version {
  int major = 0;
  int minor = 0;
  int patch = 0;

  /// All 0 for text that is none.
  [[nodiscard]] static nats_version parse(std::string_view text) noexcept;
  [[nodiscard]] bool known() const noexcept { return major != 0 || minor != 0 || patch != 0; }
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const nats_version&, const nats_version&) = default;
};

struct nats_server_facts {
  std::string url{};
  std::string id{};
  std::string name{};
  nats_version version{};
  std::string cluster{};  ///< Empty: it is in none.
  bool jetstream = false;
  std::size_t max_payload = 0;  ///< Bytes of headers and data together.
};

}  // namespace contend
