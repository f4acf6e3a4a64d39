// Time as every part of Contend knows it: integer nanoseconds on a clock that only moves forward.
//
// Nothing in policies/ reads a clock: a time point always comes in as an argument, from a driver
// that has one (the steady clock in production, virtual time in the simulator, a manual one in
// tests).
#pragma once

#include <chrono>
#include <cstdint>

namespace contend {

using duration = std::chrono::duration<std::int64_t, std::nano>;

/// The time line of one run. Tag only: it has no now(), since policies have no clock.
struct timeline {
  using duration = contend::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<timeline, duration>;
  static constexpr bool is_steady = true;
};

/// Nanoseconds since the start of a time line. Only differences carry meaning.
using time_point = timeline::time_point;

/// The latest time there is: "never".
inline constexpr time_point end_of_time = time_point::max();

/// `from + wait`, saturating at end_of_time instead of overflowing. `wait` must not be negative.
constexpr time_point saturating_add(time_point from, duration wait) noexcept {
  const bool may_overflow = from > time_point{};
  return may_overflow && wait > end_of_time - from ? end_of_time : from + wait;
}

}  // namespace contend
