// Runs in which writers come back without any time having passed.
#include "faults/measured.hpp"
#include <contend/policies/guards/breaker.hpp>
#include <contend/sim/compare.hpp>
#include <contend/sim/standstill.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

/// Nothing takes any time, and the store refuses all.
scenario_model immediate() {
  scenario_model m = calm();
  m.network.hop = duration::zero();
  m.store.service = {};
  m.workload.arrivals = closed{};
  m.faults = {reject{.share = {1}}};
  return m;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(standing_still)

BOOST_AUTO_TEST_CASE(a_caller_that_is_refused_at_once_pauses) {
  scenario_model model = calm();
  model.workload.arrivals = closed{};
  model.faults = {outage{.from = 5s, .length = 5s}};
  model.guards = {{.name = "breaker", .make = [](random_key key) {
                     return std::make_shared<breaker>(
                         breaker_options{.period = 1s, .min_outcomes = 3, .open_for = 1s}, key);
                   }}};
  policy_model guarded = patient();
  guarded.limits.attempts = 2;
  guarded.guards = {"breaker"};
  const measure::tally t = run_under(model, guarded);
  BOOST_TEST(t.rejected > 5'000U);
  BOOST_TEST(t.rejected < 20U * 1'000U * 10U);  // once a millisecond each, while it is open
  BOOST_TEST(t.commits > 10'000U);
}

BOOST_AUTO_TEST_CASE(a_caller_that_fails_without_any_time_passing_pauses_too) {
  policy_model hasty{.name = "hasty", .backoff = none{}};
  hasty.limits.attempts = 3;
  const measure::tally t = run_under(immediate(), hasty);
  BOOST_TEST(t.give_ups == 20U * 30'000U);
}

BOOST_AUTO_TEST_CASE(an_operation_that_never_ends_within_a_moment_is_told) {
  scenario_model model = immediate();
  policy_model stubborn{.name = "stubborn", .backoff = none{}};
  stubborn.limits.attempts = 0;
  model.policies = {patient(), stubborn};
  model.run.length = 2s;
  BOOST_CHECK_EXCEPTION(compare(model, {.jobs = 2}), standstill, [](const standstill& told) {
    return std::string_view{told.what()}.starts_with(
        "time stands still at 0s under policy \"stubborn\"");
  });
}

BOOST_AUTO_TEST_CASE(many_events_at_one_moment_are_no_standstill_while_time_goes_on) {
  standstill_watch watch{2};
  const std::uint64_t limit = standstill_watch::limit_for(2);
  BOOST_TEST(!watch.after(1, time_point{1ns}));
  BOOST_TEST(!watch.after(limit, time_point{1ns}));
  BOOST_TEST(!watch.after(limit, time_point{2ns}));  // since the moment before
  BOOST_TEST(!watch.after(limit, time_point{2ns}));
  BOOST_TEST(watch.after(1, time_point{2ns}));
}

BOOST_AUTO_TEST_SUITE_END()
