// A sum of durations that never overflows: a million writers that wait for a day add up to more
// nanoseconds than 64 bits hold. Exact, so that the order of adding leaves no trace in the result.
#pragma once

#include <cstdint>

#include <contend/policies/time.hpp>

namespace contend::measure {

class duration_sum {
 public:
  constexpr duration_sum() = default;

  /// The sum of `seconds` and `nanoseconds`, as whole_seconds() and rest() gave them.
  static constexpr duration_sum of(std::uint64_t seconds, std::uint32_t nanoseconds) noexcept {
    duration_sum sum;
    sum.nanoseconds_ = wide{seconds} * per_second + nanoseconds;
    return sum;
  }

  /// A negative duration adds nothing.
  constexpr void add(duration d, std::uint64_t times = 1) noexcept {
    if (d > duration::zero()) nanoseconds_ += wide{static_cast<std::uint64_t>(d.count())} * times;
  }
  constexpr void add(const duration_sum& other) noexcept { nanoseconds_ += other.nanoseconds_; }

  [[nodiscard]] constexpr double seconds() const noexcept {
    return static_cast<double>(nanoseconds_) / static_cast<double>(per_second);
  }
  [[nodiscard]] constexpr std::uint64_t whole_seconds() const noexcept {
    return static_cast<std::uint64_t>(nanoseconds_ / per_second);
  }
  /// What is left beyond the whole seconds, in nanoseconds.
  [[nodiscard]] constexpr std::uint32_t rest() const noexcept {
    return static_cast<std::uint32_t>(nanoseconds_ % per_second);
  }

  friend constexpr bool operator==(const duration_sum&, const duration_sum&) = default;

 private:
  __extension__ using wide = unsigned __int128;
  static constexpr std::uint64_t per_second = 1'000'000'000;
  wide nanoseconds_ = 0;
};

/// `d` in seconds, the unit of every time in a result.
constexpr double in_seconds(duration d) noexcept { return static_cast<double>(d.count()) / 1e9; }

}  // namespace contend::measure
