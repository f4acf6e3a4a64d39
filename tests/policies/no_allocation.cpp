// No allocation anywhere on a policy's path: this executable counts every call of operator new
// (support/counting_new.cpp), and whole operations are played under every backoff and every guard
// between two readings.
#include <concepts>
#include <memory>

#include <boost/test/unit_test.hpp>

#include "support/counting_new.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/guards/all.hpp>
#include <contend/policies/operation.hpp>

namespace contend::test {

namespace {

/// An operation that meets every kind of answer before it commits: as a driver would carry it out,
/// but with nothing around it that could allocate.
template <class Policy>
operation_result go_through_everything(const Policy& chosen, random_key key) {
  constexpr outcome troubles[] = {outcome::conflict,  outcome::transient, outcome::conflict,
                                  outcome::ambiguous, outcome::throttled, outcome::conflict};
  operation op{chosen, key};
  std::size_t trouble = 0;
  version current = 1;
  time_point now{};
  action next = op.resume(started(now));
  const auto append = [&] {
    if (trouble == std::size(troubles)) return stored_at(current + 1);
    return append_failed(troubles[trouble++], ++current);
  };
  while (next.what != action::kind::done) {
    answer a = time_is(now);
    if (next.what == action::kind::read) a = read_at(current);
    if (next.what == action::kind::decide) a = decided();
    if (next.what == action::kind::append || next.what == action::kind::resolve) a = append();
    if (next.until > now) now = next.until;
    a.now = now += duration{1000};
    next = op.resume(a);
  }
  return op.result();
}

/// Calls `work` and says how often it allocated.
template <class Work>
std::size_t allocations_of(Work work) {
  const std::size_t before = allocations();
  work();
  return allocations() - before;
}

/// How what fails now and then ends: a backoff that only defers hands it to the background queue.
template <class B>
constexpr ending ending_under = std::same_as<B, eventual> ? ending::deferred : ending::committed;

}  // namespace

BOOST_AUTO_TEST_SUITE(no_allocation)

BOOST_AUTO_TEST_CASE(the_counter_counts) {
  std::unique_ptr<int> kept;  // outlives the count, so that the allocation cannot be elided
  BOOST_TEST(allocations_of([&] { kept = std::make_unique<int>(5); }) == 1U);
  BOOST_TEST(*kept == 5);
}

BOOST_AUTO_TEST_CASE(typed_policies_do_not_allocate) {
  all_backoffs::for_each([]<class B>() {
    const policy<B> typed{};
    operation_result result;
    BOOST_TEST(allocations_of([&] { result = go_through_everything(typed, random_key{1}); }) == 0U);
    BOOST_TEST((result.end == ending_under<B>));
  });
}

BOOST_AUTO_TEST_CASE(erased_policies_behind_every_guard_do_not_allocate) {
  const breaker_options by_count{.window = breaker_window::count, .min_outcomes = 1000};
  const budget_options funded{.mode = budget_mode::success_funded, .most = 100};
  all_backoffs::for_each([&]<class B>() {
    const any_policy erased{
        .backoff = B{},
        .guards = {std::make_shared<breaker>(breaker_options{.min_outcomes = 1000}),
                   std::make_shared<breaker>(by_count), std::make_shared<budget>(),
                   std::make_shared<budget>(funded)}};
    operation_result result;
    BOOST_TEST(allocations_of([&] { result = go_through_everything(erased, random_key{1}); }) ==
               0U);
    BOOST_TEST((result.end == ending_under<B>));
  });
}

BOOST_AUTO_TEST_CASE(a_breaker_that_opens_and_recovers_does_not_allocate) {
  breaker guard{{.open_for = duration{1000}, .ramp = duration{1000}}};
  const std::size_t made = allocations_of([&] {
    time_point now{};
    for (int i = 0; i < 5000; ++i) {
      now += duration{10};
      if (guard.admit_attempt(now).ok())
        guard.attempt_ended(i % 400 < 200 ? outcome::transient : outcome::committed, duration{1},
                            now);
    }
  });
  BOOST_TEST(made == 0U);
  BOOST_TEST(guard.openings() > 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
