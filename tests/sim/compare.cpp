// Whole comparisons: the same bytes for any number of threads, one replication alone the same as
// among others, common random numbers between policies, and an early stop that keeps whole
// replications.
#include <atomic>
#include <map>
#include <mutex>

#include <boost/test/unit_test.hpp>

#include "models.hpp"
#include <contend/sim/compare.hpp>
#include <contend/sim/simulation.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

scenario_model busy() {
  scenario_model model = reference_experiment(12);
  model.seed = 42;
  model.replications = 24;
  model.workload.actors = 3;
  model.workload.keys = zipf{};
  model.workload.arrivals = closed{.think = exponential_time{.mean = 20ms}};
  model.store.service.append = exponential_time{.mean = 1ms};
  model.run = {.length = 5s, .warmup = 1s};
  return model;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comparing)

BOOST_AUTO_TEST_CASE(gives_the_same_result_for_any_number_of_threads) {
  const scenario_model model = busy();
  const comparison one = compare(model, {.jobs = 1});
  BOOST_TEST(one.replications == 24U);
  for (const unsigned jobs : {2U, 3U, 8U}) {
    const comparison many = compare(model, {.jobs = jobs});
    BOOST_TEST((many.policies == one.policies));
    BOOST_TEST((many.invariants == one.invariants));
  }
}

BOOST_AUTO_TEST_CASE(another_seed_gives_another_result) {
  scenario_model model = busy();
  const comparison first = compare(model, {.jobs = 2});
  model.seed = 43;
  BOOST_TEST((compare(model, {.jobs = 2}).policies != first.policies));
}

BOOST_AUTO_TEST_CASE(a_replication_alone_is_the_same_as_among_others) {
  const scenario_model model = busy();
  std::mutex mutex;
  std::map<std::pair<std::uint32_t, std::uint32_t>, measure::histogram> latencies;
  run_replications(model, {.jobs = 2}, [&](const finished_replication& r) {
    const std::lock_guard lock{mutex};
    latencies.emplace(std::pair{r.policy, r.replication}, r.tally.latency);
  });
  const population writers{model};
  simulation alone{model, writers};
  measure::tally tally;
  for (const std::uint32_t policy : {4U, 1U}) {
    alone.run(model.policies[policy], 17, tally);
    BOOST_TEST((tally.latency == latencies.at({policy, 17})));
  }
}

BOOST_AUTO_TEST_CASE(all_policies_meet_the_same_random_numbers) {
  // One writer alone never backs off: whatever the policy, its operations are the same.
  scenario_model model = busy();
  model.workload.writers = 1;
  const comparison c = compare(model, {.jobs = 2});
  for (const measure::policy_result& p : c.policies)
    BOOST_TEST((p.latency == c.policies.front().latency));
}

BOOST_AUTO_TEST_CASE(a_stop_keeps_what_is_finished) {
  scenario_model model = busy();
  model.replications = 1'000'000;
  std::stop_source stop;
  std::atomic<std::uint64_t> done{0};
  std::uint64_t visits = 0;
  const std::uint32_t finished =
      run_replications(model, {.jobs = 1, .stop = stop.get_token(), .done = &done},
                       [&](const finished_replication&) {
                         if (++visits == 12) stop.request_stop();
                       });
  BOOST_TEST(visits == 12U);
  BOOST_TEST(done.load() == 12U);
  BOOST_TEST(finished == 2U);  // of five policies: ten of the twelve make whole replications
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_replication_that_would_take_ages) {
  scenario_model model = busy();
  model.run = {.length = 24h * 365 * 100};
  std::stop_source stop;
  stop.request_stop();
  const population writers{model};
  simulation sim{model, writers};
  measure::tally tally;
  BOOST_TEST(!sim.run(model.policies[0], 0, tally, stop.get_token()).has_value());
}

BOOST_AUTO_TEST_CASE(what_a_visitor_throws_reaches_the_caller) {
  const scenario_model model = busy();
  BOOST_CHECK_THROW(
      run_replications(model, {.jobs = 3},
                       [](const finished_replication&) { throw std::runtime_error{"x"}; }),
      std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_policy_that_names_an_unknown_guard_is_refused) {
  scenario_model model = busy();
  model.policies.front().guards = {"nobody"};
  BOOST_CHECK_THROW(compare(model, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(portions_give_the_same_result_as_all_at_once) {
  const scenario_model model = busy();
  contend::sim::comparing some{model};
  for (const std::uint32_t portion : {1U, 16U, 0U, 7U}) BOOST_TEST(some.run(portion, {.jobs = 3}));
  BOOST_TEST(some.replications() == 24U);
  const comparison all = compare(model, {.jobs = 1});
  BOOST_TEST((some.result().policies == all.policies));
  BOOST_TEST((some.estimate_of(0, "goodput") == *all.policies[0].find("goodput")));
}

BOOST_AUTO_TEST_SUITE_END()
