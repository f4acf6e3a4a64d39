// Where attempts went, by their number: of an operation's first attempts so many committed, so many
// met a conflict and came back as second ones, and so on, like a funnel.
//
// An attempt that is answered is committed, a conflict, or failed (refused by the store, or without
// an answer). Instead of another attempt an operation may be refused by a guard or be abandoned (it
// gave up, or was handed to the background). So without warm-up, and with nothing open at the end:
//
//   conflicts(n) + failed(n) = committed(n+1) + conflicts(n+1) + failed(n+1) + refused(n+1)
//                              + abandoned(n+1)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace contend::measure {

struct attempt_fates {
  std::uint64_t committed = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;
  std::uint64_t abandoned = 0;

  [[nodiscard]] constexpr bool empty() const noexcept { return *this == attempt_fates{}; }
  friend constexpr bool operator==(const attempt_fates&, const attempt_fates&) = default;
};

class attempts_by_number {
 public:
  /// The last one stands for all from there on.
  static constexpr std::size_t most = 16;

  /// Attempt `number`, from 1; 0 is taken for 1.
  attempt_fates& at(std::size_t number) noexcept {
    return fates_[number == 0 ? 0 : (number < most ? number : most) - 1];
  }
  void merge(const attempts_by_number& other) noexcept;

  /// "attempts" of a result: { "committed": […], "conflicts": […], "failed": […], "refused": […],
  /// "abandoned": […] }, value i of attempt i + 1, up to the last that anything happened to.
  [[nodiscard]] nlohmann::ordered_json result() const;

  friend bool operator==(const attempts_by_number&, const attempts_by_number&) = default;

 private:
  std::array<attempt_fates, most> fates_{};
};

}  // namespace contend::measure
