// A breaker in a time that the test sets, for the tests of breakers.
#pragma once

#include <ostream>

#include "policies/machine.hpp"
#include <contend/policies/guards/breaker.hpp>

namespace contend {
inline std::ostream& operator<<(std::ostream& out, breaker_state s) {
  return out << names(s)[static_cast<std::size_t>(s)].name;
}
}  // namespace contend

namespace contend::test {

/// A breaker with its own clock. Without jitter, so that its times are round.
struct watched_breaker {
  explicit watched_breaker(breaker_options options = {}) : guard{exact(options), random_key{1}} {}

  static breaker_options exact(breaker_options options) {
    options.jitter = {0};
    return options;
  }

  bool admits() { return guard.admit_attempt(now).ok(); }
  void end(outcome how, duration took = std::chrono::milliseconds{1}) {
    guard.attempt_ended(how, took, now);
  }
  /// One attempt after the other, each admitted and ended a millisecond later.
  void attempts(int count, outcome how) {
    for (int i = 0; i < count; ++i) {
      BOOST_TEST_REQUIRE(admits());
      now += std::chrono::milliseconds{1};
      end(how);
    }
  }
  [[nodiscard]] breaker_state is() const { return guard.state(now); }
  watched_breaker& later(duration d) {
    now += d;
    return *this;
  }

  breaker guard;
  time_point now{};
};

/// Open since now, by 20 failures.
struct opened : watched_breaker {
  explicit opened(breaker_options options = {}) : watched_breaker{options} {
    attempts(20, outcome::transient);
    BOOST_TEST_REQUIRE(is() == breaker_state::open);
  }
};

}  // namespace contend::test
