// The circuit breaker in a time that the test sets: when it opens and when it must not, and how it
// lets probes and then the crowd back in.
#include <cmath>
#include <set>

#include <boost/test/unit_test.hpp>

#include "policies/watched_breaker.hpp"
#include <contend/policies/guards/breaker.hpp>

namespace contend::test {

using namespace std::chrono_literals;
using state = breaker_state;

BOOST_AUTO_TEST_SUITE(breaker_opening)

BOOST_AUTO_TEST_CASE(half_of_at_least_twenty_outcomes_failed_opens_it) {
  watched_breaker b;
  b.attempts(10, outcome::committed);
  b.attempts(9, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
  b.attempts(1, outcome::transient);
  BOOST_TEST(b.is() == state::open);
  BOOST_TEST(!b.admits());
  BOOST_TEST(!b.guard.can_retry(b.now));
  BOOST_TEST(b.guard.openings() == 1U);
}

BOOST_AUTO_TEST_CASE(fewer_outcomes_than_the_minimum_never_open_it) {
  watched_breaker b;
  b.attempts(19, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
}

BOOST_AUTO_TEST_CASE(a_success_that_completes_the_minimum_can_open_it_too) {
  watched_breaker b;
  b.attempts(19, outcome::transient);
  b.attempts(1, outcome::committed);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(less_than_the_rate_leaves_it_closed) {
  watched_breaker b;
  for (int i = 0; i < 200; ++i) {
    b.attempts(6, outcome::committed);
    b.attempts(5, outcome::transient);
  }
  BOOST_TEST(b.is() == state::closed);
}

BOOST_AUTO_TEST_CASE(conflicts_and_permanent_errors_are_answers_of_a_healthy_store) {
  watched_breaker b;
  b.attempts(10'000, outcome::conflict);
  b.attempts(10'000, outcome::permanent);
  BOOST_TEST(b.is() == state::closed);
  for (int i = 0; i < 3000; ++i) {
    b.attempts(1, outcome::transient);
    b.attempts(2, i % 2 == 0 ? outcome::conflict : outcome::permanent);
  }
  BOOST_TEST(b.is() == state::closed);
}

BOOST_AUTO_TEST_CASE(each_class_that_is_a_failure_opens_it) {
  for (const outcome how : {outcome::transient, outcome::throttled, outcome::ambiguous}) {
    watched_breaker b;
    b.attempts(20, how);
    BOOST_TEST(b.is() == state::open);
  }
}

BOOST_AUTO_TEST_CASE(a_rate_that_a_double_just_misses_is_reached) {
  watched_breaker b{{.min_outcomes = 30, .failure_rate = {0.1}}};
  b.attempts(27, outcome::committed);
  b.attempts(3, outcome::transient);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(a_rate_of_zero_needs_a_failure_all_the_same) {
  watched_breaker b{{.failure_rate = {0}}};
  b.attempts(100, outcome::committed);
  BOOST_TEST(b.is() == state::closed);
  b.attempts(1, outcome::transient);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(outcomes_older_than_the_period_do_not_count) {
  watched_breaker b;
  b.attempts(19, outcome::transient);
  b.later(10s);
  b.attempts(19, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
  b.later(9s).attempts(1, outcome::transient);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(a_window_by_count_holds_the_last_outcomes_exactly_whatever_the_time) {
  watched_breaker b{{.window = breaker_window::count, .size = 30, .min_outcomes = 20}};
  b.attempts(1000, outcome::committed);
  for (int i = 0; i < 14; ++i) b.later(1h).attempts(1, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
  b.attempts(16, outcome::committed);
  b.attempts(1, outcome::transient);   // 14 of the last 30 again, since the first has left
  b.attempts(13, outcome::transient);  // each pushes out another
  BOOST_TEST(b.is() == state::closed);
  b.attempts(1, outcome::transient);  // and this one a success
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(a_window_smaller_than_the_minimum_of_outcomes_opens_when_full) {
  watched_breaker b{{.window = breaker_window::count, .size = 4, .min_outcomes = 20}};
  b.attempts(4, outcome::transient);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(slow_attempts_open_it_if_told_so) {
  watched_breaker b{{.slow_after = 100ms, .slow_rate = {0.25}}};
  for (int i = 0; i < 14; ++i) b.end(outcome::committed, 99ms);
  for (int i = 0; i < 5; ++i) b.end(outcome::conflict, 100ms);
  BOOST_TEST(b.is() == state::closed);
  b.end(outcome::committed, 99ms);
  BOOST_TEST(b.is() == state::open);
  watched_breaker unaware;
  for (int i = 0; i < 100; ++i) unaware.end(outcome::committed, 1h);
  BOOST_TEST(unaware.is() == state::closed);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(breaker_returning)

BOOST_AUTO_TEST_CASE(after_its_time_it_admits_as_many_probes_as_told_and_no_more) {
  opened b;
  BOOST_TEST(!b.later(4999ms).admits());
  b.later(1ms);
  BOOST_TEST(b.is() == state::half_open);
  for (int i = 0; i < 5; ++i) BOOST_TEST(b.admits());
  for (int i = 0; i < 1000; ++i) BOOST_TEST_REQUIRE(!b.admits());
  BOOST_TEST(!b.guard.can_retry(b.now));
}

BOOST_AUTO_TEST_CASE(one_failed_probe_opens_it_again_for_twice_as_long) {
  opened b;
  duration expected = 5s;
  for (int i = 0; i < 8; ++i) {
    BOOST_TEST(!b.later(expected - 1ns).admits());
    BOOST_TEST(b.later(1ns).admits());
    b.end(outcome::ambiguous, 0ms);
    BOOST_TEST(b.is() == state::open);
    expected = std::min<duration>(expected * 2, 60s);
  }
  BOOST_TEST(expected == 60s);
  BOOST_TEST(b.guard.openings() == 9U);
}

BOOST_AUTO_TEST_CASE(all_probes_must_go_well_and_a_conflict_is_well) {
  opened b;
  b.later(5s);
  b.attempts(4, outcome::conflict);
  BOOST_TEST(b.is() == state::half_open);
  b.attempts(1, outcome::permanent);
  BOOST_TEST(b.is() == state::recovering);
}

BOOST_AUTO_TEST_CASE(a_slow_probe_is_a_failed_one) {
  watched_breaker b{{.slow_after = 100ms}};
  b.attempts(20, outcome::transient);
  b.later(5s);
  BOOST_TEST(b.admits());
  b.later(100ms).end(outcome::committed, 100ms);
  BOOST_TEST(b.is() == state::open);
}

BOOST_AUTO_TEST_CASE(then_a_growing_share_is_admitted_until_everything_is) {
  opened b;
  b.later(5s).attempts(5, outcome::committed);
  double before = 0;
  for (const double part : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    const time_point now = b.now + duration{static_cast<std::int64_t>(part * 5e9)};
    double admitted_ones = 0;
    for (int i = 0; i < 10'000; ++i) admitted_ones += b.guard.admit_attempt(now).ok() ? 1 : 0;
    const double share = admitted_ones / 10'000;
    BOOST_TEST(std::abs(share - std::max(part, 0.1)) < 0.02);
    BOOST_TEST(share > before);
    before = share;
  }
  b.later(5s);
  BOOST_TEST(b.is() == state::closed);
  for (int i = 0; i < 1000; ++i) BOOST_TEST_REQUIRE(b.admits());
}

BOOST_AUTO_TEST_CASE(a_failure_while_recovering_opens_it_for_longer_and_a_recovery_resets_that) {
  opened b;
  b.later(5s).attempts(5, outcome::committed);
  BOOST_TEST(b.is() == state::recovering);
  for (int i = 0; i < 20; ++i) b.later(1ms).end(outcome::transient, 0ms);
  BOOST_TEST(b.is() == state::open);
  BOOST_TEST(!b.later(10s - 1ns).admits());
  b.later(1ns).attempts(5, outcome::committed);
  b.later(5s).attempts(20, outcome::committed);
  BOOST_TEST(b.is() == state::closed);
  b.attempts(20, outcome::transient);
  BOOST_TEST(b.is() == state::open);
  BOOST_TEST(!b.later(5s - 1ns).admits());
  BOOST_TEST(b.later(1ns).admits());
}

BOOST_AUTO_TEST_CASE(without_a_ramp_it_closes_at_once) {
  opened b{{.ramp = 0s}};
  b.later(5s).attempts(5, outcome::committed);
  BOOST_TEST(b.is() == state::closed);
  BOOST_TEST(b.admits());
}

BOOST_AUTO_TEST_CASE(a_withdrawn_probe_makes_room_for_another) {
  opened b{{.probes = 1}};
  b.later(5s);
  BOOST_TEST(b.admits());
  BOOST_TEST(!b.admits());
  b.later(3ms).guard.attempt_withdrawn(3ms, b.now);
  BOOST_TEST(b.admits());
  BOOST_TEST(!b.admits());
}

BOOST_AUTO_TEST_CASE(probes_that_are_never_answered_do_not_keep_it_shut_for_ever) {
  opened b;
  b.later(5s);
  for (int i = 0; i < 5; ++i) BOOST_TEST(b.admits());
  BOOST_TEST(!b.later(5s - 1ns).admits());
  BOOST_TEST(b.later(1ns).admits());
  // The lost ones come back after all: they say nothing about the store of now.
  for (int i = 0; i < 5; ++i) b.end(outcome::committed, 5s);
  BOOST_TEST(b.is() == state::half_open);
  b.end(outcome::transient, 5s);
  BOOST_TEST(b.is() == state::half_open);
}

BOOST_AUTO_TEST_CASE(answers_to_attempts_from_before_it_opened_are_not_probes) {
  opened b;
  b.later(5s);
  BOOST_TEST(b.admits());
  b.end(outcome::transient, 6s);
  BOOST_TEST(b.is() == state::half_open);
  for (int i = 0; i < 50; ++i) b.end(outcome::committed, 6s);
  BOOST_TEST(b.is() == state::half_open);
  b.guard.attempt_withdrawn(6s, b.now);
  for (int i = 0; i < 4; ++i) BOOST_TEST(b.admits());
  BOOST_TEST(!b.admits());
}

BOOST_AUTO_TEST_CASE(old_failures_are_forgotten_when_it_closes) {
  watched_breaker b{{.open_for = 10ms, .ramp = 10ms}};
  b.attempts(20, outcome::transient);
  b.later(10ms).attempts(5, outcome::committed);
  b.later(10ms).attempts(19, outcome::transient);
  BOOST_TEST(b.is() == state::closed);
}

BOOST_AUTO_TEST_CASE(open_times_differ_between_keys_and_lie_within_the_jitter) {
  std::set<std::int64_t> times;
  for (std::uint64_t key = 0; key < 200; ++key) {
    breaker guard{{.jitter = {0.2}}, random_key{key}};
    for (int i = 0; i < 20; ++i) guard.attempt_ended(outcome::transient, 0ms, at(0ms));
    duration low = 0s, high = 10s;  // bisect when it admits a probe
    while (high - low > 1us) {
      const duration middle = low + (high - low) / 2;
      (guard.can_retry(at(middle)) ? high : low) = middle;
    }
    BOOST_TEST((high >= 4s && high <= 6001ms));
    times.insert(high / 1ms);
  }
  BOOST_TEST(times.size() > 150U);
  BOOST_TEST(*times.begin() < 4100);
  BOOST_TEST(*times.rbegin() > 5900);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
