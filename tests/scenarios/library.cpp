// Each shipped scenario is loaded and simulated with a fixed seed, and must show what its
// description says. Short runs: the effects are many times larger than the noise.
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
  BOOST_TEST(library().size() >= 4U);
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

BOOST_AUTO_TEST_SUITE_END()
