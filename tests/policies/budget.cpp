// The retry budget in a time that the test sets: what it lets pass exactly, what it charges when,
// and, on random histories, that no stretch of a period has more retries than allowed.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/guards/budget.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

attempt_facts failed(outcome how, time_point now = {}) {
  return {.failures = 1, .last = how, .now = now};
}

/// How many retries after `how` it admits at `now`, trying up to 100,000.
int admitted_retries(budget& guard, outcome how, time_point now = {}) {
  int count = 0;
  while (count < 100'000 && guard.admit_retry(failed(how, now)).ok()) ++count;
  return count;
}

void operations(budget& guard, int count, time_point now = {}) {
  for (int i = 0; i < count; ++i) BOOST_TEST_REQUIRE(guard.admit_operation(now).ok());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(budget_window)

BOOST_AUTO_TEST_CASE(the_reserve_is_there_from_the_start) {
  budget guard;
  BOOST_TEST(guard.available(at(0s)) == 100);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 100);
  BOOST_TEST(guard.available(at(0s)) == 0);
}

BOOST_AUTO_TEST_CASE(a_fifth_of_the_operations_comes_on_top) {
  budget guard;
  operations(guard, 1000);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 300);
  operations(guard, 4);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 0);
  operations(guard, 1);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 1);
}

BOOST_AUTO_TEST_CASE(share_and_reserve_are_as_told) {
  budget guard{{.retry_share = {0.1}, .period = 2s, .reserve = {0}}};
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 0);
  operations(guard, 50);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 5);
}

BOOST_AUTO_TEST_CASE(each_class_costs_what_it_was_told_to) {
  budget free_conflicts;
  BOOST_TEST(admitted_retries(free_conflicts, outcome::conflict) == 100'000);
  BOOST_TEST(free_conflicts.available(at(0s)) == 100);
  for (const outcome how : {outcome::transient, outcome::throttled, outcome::ambiguous}) {
    budget guard;
    BOOST_TEST(admitted_retries(guard, how) == 100);
  }
  budget priced{
      {.transient_cost = 0.5, .throttled_cost = 4, .ambiguous_cost = 0, .conflict_cost = 2}};
  BOOST_TEST(priced.admit_retry(failed(outcome::throttled)).ok());
  BOOST_TEST(priced.available(at(0s)) == 96);
  BOOST_TEST(admitted_retries(priced, outcome::ambiguous) == 100'000);
  BOOST_TEST(priced.admit_retry(failed(outcome::conflict)).ok());
  BOOST_TEST(admitted_retries(priced, outcome::transient) == 188);
}

BOOST_AUTO_TEST_CASE(operations_and_retries_of_long_ago_are_forgotten) {
  budget guard;
  operations(guard, 1000);
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 300);
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(9900ms)) == 0);
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(11s)) == 100);
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(1000h)) == 100);
}

BOOST_AUTO_TEST_CASE(the_share_expires_before_the_retries_that_it_paid_for) {
  budget guard{{.reserve = {0}}};
  operations(guard, 1000, at(0s));
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(9s)) == 200);
  operations(guard, 500, at(10'500ms));
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(10'500ms)) == 0);
}

BOOST_AUTO_TEST_CASE(a_withdrawn_retry_is_given_back) {
  budget guard;
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 100);
  guard.retry_withdrawn(failed(outcome::transient));
  guard.retry_withdrawn(failed(outcome::conflict));
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 1);
}

BOOST_AUTO_TEST_CASE(a_withdrawn_operation_does_not_count) {
  budget guard{{.reserve = {0}}};
  operations(guard, 10);
  for (int i = 0; i < 5; ++i) guard.operation_withdrawn(at(0s));
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 1);
}

BOOST_AUTO_TEST_CASE(it_holds_nobody_up_but_retries) {
  budget guard{{.reserve = {0}}};
  BOOST_TEST(guard.admit_operation(at(0s)).ok());
  BOOST_TEST(guard.admit_attempt(at(0s)).ok());
}

/// On random histories: in any stretch of a period there are at most reserve + share of the
/// operations of that stretch, checked against the full list of what happened.
BOOST_AUTO_TEST_CASE(no_stretch_of_a_period_has_more_retries_than_allowed) {
  constexpr duration period = 1s;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    budget guard{{.period = period, .reserve = {10}}};
    random_source random{random_key{seed}};
    std::vector<time_point> started, retried;
    time_point now = at(0s);
    std::size_t refusals = 0;
    for (int i = 0; i < 3000; ++i) {
      const bool burst = (i / 300) % 2 == 0;
      now += duration{random.uniform(0, burst ? 500'000 : 20'000'000)};
      if (random.uniform(0, 1) == 0) {
        guard.admit_operation(now);
        started.push_back(now);
      } else if (guard.admit_retry(failed(outcome::transient, now)).ok()) {
        retried.push_back(now);
        const auto since = [&](const std::vector<time_point>& all) {
          return std::count_if(all.begin(), all.end(),
                               [&](time_point t) { return t > now - period; });
        };
        const double allowed = 10 + 0.2 * static_cast<double>(since(started));
        BOOST_TEST_REQUIRE(static_cast<double>(since(retried)) <= allowed + 1e-9);
      } else {
        ++refusals;
      }
    }
    BOOST_TEST(refusals > 100U);
    BOOST_TEST(retried.size() > 200U);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(budget_success_funded)

BOOST_AUTO_TEST_CASE(it_starts_full_and_each_commit_adds_a_tenth) {
  budget guard{{.mode = budget_mode::success_funded}};
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 10);
  for (int i = 0; i < 9; ++i) guard.operation_ended(true, at(0s));
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 0);
  guard.operation_ended(true, at(0s));
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 1);
}

BOOST_AUTO_TEST_CASE(an_operation_that_fails_adds_nothing_and_time_neither) {
  budget guard{{.mode = budget_mode::success_funded}};
  admitted_retries(guard, outcome::transient);
  for (int i = 0; i < 100; ++i) guard.operation_ended(false, at(0s));
  BOOST_TEST(admitted_retries(guard, outcome::transient, at(1000h)) == 0);
}

BOOST_AUTO_TEST_CASE(it_never_holds_more_than_its_most) {
  budget guard{{.mode = budget_mode::success_funded, .per_success = 0.3, .most = 100}};
  for (int i = 0; i < 10'000; ++i) guard.operation_ended(true, at(0s));
  BOOST_TEST(guard.available(at(0s)) == 100);
  guard.admit_retry(failed(outcome::transient));
  guard.retry_withdrawn(failed(outcome::transient));
  guard.retry_withdrawn(failed(outcome::transient));
  BOOST_TEST(admitted_retries(guard, outcome::transient) == 100);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(budget_in_an_operation)

BOOST_AUTO_TEST_CASE(a_retry_is_charged_before_its_wait_so_that_a_crowd_cannot_overdraw) {
  const auto shared = std::make_shared<budget>(budget_options{.reserve = {0.5}});  // five retries
  const any_policy guarded{.backoff = fixed{.delay = 1s}, .guards = {shared}};
  int waiting = 0, turned_away = 0;
  std::vector<operation<any_policy>> crowd;
  for (std::uint64_t i = 0; i < 20; ++i) {
    auto& op = crowd.emplace_back(guarded, random_key{i});
    op.resume(started({}));
    op.resume(time_is({}));
    const action next = op.resume(read_failed(outcome::transient));
    ++(next.what == action::kind::wait ? waiting : turned_away);
  }
  // 20 % of the 20 operations, as they come, and the reserve of 5.
  BOOST_TEST(waiting == 9);
  BOOST_TEST(turned_away == 11);
  for (auto& op : crowd) op.resume(cancelled());
  BOOST_TEST(shared->available(at(0s)) == 9);  // what was not used has been given back
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
