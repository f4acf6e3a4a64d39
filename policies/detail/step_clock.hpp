// Time cut into numbered steps of equal width, for windows that slide in steps.
#pragma once

#include <cstddef>
#include <cstdint>

#include <contend/policies/time.hpp>

namespace contend::detail {

class step_clock {
 public:
  /// `steps` steps cover `period`, or up to that many nanoseconds more.
  step_clock(duration period, std::size_t steps) noexcept
      : inverse_{~std::uint64_t{0} / width(period, static_cast<std::uint64_t>(steps))} {}

  /// The step that `now` lies in. Monotone. Times before the time line's start count as its start.
  [[nodiscard]] std::int64_t operator()(time_point now) const noexcept {
    // now / width, by one multiplication with 2^64 / width instead of a division.
    __extension__ using wide = unsigned __int128;
    const std::int64_t at = now.time_since_epoch().count();
    const auto since_start = static_cast<std::uint64_t>(at < 0 ? 0 : at);
    return static_cast<std::int64_t>((static_cast<wide>(since_start) * inverse_) >> 64);
  }

 private:
  static std::uint64_t width(duration period, std::uint64_t steps) noexcept {
    const std::uint64_t whole = static_cast<std::uint64_t>(period.count() > 1 ? period.count() : 1);
    return (whole - 1) / steps + 1;
  }

  std::uint64_t inverse_;
};

}  // namespace contend::detail
