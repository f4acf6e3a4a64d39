// The circuit breaker's controls by hand, what it tells for metrics, and odd times.
#include <boost/test/unit_test.hpp>

#include "policies/watched_breaker.hpp"
#include <contend/policies/guards/breaker.hpp>

namespace contend::test {

using namespace std::chrono_literals;
using state = breaker_state;

BOOST_AUTO_TEST_SUITE(breaker_controls)

BOOST_AUTO_TEST_CASE(forced_open_refuses_until_told_otherwise) {
  watched_breaker b;
  b.guard.force_open(b.now);
  BOOST_TEST(b.is() == state::forced_open);
  BOOST_TEST(!b.later(1000h).admits());
  BOOST_TEST(!b.guard.can_retry(b.now));
  b.end(outcome::committed);
  BOOST_TEST(b.is() == state::forced_open);
  b.guard.reset(b.now);
  BOOST_TEST(b.admits());
}

BOOST_AUTO_TEST_CASE(forced_closed_admits_whatever_fails) {
  opened b;
  b.guard.force_closed(b.now);
  b.attempts(1000, outcome::transient);
  BOOST_TEST(b.is() == state::forced_closed);
  BOOST_TEST(b.guard.can_retry(b.now));
  b.guard.reset(b.now);
  b.attempts(19, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
  b.attempts(1, outcome::transient);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(reset_closes_it_as_if_it_were_new) {
  opened b;
  b.later(5s).admits();
  b.end(outcome::transient, 0ms);
  b.guard.reset(b.now);
  BOOST_TEST(b.is() == state::closed);
  for (int i = 0; i < 100; ++i) b.end(outcome::transient, 1ms);  // admitted before the reset
  BOOST_TEST(b.is() == state::closed);
  b.later(1ms).attempts(20, outcome::transient);
  BOOST_TEST(!b.later(5s - 1ns).admits());
  BOOST_TEST(b.later(1ns).admits());
}

BOOST_AUTO_TEST_CASE(open_time_adds_up_what_it_was_open_and_nothing_else) {
  opened b;
  const time_point start = b.now;
  BOOST_TEST(b.guard.open_time(start) == 0s);
  BOOST_TEST(b.guard.open_time(start + 2s) == 2s);
  BOOST_TEST(b.guard.open_time(start + 1h) == 5s);  // then it would admit a probe
  b.later(1h).attempts(5, outcome::committed);
  BOOST_TEST(b.guard.open_time(b.now + 1h) == 5s);
  b.later(1h).guard.force_open(b.now);
  BOOST_TEST(b.guard.open_time(b.now + 7s) == 12s);
  b.later(7s).guard.force_open(b.now);
  b.later(1s).guard.reset(b.now);
  BOOST_TEST(b.guard.open_time(b.now + 1h) == 13s);
}

BOOST_AUTO_TEST_CASE(an_open_breaker_refuses_a_retry_before_its_wait) {
  opened b;
  const attempt_facts facts{.failures = 1, .last = outcome::transient, .now = b.now};
  BOOST_TEST(!b.guard.admit_retry(facts).ok());
  BOOST_TEST(b.guard.admit_operation(b.now).ok());
  watched_breaker closed;
  BOOST_TEST(closed.guard.admit_retry(facts).ok());
}

BOOST_AUTO_TEST_CASE(time_that_stands_still_or_comes_late_does_no_harm) {
  watched_breaker b;
  for (int i = 0; i < 20; ++i) b.guard.attempt_ended(outcome::transient, 0ms, at(1h - i * 1s));
  BOOST_TEST(b.guard.state(at(1h - 19s)) == state::open);
  BOOST_TEST(!b.guard.admit_attempt(at(0s)).ok());
  BOOST_TEST(b.guard.open_time(at(0s)) == 0s);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
