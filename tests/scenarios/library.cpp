// Each shipped scenario is loaded and simulated with a fixed seed, and must show what its
// description says. Short runs: the effects are many times larger than the noise.
#include <cmath>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <contend/policies/config/node.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/sim/compare.hpp>

using namespace contend;
using namespace contend::scenarios;

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

/// A minute is more than the effects need.
scenario shortened(const std::string& name) {
  return load(name,
              {.settings = {"/run={\"for\": \"10s\", \"warmup\": \"1s\"}"}, .replications = 2});
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
  for (const measure::policy_result& p : result.policies) {
    BOOST_TEST(p.find("latency.p50")->mean.value() < 0.12, p.name);
    BOOST_TEST(p.find("latency.p99")->mean.value() > 3 * p.find("latency.p50")->mean.value(),
               p.name);
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
  const double at_once = mean(result, "none", "fairness_jain");
  BOOST_TEST((at_once > 0.53 && at_once < 0.9));
  BOOST_TEST(mean(result, "exponential", "fairness_jain") < at_once - 0.02);
  BOOST_TEST(mean(result, "none", "starvation_max") > 10.0);
}

/// Goodput over the last `seconds` of the run against its mean before the fault, by the series.
double goodput_at_the_end(const measure::policy_result& p, std::size_t seconds, double before) {
  const auto& goodput = p.series["goodput"];
  double sum = 0;
  for (std::size_t i = goodput.size() - seconds; i < goodput.size(); ++i)
    sum += goodput[i].get<double>();
  return sum / static_cast<double>(seconds) / before;
}

BOOST_AUTO_TEST_CASE(retry_storm_shows_a_failure_that_only_the_guarded_come_back_from) {
  const sim::comparison result = simulate(load("retry-storm", {.replications = 10}));
  BOOST_REQUIRE(result.policies[0].series["step"] == 2.0);
  for (const measure::policy_result& p : result.policies) {
    // Steps of two seconds from the warm-up on: the fault begins after 25 s and ends after 30 s.
    double before = 0;
    for (std::size_t i = 0; i < 12; ++i) before += p.series["goodput"][i].get<double>() / 12;
    BOOST_TEST(std::abs(before - 70) < 3, p.name);
    if (p.name == "unguarded") {
      for (std::size_t i = 16; i < p.series["goodput"].size(); ++i)
        BOOST_TEST(p.series["goodput"][i].get<double>() < before / 2, "step " << i);
      BOOST_TEST(p.find("recovered")->mean.value() == 0.0);
      BOOST_TEST(!p.find("recovery_time")->mean.has_value());
    } else {
      BOOST_TEST(goodput_at_the_end(p, 10, before) > 0.9, p.name);
      BOOST_TEST(p.find("recovered")->mean.value() == 1.0, p.name);
      const measure::estimate& time = *p.find("recovery_time");
      BOOST_TEST(time.ci95.value().second < 15.0, p.name);
    }
  }
  const auto& storm = result.policies[0].find("goodput")->ci95.value();
  BOOST_TEST(storm.second < result.policies[1].find("goodput")->ci95.value().first);
}

BOOST_AUTO_TEST_CASE(many_tenants_shows_the_hot_one_in_the_tail_only) {
  const sim::comparison result = simulate(shortened("many-tenants"));
  const double median = mean(result, "none", "latency.p50");
  for (const measure::policy_result& p : result.policies) {
    BOOST_TEST(std::abs(p.find("latency.p50")->mean.value() / median - 1) < 0.2, p.name);
    BOOST_TEST(p.find("latency.p99")->mean.value() > 3 * median, p.name);
  }
}

BOOST_AUTO_TEST_CASE(checkout_shows_users_beside_a_batch) {
  const sim::comparison result = simulate(shortened("checkout"));
  const sim::comparison alone =
      simulate(load("checkout", {.settings = {R"(/workload/groups/batch/arrivals={"burst":{}})",
                                              R"(/run={"for": "10s", "warmup": "1s"})"},
                                 .replications = 2}));
  // 60 operations a second are the users'; the batch makes the others.
  BOOST_TEST(mean(result, "none", "goodput") > 2 * 60.0);
  BOOST_TEST(mean(result, "none", "conflict_rate") > 1.3 * mean(alone, "none", "conflict_rate"));
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
