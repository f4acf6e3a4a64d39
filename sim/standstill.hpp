// Notices a simulation that goes on and on at one moment of simulated time, and so would never end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

#include <contend/policies/time.hpp>

namespace contend::sim {

/// A scenario in which nothing takes any time: what is said names the policy and the moment.
class standstill : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Asked now and then during one run. Single-threaded.
class standstill_watch {
 public:
  /// Of a run with so many writers.
  explicit standstill_watch(std::uint64_t writers) noexcept : limit_{limit_for(writers)} {}

  /// `events` more happened, the last one at `now`. True if there were so many at this one moment
  /// that time will not go on.
  [[nodiscard]] bool after(std::uint64_t events, time_point now) noexcept {
    at_once_ = now == last_ ? at_once_ + events : 0;
    last_ = now;
    return at_once_ > limit_;
  }

  /// More than any run comes to in which time goes on: n writers who meet at one moment, nothing of
  /// which takes any time, conflict n²/2 times before all have committed.
  [[nodiscard]] static constexpr std::uint64_t limit_for(std::uint64_t writers) noexcept {
    constexpr std::uint64_t least = 1 << 24;
    constexpr std::uint64_t for_a_conflict = 64;
    const std::uint64_t few = std::min<std::uint64_t>(writers, 1 << 20);
    return least + for_a_conflict * few * few;
  }

 private:
  std::uint64_t limit_;
  std::uint64_t at_once_ = 0;
  time_point last_{};
};

}  // namespace contend::sim
