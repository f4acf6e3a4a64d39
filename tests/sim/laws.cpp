// Laws that every run must obey, whatever is drawn: hard invariants of the reference experiment,
// lock-step, Poisson attempts, queueing theory, conservation, no right-censoring. Statistical ones
// have fixed seeds and gates at 4.5 standard errors.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models.hpp"
#include <contend/sim/replications.hpp>
#include <contend/sim/simulation.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

measure::tally run_once(const scenario_model& model, const policy_model& policy,
                        std::uint32_t replication = 0) {
  const population writers{model};
  simulation sim{model, writers};
  measure::tally tally;
  const invariants held = sim.run(policy, replication, tally).value();
  for (std::size_t i = 0; i < invariant_count; ++i)
    BOOST_TEST(held.violation(static_cast<invariant>(i)) == "");
  return tally;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laws)

BOOST_AUTO_TEST_CASE(lock_step_without_backoff_costs_every_pair_one_append) {
  // With a constant hop all writers read, append and lose together: one commits a round.
  for (const std::uint32_t n : {1U, 2U, 7U, 40U}) {
    scenario_model model = reference_experiment(n);
    model.network.hop = duration{10ms};
    const measure::tally t = run_once(model, model.policies.front());
    BOOST_TEST(t.appends == std::uint64_t{n} * (n + 1) / 2);
    BOOST_TEST((t.makespan.value() == 4 * 10ms * n));
  }
}

BOOST_AUTO_TEST_CASE(the_hard_invariants_of_the_reference_experiment_hold_in_every_run) {
  constexpr std::uint32_t n = 30;
  scenario_model model = reference_experiment(n);
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  for (std::uint32_t r = 0; r < 200; ++r)
    for (const policy_model& policy : model.policies) {
      BOOST_REQUIRE(sim.run(policy, r, t)->all_held());
      BOOST_REQUIRE_EQUAL(sim.store().get_latest_version("a0").value(), version{n});
      BOOST_REQUIRE_EQUAL(t.conflicts, t.appends - n);
      BOOST_REQUIRE(n <= t.appends && t.appends <= n * (n + 1) / 2);
      // An event's id names the attempt that stored it: the m-th committer had at most m - 1
      // conflicts.
      for (const event_ptr& e : sim.store().get_events("a0").value()) {
        const auto attempts = std::stoll(e->id.substr(e->id.find('.', e->id.find('.') + 1) + 1));
        BOOST_REQUIRE(attempts - 1 <= e->version - 1);
      }
    }
}

BOOST_AUTO_TEST_CASE(memoryless_single_attempts_succeed_by_the_law_of_the_window) {
  // Attempts arrive as a Poisson process of rate L; an append succeeds if nothing committed within
  // its window of W: the share of successes is 1 / (1 + L W).
  constexpr double window = 0.020;
  for (const double load : {0.25, 1.0, 4.0}) {
    scenario_model model = reference_experiment(1000);
    model.network.hop = duration{10ms};
    model.run = {.length = 2000s, .warmup = 10s};
    model.workload.arrivals = open{.stream = poisson{.rate = {load / window}}};
    const policy_model once{.name = "once", .limits = {.attempts = 1}};
    const measure::tally t = run_once(model, once);
    const double n = static_cast<double>(t.appends);
    const double share = static_cast<double>(t.commits) / n;
    const double expected = 1 / (1 + load);
    // Successes are a renewal process: with each come the failures within its window, a Poisson
    // number of mean and variance L W. So the variance of attempts per success is L W p / n, if p
    // is the share of successes in n attempts, and that of the share is L W p^3 / n.
    const double error = std::sqrt(load * std::pow(expected, 3) / n);
    BOOST_TEST_MESSAGE((share - expected) / error << " standard errors off at a load of " << load);
    BOOST_TEST(std::abs(share - expected) < 4.5 * error);
  }
}

BOOST_AUTO_TEST_CASE(one_server_queues_by_pollaczek_and_khinchine) {
  // Reads are a Poisson process and alone carry work s: they wait W = rho s / (1 - rho) with
  // exponential services, half of it with constant ones. An operation's append takes no time, but
  // comes when its own read leaves and queues behind those that it left behind: L = rate (W + s) by
  // Little's law, s each.
  constexpr double rate = 400;
  constexpr double s = 0.001;
  constexpr double rho = rate * s;
  const auto check = [&](const distribution& read, double wait) {
    scenario_model model;
    model.replications = 20;
    model.run = {.length = 55s, .warmup = 5s};
    model.store.service.read = read;
    model.workload.writers = 100;
    model.workload.actors = 100'000;
    model.workload.arrivals = open{.stream = poisson{.rate = {rate}}};
    model.policies = {{.name = "none"}};
    std::vector<double> queued(model.replications);
    run_replications(model, {.jobs = 0}, [&](const finished_replication& r) {
      const double operations = static_cast<double>(r.tally.latency.count());
      queued[r.replication] = r.tally.queue_wait.seconds() / operations;
      // The time in the queue is found again in the latency, and nothing else but the service.
      const double latency = r.tally.latency.sum().seconds() / operations;
      if (std::abs(latency - queued[r.replication] - s) > 0.02 * s) queued[r.replication] = 1e9;
    });
    double mean = 0;
    double squares = 0;
    for (const double q : queued) mean += q / 20;
    for (const double q : queued) squares += (q - mean) * (q - mean);
    const double expected = wait + rho * (wait + s);
    const double error = std::sqrt(squares / 19 / 20);
    BOOST_TEST_MESSAGE("queued " << mean << " s against " << expected << ", error " << error);
    BOOST_TEST(std::abs(mean - expected) < 4.5 * error);
    BOOST_TEST(error < 0.02 * expected);
  };
  check(exponential_time{.mean = 1ms}, rho * s / (1 - rho));
  check(duration{1ms}, rho * s / (1 - rho) / 2);
}

BOOST_AUTO_TEST_CASE(what_is_counted_is_conserved) {
  scenario_model model = reference_experiment(20);
  model.workload.actors = 3;
  model.workload.nodes = 4;
  model.store.service = {
      .read = exponential_time{.mean = 1ms}, .append = exponential_time{.mean = 2ms}, .servers = 2};
  model.workload.decision = exponential_time{.mean = 1ms};
  for (const arrivals_model& arrivals :
       {arrivals_model{burst{.operations = 5}}, arrivals_model{closed{.think = duration{20ms}}},
        arrivals_model{open{.stream = poisson{.rate = {60}}}},
        arrivals_model{open{.stream = poisson{.rate = {300}}, .max_in_flight = 10}}}) {
    model.workload.arrivals = arrivals;
    const bool drains = std::holds_alternative<burst>(arrivals);
    model.run = drains ? run_model{.until = stop_when::drained} : run_model{.length = 20s};
    for (policy_model policy : model.policies)
      for (const std::uint32_t attempts : {0U, 3U}) {
        policy.limits.attempts = attempts;
        const measure::tally t = run_once(model, policy);
        BOOST_TEST(t.operations ==
                   t.commits + t.give_ups + t.deferred + t.rejected + t.open_operations);
        BOOST_TEST(t.appends ==
                   t.commits + t.conflicts + t.store_rejects + t.unanswered + t.open_appends);
        BOOST_TEST(t.latency.count() == t.operations);
        if (drains) BOOST_TEST(t.open_operations == 0U);
      }
  }
}

BOOST_AUTO_TEST_CASE(several_events_an_append_raise_the_version_by_as_many) {
  scenario_model model = reference_experiment(10);
  model.workload.events_per_append = 3;
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(model.policies[3], 0, t)->all_held());
  BOOST_TEST(sim.store().get_latest_version("a0").value() == 30);
  BOOST_TEST(t.commits == 10U);
}

BOOST_AUTO_TEST_CASE(operations_open_at_the_end_are_counted_and_stay_in_the_latency) {
  // The store works a second on each append and gets two hundred a second: most never end.
  scenario_model model = reference_experiment(50);
  model.store.service.append = duration{1s};
  model.workload.actors = 1000;
  model.workload.arrivals = open{.stream = poisson{.rate = {200}}};
  model.run = {.length = 10s};
  const measure::tally t = run_once(model, model.policies.front());
  BOOST_TEST(t.operations > 1800U);
  BOOST_TEST(t.commits <= 10U);
  BOOST_TEST(t.open_operations >= t.operations - 10U);
  BOOST_TEST(t.latency.count() == t.operations);
  // They were followed for another 10 s and enter with their age then: the median is over 10 s.
  BOOST_TEST((t.latency.quantile(0.5) > 10s));
  BOOST_TEST(!t.makespan.has_value());
  BOOST_TEST(!t.drain_time.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
