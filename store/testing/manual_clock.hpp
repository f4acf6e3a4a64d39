// A clock that moves only when told to: tests of waits take no time and always see the same times.
//
//   manual_clock clock;
//   run_blocking(op, io, clock);       // its waits advance the clock and return at once
//   clock.now();                       // when the operation ended
#pragma once

#include <atomic>

#include <contend/store/clock_source.hpp>

namespace contend::testing {

/// Starts at 0; its wall time starts at the epoch and moves along.
class manual_clock final : public clock_source {
 public:
  [[nodiscard]] time_point now() override { return time_point{duration{at_.load()}}; }
  [[nodiscard]] timestamp wall_time() override { return timestamp{duration{at_.load()}}; }

  /// Advances to `until` if that lies ahead, unless a stop is requested.
  void wait_until(time_point until, const std::stop_token& stop) override {
    if (!stop.stop_requested()) advance_to(until);
  }

  void advance(duration by) noexcept { at_ += by.count(); }

  void advance_to(time_point t) noexcept {
    duration::rep at = at_.load();
    const duration::rep to = t.time_since_epoch().count();
    while (at < to && !at_.compare_exchange_weak(at, to)) {
    }
  }

 private:
  std::atomic<duration::rep> at_{0};  ///< Nanoseconds.
};

}  // namespace contend::testing
