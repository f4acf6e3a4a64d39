// Where attempts went, how many retried, the worst moment: on lock-step runs, whose course is known
// exactly, and by conservation on random ones.
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "sim/models.hpp"
#include <contend/sim/compare.hpp>

using namespace contend::sim;
using json = nlohmann::ordered_json;

namespace {

/// Writers in lock-step: constant hops of 10 ms, no backoff, so each round one of them commits.
scenario_model lock_step(std::uint32_t writers) {
  scenario_model m = reference_experiment(writers);
  m.network.hop = constant{10ms};
  m.policies.resize(1);
  m.replications = 2;
  return m;
}

std::uint64_t at(const json& attempts, const char* fate, std::size_t i) {
  const json& counts = attempts.at(fate);
  return i < counts.size() ? counts[i].get<std::uint64_t>() : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(anatomy)

BOOST_AUTO_TEST_CASE(in_lock_step_each_round_commits_one_and_sends_back_the_rest) {
  const json attempts = compare(lock_step(5), {}).policies[0].attempts;
  for (std::size_t i = 0; i < 5; ++i) {
    BOOST_TEST(at(attempts, "committed", i) == 2U);  // of two replications
    BOOST_TEST(at(attempts, "conflicts", i) == 2 * (4 - i));
  }
}

BOOST_AUTO_TEST_CASE(whoever_does_not_commit_is_found_again_in_the_next_attempt) {
  scenario_model m = reference_experiment(40);
  m.replications = 20;
  for (policy_model& p : m.policies) p.limits.attempts = 6;
  for (const auto& policy : compare(m, {}).policies) {
    const json& a = policy.attempts;
    const auto sum = [&](std::initializer_list<const char*> fates, std::size_t i) {
      return std::accumulate(
          fates.begin(), fates.end(), std::uint64_t{0},
          [&](std::uint64_t all, const char* fate) { return all + at(a, fate, i); });
    };
    BOOST_TEST(sum({"committed", "conflicts", "failed", "refused", "abandoned"}, 0) == 40U * 20);
    for (std::size_t i = 0; i < 6; ++i)
      BOOST_TEST(sum({"conflicts", "failed"}, i) ==
                 sum({"committed", "conflicts", "failed", "refused", "abandoned"}, i + 1));
    BOOST_TEST(at(a, "abandoned", 6) > 0U);
  }
}

BOOST_AUTO_TEST_CASE(whoever_has_met_a_conflict_retries_until_its_end) {
  // Rounds of 40 ms: three writers retry for two of them, and so on; the answer to the k-th round
  // comes at 40·k ms.
  const json series = compare(lock_step(4), {}).policies[0].series;
  double seconds = 0;
  const double step = series["step"].get<double>();
  double left = 0.160;
  for (const json& retrying : series["retrying"]) {
    seconds += retrying.get<double>() * std::min(step, left);
    left -= step;
  }
  BOOST_TEST(seconds == 0.040 * (3 + 2 + 1), boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_worst_moment_shows_who_lost_to_whom) {
  const json moment = compare(lock_step(4), {}).policies[0].worst_moment;
  BOOST_TEST(moment["from"] == 0);
  BOOST_TEST(moment["to"] == 0.16);
  BOOST_TEST(moment["conflicts"] == 6U);
  const json& attempts = moment["attempts"];
  BOOST_TEST_REQUIRE(attempts.size() == 10U);
  BOOST_TEST(attempts[0]["outcome"] == "committed");
  for (std::size_t i = 1; i < 4; ++i) {
    BOOST_TEST(attempts[i]["outcome"] == "conflict");
    BOOST_TEST(attempts[i]["lost_to"] == 0U);
    BOOST_TEST(attempts[i]["read"] == 0.010);
    BOOST_TEST(attempts[i]["append"] == 0.030);
  }
  BOOST_TEST(attempts[4]["attempt"] == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
