// Time for those who wait: an object, so that a test or a simulation can put its own in place.
#pragma once

#include <stop_token>

#include <contend/policies/time.hpp>
#include <contend/store/event.hpp>

namespace contend {

/// Threading: every function may be called from any thread.
class clock_source {
 public:
  clock_source() = default;
  clock_source(const clock_source&) = delete;
  clock_source& operator=(const clock_source&) = delete;
  virtual ~clock_source() = default;

  /// Never goes back.
  [[nodiscard]] virtual time_point now() = 0;

  /// The time of day, for the timestamps of events. May jump.
  [[nodiscard]] virtual timestamp wall_time() = 0;

  /// Returns once now() is `until` or later, or as soon as a stop is requested. Never polls.
  virtual void wait_until(time_point until, const std::stop_token& stop) = 0;
};

}  // namespace contend
