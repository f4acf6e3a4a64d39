// Each shipped scenario is loaded and simulated with a fixed seed, and must show what its
// description says. Short runs: the effects are many times larger than the noise.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/measure/summary.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/sim/compare.hpp>
#include <contend/sim/replications.hpp>

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

/// The mean of `metric` under `policy`.
double mean(const sim::comparison& result, std::string_view policy, std::string_view metric) {
  for (const measure::policy_result& p : result.policies)
    if (p.name == policy) {
      const measure::estimate* found = p.find(metric);
      BOOST_REQUIRE(found != nullptr);
      return found->mean.value();
    }
  BOOST_FAIL("no policy " << policy);
  return 0;
}

sim::comparison simulate(const scenario& s, std::size_t point = 0) {
  return sim::compare(s.points.at(point).model, {.jobs = 2});
}

/// A minute is more than the effects need. `without`: a setting that takes their cause away.
scenario shortened(const std::string& name, const std::string& without = "") {
  load_options short_run{.settings = {R"(/run={"for": "10s", "warmup": "1s"})"}, .replications = 2};
  if (!without.empty()) short_run.settings.push_back(without);
  return load(name, short_run);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_library)

BOOST_AUTO_TEST_CASE(every_shipped_scenario_loads_says_what_it_shows_and_resolves_to_itself) {
  BOOST_TEST(library().size() >= 14U);
  for (const shipped_scenario& shipped : library()) {
    const scenario s = load(std::string{shipped.name});
    BOOST_TEST(s.name == shipped.name);
    BOOST_TEST(s.description.size() > 40U);
    BOOST_TEST(find_shipped(shipped.name) == &shipped);
    const scenario again = read_scenario(config::to_text(s.resolved), s.name);
    BOOST_TEST((again.resolved == s.resolved), shipped.name);
  }
  BOOST_TEST(find_shipped("nothing") == nullptr);
}

BOOST_AUTO_TEST_CASE(aws_backoff_shows_jitter_against_exponential_backoff) {
  const scenario s = load("aws-backoff", {.replications = 20});
  BOOST_REQUIRE(s.points.size() == 4U);
  BOOST_TEST(s.points[3].model.workload.writers == 100U);
  const sim::comparison hundred = simulate(s, 3);
  BOOST_TEST(mean(hundred, "exponential", "makespan") > 25 * mean(hundred, "none", "makespan"));
  const double third = mean(hundred, "full", "appends") / mean(hundred, "none", "appends");
  BOOST_TEST((third > 0.3 && third < 0.37));
  const sim::comparison alone = simulate(s, 0);
  for (const measure::policy_result& p : alone.policies)
    BOOST_TEST(p.find("appends")->mean.value() == 1.0);
}

BOOST_AUTO_TEST_CASE(hot_key_shows_a_store_busy_with_conflicts) {
  const sim::comparison result = simulate(shortened("hot-key"));
  const double rate = mean(result, "none", "conflict_rate");
  BOOST_TEST((rate > 0.955 && rate < 0.975));
  for (const char* patient : {"exponential", "full jitter", "adaptive"}) {
    BOOST_TEST(mean(result, patient, "appends") < 0.3 * mean(result, "none", "appends"));
    BOOST_TEST(mean(result, patient, "goodput") > 0.6 * mean(result, "none", "goodput"));
    BOOST_TEST(mean(result, patient, "goodput") < mean(result, "none", "goodput"));
  }
  BOOST_TEST(mean(result, "budgeted", "rejected") > mean(result, "budgeted", "commits"));
}

BOOST_AUTO_TEST_CASE(uniform_shows_rare_conflicts_and_no_difference) {
  const sim::comparison result = simulate(shortened("uniform"));
  for (const measure::policy_result& p : result.policies) {
    const double rate = p.find("conflict_rate")->mean.value();
    BOOST_TEST((rate > 0.015 && rate < 0.025), p.name);
    BOOST_TEST(p.find("goodput")->mean.value() > 0.95 * mean(result, "none", "goodput"));
  }
}

BOOST_AUTO_TEST_CASE(zipf_shows_what_a_few_popular_keys_do) {
  const sim::comparison even = simulate(shortened("uniform"));
  const sim::comparison skewed = simulate(shortened("zipf"));
  for (const measure::policy_result& p : skewed.policies)
    BOOST_TEST(p.find("conflict_rate")->mean.value() > 10 * mean(even, p.name, "conflict_rate"));
  BOOST_TEST(mean(skewed, "none", "goodput") > 1.5 * mean(skewed, "exponential", "goodput"));
  BOOST_TEST(mean(skewed, "exponential", "latency.p99") > 3 * mean(skewed, "none", "latency.p99"));
}

BOOST_AUTO_TEST_CASE(thundering_herd_shows_what_coming_back_together_costs) {
  const sim::comparison result = simulate(load("thundering-herd", {.replications = 4}));
  BOOST_TEST(mean(result, "none", "appends_per_commit") > 20.0);
  BOOST_TEST(mean(result, "full jitter", "appends") < 0.4 * mean(result, "none", "appends"));
  for (const measure::policy_result& p : result.policies)
    BOOST_TEST(p.find("commits")->mean.value() == 500.0, p.name);
}

BOOST_AUTO_TEST_CASE(bursty_shows_that_bursts_make_the_tail) {
  const sim::comparison result = simulate(load("bursty", {.replications = 4}));
  const sim::comparison calm =
      simulate(load("bursty", {.settings = {"/workload/arrivals/open/bursty/burst_rate=60/s"},
                               .replications = 4}));
  for (const measure::policy_result& p : result.policies) {
    const double median = p.find("latency.p50")->mean.value();
    const double tail = p.find("latency.p99")->mean.value();
    BOOST_TEST(median < 1.4 * mean(calm, p.name, "latency.p50"), p.name);
    BOOST_TEST(tail > 3 * median, p.name);
    BOOST_TEST(tail > 3 * mean(calm, p.name, "latency.p99"), p.name);
  }
}

BOOST_AUTO_TEST_CASE(store_outage_shows_who_waits_who_gives_up_and_who_is_turned_away) {
  const sim::comparison result = simulate(load("store-outage", {.replications = 4}));
  BOOST_TEST(mean(result, "patient", "give_ups") == 0.0);
  BOOST_TEST(mean(result, "patient", "recovered") == 1.0);
  BOOST_TEST(mean(result, "patient", "latency.max") > 4.5);
  BOOST_TEST(mean(result, "three attempts", "give_ups") > 300.0);
  BOOST_TEST(mean(result, "three attempts", "latency.max") < 4.0);
  BOOST_TEST(mean(result, "breaker", "rejected") > 300.0);
  BOOST_TEST(mean(result, "breaker", "breaker_open_share") > 0.03);
  // Not a commit in the five seconds: 15 to 20 s after the warm-up.
  for (const measure::policy_result& p : result.policies)
    for (std::size_t second = 15; second < 20; ++second)
      BOOST_TEST(p.series["goodput"][second] == 0.0);
}

BOOST_AUTO_TEST_CASE(slow_store_shows_a_queue_that_outlives_its_cause) {
  const sim::comparison result = simulate(load("slow-store", {.replications = 3}));
  BOOST_TEST(mean(result, "patient", "unanswered") > 1000.0);
  BOOST_TEST(mean(result, "patient", "recovered") == 0.0);
  BOOST_TEST(mean(result, "budgeted", "latency.p99") <
             0.5 * mean(result, "patient", "latency.p99"));
  BOOST_TEST(mean(result, "budgeted", "recovered") == 1.0);
  BOOST_TEST(mean(result, "budgeted", "recovery_time") < 8.0);
}

BOOST_AUTO_TEST_CASE(lost_acks_shows_that_resolving_doubles_nothing_and_a_naive_policy_does) {
  const load_options two{.replications = 2};
  const sim::comparison result = simulate(load("lost-acks", two));
  for (const measure::invariant& i : result.invariants) BOOST_TEST(i.held, i.detail);
  BOOST_TEST(mean(result, "none", "unanswered") > 1000.0);
  BOOST_TEST(mean(result, "none", "latency.p50") < 0.06);
  BOOST_TEST(mean(result, "none", "latency.p99") > 0.25);

  const sim::comparison naive = simulate(
      load("lost-acks", {.settings = {"/policies/none/limits/resolve=false"}, .replications = 2}));
  BOOST_TEST(!naive.invariants[1].held);
  BOOST_TEST(naive.invariants[1].detail.find("stored more than once") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(flaky_network_shows_a_tail_and_no_harm) {
  const sim::comparison result = simulate(load("flaky-network", {.replications = 3}));
  for (const measure::invariant& i : result.invariants) BOOST_TEST(i.held, i.detail);
  for (const measure::policy_result& p : result.policies) {
    BOOST_TEST(p.find("fairness_jain")->mean.value() > 0.97, p.name);
    BOOST_TEST(p.find("latency.p99")->mean.value() > 5 * p.find("latency.p50")->mean.value(),
               p.name);
  }
  BOOST_TEST(mean(result, "full jitter", "give_ups") == 0.0);
}

BOOST_AUTO_TEST_CASE(near_and_far_shows_that_growing_backoffs_shut_the_far_ones_out) {
  const sim::comparison result = simulate(load("near-and-far", {.replications = 2}));
  const double at_once = mean(result, "none", "commits{group:far}");
  BOOST_TEST((at_once > 200 && at_once < 0.1 * mean(result, "none", "commits{group:near}")));
  for (const char* growing : {"exponential", "full jitter"})
    BOOST_TEST(mean(result, growing, "commits{group:far}") < 0.25 * at_once);
  for (const measure::policy_result& p : result.policies) {
    BOOST_TEST(p.find("conflict_rate{group:far}")->mean.value() > 0.9, p.name);
    BOOST_TEST(p.find("conflict_rate{group:near}")->mean.value() < 0.25, p.name);
    BOOST_TEST(p.find("starvation_max{group:far}")->mean.value() > 10.0, p.name);
  }
}

/// The replications of one policy under retry-storm. The fault is from 25 s to 30 s after the
/// warm-up, the run ends at 85 s.
struct storm {
  std::string policy;
  measure::summary all{};
  std::vector<measure::windows> over_time{};

  /// Goodput in [from, to) against that before the fault, over replications.
  [[nodiscard]] measure::estimate::interval goodput(duration from, duration to) const {
    measure::statistics shares;
    for (const measure::windows& one : over_time) {
      const auto per_second = [&one](duration a, duration b) {
        return static_cast<double>(one.within(a, b).commits) / measure::in_seconds(b - a);
      };
      shares.add(measure::plain(per_second(from, to) / per_second(0s, 25s)));
    }
    return shares.result().ci95.value();
  }
};

std::vector<storm> storms(std::uint32_t replications) {
  const scenario s = load("retry-storm", {.replications = replications});
  const sim::scenario_model& model = s.points.at(0).model;
  std::vector<std::vector<measure::observation>> seen(model.policies.size());
  std::vector<storm> made;
  for (const sim::policy_model& p : model.policies) {
    made.push_back({.policy = p.name});
    made.back().over_time.resize(replications);
    seen[made.size() - 1].resize(replications);
  }
  sim::run_replications(model, {.jobs = 2}, [&](const sim::finished_replication& r) {
    seen[r.policy][r.replication] = measure::observe(r.tally);
    made[r.policy].over_time[r.replication] = r.tally.over_time;
  });
  for (std::size_t p = 0; p < made.size(); ++p)
    for (const measure::observation& one : seen[p]) made[p].all.add(one);
  return made;
}

BOOST_AUTO_TEST_CASE(retry_storm_shows_a_failure_that_only_the_guarded_come_back_from) {
  const std::vector<storm> all = storms(10);
  const measure::estimate::interval unguarded = all[0].all.of("goodput").ci95.value();
  for (const storm& s : all) {
    const measure::estimate found_back = s.all.of("recovered");
    const measure::estimate after = s.all.of("recovery_time");
    if (s.policy == "unguarded") {
      // In the first two seconds it works off what the fault has left.
      for (duration from = 32s; from < 85s; from += 2s)
        BOOST_TEST(s.goodput(from, std::min<duration>(from + 2s, 85s)).second < 0.5,
                   "from " << from / 1s << " s on");
      BOOST_TEST(found_back.mean.value() == 0.0);
      BOOST_TEST(!after.mean.has_value());
    } else {
      BOOST_TEST(s.goodput(45s, 85s).first > 0.9, s.policy);
      BOOST_TEST(found_back.mean.value() == 1.0, s.policy);
      BOOST_TEST(after.ci95.value().second < 15.0, s.policy);
      BOOST_TEST(unguarded.second < s.all.of("goodput").ci95.value().first, s.policy);
    }
  }
}

BOOST_AUTO_TEST_CASE(many_tenants_shows_the_hot_one_in_the_tail_only) {
  const sim::comparison result = simulate(shortened("many-tenants"));
  const sim::comparison even = simulate(shortened("many-tenants", R"(/workload/keys="uniform")"));
  const double median = mean(result, "none", "latency.p50");
  for (const measure::policy_result& p : result.policies) {
    BOOST_TEST(std::abs(p.find("latency.p50")->mean.value() / median - 1) < 0.2, p.name);
    BOOST_TEST(p.find("latency.p99")->mean.value() > 3 * median, p.name);
    BOOST_TEST(mean(even, p.name, "conflicts") < 0.01 * p.find("conflicts")->mean.value(), p.name);
    BOOST_TEST(mean(even, p.name, "latency.p99") < 1.5 * median, p.name);
  }
  BOOST_TEST(mean(result, "exponential", "latency.p99") > 5 * mean(result, "none", "latency.p99"));
}

BOOST_AUTO_TEST_CASE(checkout_shows_users_beside_a_batch) {
  const sim::comparison result = simulate(shortened("checkout"));
  const sim::comparison alone =
      simulate(shortened("checkout", R"(/workload/groups/batch/arrivals={"burst":{}})"));
  for (const measure::policy_result& p : result.policies) {
    const auto of = [&p](const char* metric) { return p.find(metric)->mean.value(); };
    BOOST_TEST(of("commits{group:batch}") > 1.3 * of("commits{group:users}"), p.name);
    BOOST_TEST(
        of("conflict_rate{group:users}") > 2 * mean(alone, p.name, "conflict_rate{group:users}"),
        p.name);
  }
  BOOST_TEST(mean(result, "none", "latency.p99{group:users}") >
             1.25 * mean(result, "exponential", "latency.p99{group:users}"));
  BOOST_TEST(mean(result, "none", "appends_per_commit") >
             2 * mean(result, "exponential", "appends_per_commit"));
}

BOOST_AUTO_TEST_CASE(background_queue_shows_depth_age_and_what_callers_see) {
  const sim::comparison result = simulate(load("background-queue", {.replications = 4}));
  for (const measure::invariant& i : result.invariants) BOOST_TEST(i.held, i.detail);
  // Who waits, waits for the outage; who defers sees a timeout at the most.
  BOOST_TEST(mean(result, "waiting", "latency.max") > 4.5);
  BOOST_TEST(mean(result, "eventual", "latency.max") < 0.4);
  BOOST_TEST(mean(result, "eventual", "deferred") > 800.0);
  BOOST_TEST(mean(result, "eventual", "dead_letters") == 0.0);
  BOOST_TEST(mean(result, "eventual", "background_commits") ==
             mean(result, "eventual", "deferred"));
  // 200 operations a second for five seconds, on four nodes.
  BOOST_TEST(mean(result, "eventual", "queue_depth.max") > 200.0);
  BOOST_TEST(mean(result, "eventual", "queue_depth.max") < 400.0);
  BOOST_TEST(mean(result, "eventual", "queue_age.max") > 4.5);
  BOOST_TEST(mean(result, "eventual", "deferred_delay") > 1.0);
  BOOST_TEST(mean(result, "eventual, small", "queue_depth.max") == 50.0);
  BOOST_TEST(mean(result, "eventual, small", "rejected") > 300.0);
  BOOST_TEST(mean(result, "eventual, small", "latency.max") < 0.5);
  for (const measure::policy_result& p : result.policies)
    BOOST_TEST((p.find("queue_depth") == nullptr) == (p.name == "waiting"));
}

BOOST_AUTO_TEST_SUITE_END()
