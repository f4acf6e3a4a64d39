// The ready-made policies, each driven through the failures that it is made for.
#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/operation.hpp>
#include <contend/policies/ready_made.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

/// Conflicts without end, each a version further; the waits between them are noted.
template <class Policy>
std::pair<operation_result, std::vector<duration>> against_conflicts(const Policy& chosen) {
  recorder seen;
  operation op{chosen, random_key{1}, seen};
  action next = op.resume(started({}));
  version current = 1;
  time_point now{};
  while (next.what != action::kind::done) {
    answer a = time_is({});
    if (next.what == action::kind::read) a = read_at(current);
    if (next.what == action::kind::decide) a = decided();
    if (next.what == action::kind::append) a = conflict_at(++current);
    if (next.what == action::kind::wait) now = next.until;
    a.now = now;
    next = op.resume(a);
  }
  return {op.result(), seen.waits};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ready_made_policies)

BOOST_AUTO_TEST_CASE(eventual_consistency_defers_after_the_first_failure) {
  const auto [result, waits] = against_conflicts(ready_made::eventual_consistency());
  BOOST_TEST((result.end == ending::deferred));
  BOOST_TEST(result.attempts == 1U);
  BOOST_TEST(waits.empty());
  const policy<eventual> later{.backoff = {.after = 3}};
  BOOST_TEST(against_conflicts(later).first.attempts == 3U);
}

BOOST_AUTO_TEST_CASE(simple_tries_three_times) {
  const auto [result, waits] = against_conflicts(ready_made::simple());
  BOOST_TEST(result.attempts == 3U);
  BOOST_TEST(result.why == reason::attempts);
  BOOST_TEST((waits == std::vector<duration>{100ms, 200ms}));
}

BOOST_AUTO_TEST_CASE(detailed_conflict_says_that_it_thrashes) {
  const auto [result, waits] = against_conflicts(ready_made::detailed_conflict());
  BOOST_TEST(result.attempts == 5U);
  BOOST_TEST(result.why == reason::thrashing);
  BOOST_TEST((waits == std::vector<duration>{100ms, 200ms, 400ms, 800ms}));
}

BOOST_AUTO_TEST_CASE(jittered_waits_at_random_within_doubling_bounds) {
  const auto [result, waits] = against_conflicts(ready_made::jittered());
  BOOST_TEST(result.attempts == 10U);
  BOOST_TEST(waits.size() == 9U);
  duration bound = 10ms;
  for (const duration wait : waits) {
    BOOST_TEST(wait <= std::min<duration>(bound, 2s));
    bound *= 2;
  }
}

BOOST_AUTO_TEST_CASE(adaptive_waits_up_to_its_base_under_light_contention) {
  const auto [result, waits] = against_conflicts(ready_made::adaptive());
  BOOST_TEST(result.attempts == 10U);
  for (const duration wait : waits) BOOST_TEST(wait <= 50ms);
}

BOOST_AUTO_TEST_CASE(circuit_breaker_shares_one_breaker_with_its_copies) {
  const auto one = ready_made::circuit_breaker(random_key{1});
  const auto copy = one;
  const auto fail = [](const auto& chosen) {
    operation op{chosen, random_key{2}};
    op.resume(started({}));
    op.resume(time_is({}));
    op.resume(read_failed(outcome::transient));
    op.resume(cancelled());
    return op.result();
  };
  for (int i = 0; i < 20; ++i) BOOST_TEST((fail(one).end != ending::rejected) == (i < 19));
  BOOST_TEST(fail(copy).end == ending::rejected);
  BOOST_TEST(fail(copy).attempts == 0U);
  const auto other = ready_made::circuit_breaker(random_key{1});
  BOOST_TEST(fail(other).end == ending::cancelled);
  const auto shared = std::make_shared<breaker>();
  shared->force_open(at(0s));
  BOOST_TEST(fail(ready_made::circuit_breaker(shared)).end == ending::rejected);
}

BOOST_AUTO_TEST_CASE(circuit_breaker_takes_conflicts_as_health) {
  const auto guarded = ready_made::circuit_breaker(random_key{1});
  for (int i = 0; i < 100; ++i) {
    const auto [result, waits] = against_conflicts(guarded);
    BOOST_TEST(result.why == reason::attempts);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
