// What a run counts, where it can be worked out by hand: writers in lock-step, answers that are
// lost, one breaker, a herd. Each number as a result has it.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "sim/faults/measured.hpp"
#include "sim/models.hpp"
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/guards/breaker.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

double value(std::string_view metric, const measure::tally& t) {
  const measure::ratio r = measure::find_metric(metric)->of(t);
  BOOST_TEST_REQUIRE(!r.null(), metric);
  return r.over / r.under;
}

void check(const measure::tally& t, const std::vector<std::pair<std::string_view, double>>& all) {
  for (const auto& [metric, expected] : all) BOOST_TEST_CONTEXT(metric) {
      BOOST_TEST(value(metric, t) == expected, boost::test_tools::tolerance(1e-12));
    }
}

/// All read, append and lose together; one commits in each round.
measure::tally in_lock_step(std::uint32_t writers, std::uint32_t attempts) {
  scenario_model model = reference_experiment(writers);
  model.network.hop = duration{10ms};
  return run_under(model, {.name = "none", .limits = {.attempts = attempts}});
}

/// One writer, so many operations one after the other, on hops of 5 ms with 0.1 ms of service.
scenario_model alone(std::uint32_t operations) {
  scenario_model model = calm();
  model.run = {.until = stop_when::drained};
  model.workload.writers = model.workload.nodes = model.workload.actors = 1;
  model.workload.arrivals = burst{.operations = operations};
  return model;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counts)

BOOST_AUTO_TEST_CASE(lock_step_to_the_end) {
  for (const std::uint32_t n : {1U, 2U, 7U, 40U}) {
    // Of the writers of round r, who commit 40 r ms after the start, all but one lose.
    const double conflicts = n * (n - 1) / 2.0;
    const double appends = n * (n + 1) / 2.0;
    check(in_lock_step(n, 0), {{"commits", n},
                               {"reads", appends},
                               {"appends", appends},
                               {"conflicts", conflicts},
                               {"conflicts_absorbed", conflicts},
                               {"conflicts_escaped", 0},
                               {"conflict_rate", conflicts / appends},
                               {"restart_ratio", (n - 1) / 2.0},
                               {"appends_per_commit", (n + 1) / 2.0},
                               {"wasted_work", conflicts / appends},
                               {"starvation_max", n - 1},
                               {"thrash_operations", n > 3 ? (n - 3.0) / n : 0},
                               {"window_use", 0.5},  // two hops of the four
                               {"goodput", 25},
                               {"makespan", 0.04 * n},
                               {"latency.max", 0.04 * n},
                               {"latency.mean", 0.04 * (n + 1) / 2},
                               {"backoff_share", 0},
                               {"fairness_jain", 1},
                               {"fairness_gini", 0}});
  }
}

BOOST_AUTO_TEST_CASE(lock_step_in_which_most_give_up) {
  // After five rounds 5 of 20 have committed, with 0 to 4 conflicts, the others give up on their
  // fifth.
  check(in_lock_step(20, 5), {{"commits", 5},
                              {"give_ups", 15},
                              {"failure_rate", 0.75},
                              {"appends", 90},
                              {"conflicts", 85},
                              {"conflicts_absorbed", 10},
                              {"conflicts_escaped", 15},
                              {"wasted_work", 85.0 / 90},
                              {"starvation_max", 5},
                              {"thrash_operations", 17.0 / 20},
                              {"fairness_jain", 0.25},
                              {"fairness_gini", 0.75}});
}

BOOST_AUTO_TEST_CASE(what_is_resolved_wastes_nothing_and_lengthens_no_window) {
  scenario_model model = alone(50);
  model.faults = {lost_acks{.share = {0.5}}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.unanswered > 20U);
  BOOST_TEST(t.appends > 70U);
  check(t, {{"commits", 50}, {"wasted_work", 0}});
  BOOST_TEST(t.vulnerability_windows == 50U);
  BOOST_TEST(t.vulnerability.seconds() == 50 * 0.0101);
}

BOOST_AUTO_TEST_CASE(an_append_that_is_late_ends_its_window_late) {
  // The service of the append takes 300 ms, that of what resolves it begins afterwards.
  scenario_model model = alone(1);
  model.faults = {slow{.factor = 3000, .from = 10ms, .length = 10ms}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.unanswered == 1U);
  BOOST_TEST(t.appends == 2U);
  BOOST_TEST(t.vulnerability_windows == 1U);
  BOOST_TEST(t.vulnerability.seconds() == 0.310);
}

BOOST_AUTO_TEST_CASE(what_was_given_up_unresolved_was_for_nothing) {
  scenario_model model = alone(50);
  model.faults = {lost_acks{.share = {0.5}}};
  policy_model hasty = patient();
  hasty.limits = {.attempts = 1, .deadline = 100ms};
  const measure::tally t = run_under(model, hasty);
  BOOST_TEST(t.give_ups > 10U);
  // A read and an append each, as for those that committed.
  check(t, {{"commits", 50 - static_cast<double>(t.give_ups)},
            {"wasted_work", static_cast<double>(t.give_ups) / 50}});
}

BOOST_AUTO_TEST_CASE(a_refusal_wastes_its_attempt_but_that_of_a_resolve_wastes_none) {
  scenario_model model = alone(200);
  model.faults = {lost_acks{.share = {0.3}}, reject{.share = {0.3}}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.store_rejects > 50U);
  BOOST_TEST(t.commits == 200U);
  // Every window is one of an attempt that came as far as its append, and 200 of these committed.
  const std::uint64_t refused_reads = t.reads - t.vulnerability_windows;
  const std::uint64_t refused_appends = t.vulnerability_windows - 200;
  BOOST_TEST(refused_appends > 20U);
  BOOST_TEST(t.store_rejects > refused_appends);  // resolves as well
  BOOST_TEST(t.wasted_requests == refused_reads + 2 * refused_appends);

  model.faults = {reject{.share = {1}}};
  check(run_under(model, {.name = "once", .limits = {.attempts = 1}}),
        {{"reads", 200}, {"appends", 0}, {"wasted_work", 1}});
}

BOOST_AUTO_TEST_CASE(what_the_background_finds_stored_was_not_for_nothing) {
  scenario_model model = alone(50);
  model.faults = {lost_acks{.share = {0.5}}};
  const policy_model later{.name = "eventual",
                           .backoff = eventual{},
                           .coordination = {coordination::background_queue{
                               .policy = {.backoff = fixed{.delay = 10ms}}}}};
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(later, 0, t)->all_held());
  BOOST_TEST(t.deferred > 10U);
  BOOST_TEST(t.appends > t.commits);
  check(t, {{"commits", 50}, {"wasted_work", 0}});
}

BOOST_AUTO_TEST_CASE(a_breaker_stands_open_for_as_long_as_it_says) {
  // The store refuses what comes within a moment, which opens the breaker once.
  scenario_model model = calm();
  model.workload.writers = model.workload.nodes = 1;
  model.workload.arrivals = closed{.think = duration{10ms}};
  model.faults = {reject{.share = {1}, .from = 10s, .length = 100ms}};
  const breaker_options options{.window = breaker_window::count,
                                .size = 1,
                                .min_outcomes = 1,
                                .open_for = 3s,
                                .jitter = {0},
                                .probes = 1,
                                .ramp = 0s};
  model.guards = {{.name = "breaker", .make = [&options](random_key key) {
                     return std::make_shared<breaker>(options, key);
                   }}};
  policy_model guarded = patient();
  guarded.guards = {"breaker"};
  const measure::tally t = run_under(model, guarded);
  BOOST_TEST(t.rejected > 200U);
  check(t, {{"breaker_open_share", 3.0 / 30}});
}

BOOST_AUTO_TEST_CASE(a_herd_thrashes_until_it_is_through) {
  // For 30 s sixty writers lose and wait together: one commits each half second. Then one writer
  // does 740 operations alone, so that there are 800 commits a minute: windows of 3.75 s.
  scenario_model model = reference_experiment(61);
  model.run = {.length = 60s};
  model.network.hop = duration{10ms};
  model.workload.groups = {
      {"herd", {.writers = 60, .arrivals = burst{}}},
      {"alone", {.writers = 1, .arrivals = burst{.at = 30s, .operations = 740}}}};
  const measure::tally t = run_under(model, {.name = "fixed", .backoff = fixed{.delay = 460ms}});
  check(t, {{"commits", 800},
            {"conflicts", 60 * 59 / 2},
            {"thrash_time", 0.5},
            {"thrash_operations", 57.0 / 800}});
}

BOOST_AUTO_TEST_SUITE_END()
