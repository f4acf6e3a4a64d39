// Thresholds from files and from the command line: what they are read as, their mistakes with
// places, and their verdicts on made-up estimates.
#include <string>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/scenarios/thresholds.hpp>

using namespace contend;
using namespace contend::scenarios;

namespace {

const std::string swept = R"("sweep": { "/workload/writers": [1, 5] }, )";

scenario with(const std::string& threshold) {
  return read_scenario(small(swept), "x.json", {.thresholds = {threshold}});
}

std::string wrong(const std::string& threshold) {
  return mistakes(small(swept), {.thresholds = {threshold}});
}

/// One point with one policy "a" whose conflict rate is known with this interval.
std::vector<measure::point> came_out(double low, double high) {
  const measure::estimate e{
      .mean = (low + high) / 2, .stddev = 1, .ci95 = std::pair{low, high}, .replications = 9};
  measure::point p{.policies = {{.name = "a", .metrics = {{"conflict_rate", e}}}}};
  p.sweep["/workload/writers"] = 5;
  return {p};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string verdict_of(const std::string& threshold, const std::vector<measure::point>& points) {
  return judge(with(threshold).thresholds, points).at(0).verdict;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_thresholds)

BOOST_AUTO_TEST_CASE(the_command_line_and_the_file_say_the_same) {
  const scenario flag = with(R"(conflict_rate<5% for "a" at /workload/writers=5)");
  const scenario file = read_scenario(
      small(swept + R"("thresholds": [ { "metric": "conflict_rate", "policy": "a", "below": "5%",
                       "at": { "/workload/writers": 5 } } ], )"),
      "x.json");
  for (const scenario& s : {flag, file}) {
    const threshold& t = s.thresholds.at(0);
    BOOST_TEST(t.text == R"(conflict_rate < 5% for "a" at /workload/writers=5)");
    BOOST_TEST(t.policy == "a");
    BOOST_TEST(t.below);
    BOOST_TEST(t.limit == 0.05);
  }
  BOOST_TEST((config::to_text(flag.resolved) == config::to_text(file.resolved)));
}

BOOST_AUTO_TEST_CASE(limits_are_in_the_unit_of_their_metric) {
  BOOST_TEST(with("latency.p99 < 250ms").thresholds.at(0).limit == 0.25);
  BOOST_TEST(with("goodput > 30/s for a").thresholds.at(0).limit == 30);
  BOOST_TEST(with("fairness_jain > 0.9").thresholds.at(0).limit == 0.9);
  BOOST_TEST(with("commits > 5").thresholds.at(0).limit == 5);
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_where_they_stand) {
  const std::string form =
      " a threshold is written METRIC < VALUE or METRIC > VALUE [for example: "
      "conflict_rate < 5% for \"full jitter\" at /workload/writers=50]\n";
  BOOST_TEST(wrong("conflict_rate") == "--threshold:1:14:" + form);
  BOOST_TEST(wrong("conflict_rate <= 5%") ==
             "--threshold:1:16: a threshold is written with < or > alone [an interval that touches "
             "its limit is inconclusive either way]\n");
  BOOST_TEST(wrong("conflict_rate < ") == "--threshold:1:17:" + form);
  BOOST_TEST(wrong("conflict_rate < 5% of a") == "--threshold:1:20:" + form);
  BOOST_TEST(
      wrong("conflictrate < 5%") ==
      "--threshold:1:1: unknown metric \"conflictrate\" [did you mean \"conflict_rate\"?]\n");
  BOOST_TEST(wrong("p99 < 5s") ==
             "--threshold:1:1: unknown metric \"p99\" [did you mean \"latency.p99\"?]\n");
  BOOST_TEST(wrong("blah < 5s") ==
             "--threshold:1:1: unknown metric \"blah\" [`contend list metrics` shows them all]\n");
  BOOST_TEST(wrong("latency.p99 < 5") ==
             "--threshold:1:15: a duration needs a unit: \"5s\" or \"5ms\"\n");
  BOOST_TEST(wrong("conflict_rate < 5% for \"c\"") ==
             "--threshold:1:25: unknown policy \"c\" [one of: \"a\", \"b\"]\n");
  BOOST_TEST(wrong("conflict_rate < 5% at /workload/writers=7") ==
             "--threshold:1:41: the scenario is never run at /workload/writers = 7 [a value of its "
             "\"sweep\"]\n");
  BOOST_TEST(mistakes(small(R"("thresholds": [ { "metric": "commits" } ], )")) ==
             "x.json:3:19: a threshold is either \"below\" or \"above\" something [for example "
             "\"below\": \"5%\"]\n");
}

BOOST_AUTO_TEST_CASE(the_interval_decides) {
  BOOST_TEST(verdict_of("conflict_rate < 5%", came_out(0.03, 0.04)) == "passed");
  BOOST_TEST(verdict_of("conflict_rate < 5%", came_out(0.04, 0.06)) == "inconclusive");
  BOOST_TEST(verdict_of("conflict_rate < 5%", came_out(0.06, 0.07)) == "failed");
  BOOST_TEST(verdict_of("conflict_rate > 5%", came_out(0.06, 0.07)) == "passed");
  BOOST_TEST(verdict_of("conflict_rate > 5%", came_out(0.01, 0.02)) == "failed");
  BOOST_TEST(verdict_of("conflict_rate < 5%", came_out(0.05, 0.05)) == "failed");
}

BOOST_AUTO_TEST_CASE(a_time_that_never_came_in_a_replication_is_on_neither_side) {
  const auto judged = [](const std::string& threshold, const char* due, std::uint64_t of,
                         const measure::estimate& came) {
    const std::string metric = threshold.substr(0, threshold.find(' '));
    const measure::policy_result a{
        .name = "a", .metrics = {{due, measure::estimate_of(1, 0, of)}, {metric, came}}};
    const scenario s = read_scenario(small(), "x.json", {.thresholds = {threshold}});
    return judge(s.thresholds, {{.policies = {a}}}).at(0);
  };
  const measure::estimate none{};
  const measure::estimate two = measure::estimate_of(3, 0.01, 2);
  const measure::estimate all = measure::estimate_of(3, 0.01, 30);
  BOOST_TEST(judged("recovery_time < 15s", "recovered", 30, all).verdict == "passed");
  for (const char* metric : {"recovery_time", "makespan", "drain_time"})
    for (const char* limit : {" < 15s", " > 1s"}) {
      const char* due = metric == std::string{"recovery_time"} ? "recovered" : "operations";
      BOOST_TEST(judged(metric + std::string{limit}, due, 30, none).verdict == "failed");
      BOOST_TEST(judged(metric + std::string{limit}, due, 30, two).verdict == "failed");
    }
  BOOST_TEST(judged("recovery_time < 15s", "recovered", 30, none).detail ==
             "\"a\": no value in 30 of 30 replications");
  BOOST_TEST(judged("recovery_time < 15s", "recovered", 30, two).detail ==
             "\"a\": no value in 28 of 30 replications, else 3 s [2.91 s, 3.09 s]");
  // Without a fault there is nothing that could have been missed.
  BOOST_TEST(judged("recovery_time < 15s", "recovered", 0, none).verdict == "inconclusive");
  // Of other metrics, null is no bad news.
  BOOST_TEST(judged("deferred_delay < 15s", "operations", 30, all).verdict == "passed");
  BOOST_TEST(judged("deferred_delay < 15s", "operations", 30, two).verdict == "passed");
}

BOOST_AUTO_TEST_CASE(a_makespan_is_of_runs_until_drained_only) {
  const auto of = [](const std::string& more) {
    return mistakes(
        R"({ "run": { "for": "1s" }, )" + more + R"("policies": { "a": { "backoff": "none" } } })",
        {.thresholds = {"makespan < 1s"}});
  };
  BOOST_TEST(
      of("") ==
      "--threshold:1:1: \"makespan\" is of a run until it drains, and this one is for a time "
      "[did you mean \"drain_time\"?]\n");
  BOOST_TEST(of(R"("sweep": { "/run": [ { "until": "drained" } ] }, )") == "");
}

BOOST_AUTO_TEST_CASE(what_is_inconclusive_says_how_many_replications_would_tell) {
  const auto detail_of = [](double mean, double stddev, std::uint64_t replications) {
    std::vector<measure::point> points = came_out(0, 0);
    points[0].policies[0].metrics[0].value = measure::estimate_of(mean, stddev, replications);
    return judge(with("conflict_rate < 5%").thresholds, points).at(0).detail;
  };
  // t(n − 1) · 0.02 / √n is at most 0.004 from n = 99 on.
  BOOST_TEST(detail_of(0.046, 0.02, 30) ==
             "\"a\" at writers=5: 4.6 % [3.853 %, 5.347 %]; about 69 more replications "
             "would tell");
  BOOST_TEST(
      detail_of(0.05, 0.02, 30)
          .ends_with(
              "so close to the limit that even ten thousand more replications would hardly tell"));
  BOOST_TEST(!contains(detail_of(0.04, 0.002, 30), "would tell"));
}

BOOST_AUTO_TEST_CASE(what_was_not_run_is_inconclusive) {
  BOOST_TEST(verdict_of("conflict_rate < 5% for b", came_out(0, 0)) == "inconclusive");
  BOOST_TEST(verdict_of("conflict_rate < 5% at /workload/writers=1", came_out(0, 0)) ==
             "inconclusive");
  BOOST_TEST(verdict_of("conflict_rate < 5%", {}) == "inconclusive");
}

BOOST_AUTO_TEST_CASE(a_policy_that_was_not_asked_for_leaves_its_threshold_inconclusive) {
  const scenario some =
      read_scenario(small(), "x.json", {.thresholds = {"commits > 5 for b"}, .policies = {"a"}});
  const auto judged = judge(some.thresholds, came_out(0, 0));
  BOOST_TEST_REQUIRE(judged.size() == 1U);
  BOOST_TEST(judged[0].verdict == "inconclusive");
  BOOST_TEST(judged[0].detail == "nothing it is about was run");
}

BOOST_AUTO_TEST_CASE(the_worst_of_several_counts_and_is_told) {
  std::vector<measure::point> points = came_out(0.01, 0.02);
  points.push_back(came_out(0.2, 0.3).front());
  const measure::threshold t = judge(with("conflict_rate < 5%").thresholds, points).at(0);
  BOOST_TEST(t.verdict == "failed");
  BOOST_TEST(t.detail == "\"a\" at writers=5: 25 % [20 %, 30 %]");
}

BOOST_AUTO_TEST_CASE(axes_that_end_alike_are_told_apart_by_their_whole_pointers) {
  std::vector<measure::point> points = came_out(0.2, 0.3);
  points[0].sweep["/policies/a/limits/attempts"] = 2;
  points[0].sweep["/policies/b/limits/attempts"] = 3;
  const std::string detail = judge(with("conflict_rate < 5%").thresholds, points).at(0).detail;
  BOOST_TEST(contains(detail, "/policies/a/limits/attempts=2"), detail);
  BOOST_TEST(contains(detail, "/policies/b/limits/attempts=3"), detail);
  BOOST_TEST(contains(detail, " writers=5"), detail);
}

BOOST_AUTO_TEST_CASE(what_is_swept_of_a_group_is_called_by_the_groups_name) {
  std::vector<measure::point> points = came_out(0.2, 0.3);
  points[0].sweep["/workload/groups/users/writers"] = 2;
  points[0].sweep["/workload/groups/users/network/hop"] = "3ms";
  const std::string detail = judge(with("conflict_rate < 5%").thresholds, points).at(0).detail;
  BOOST_TEST(contains(detail, " writers=5, users/writers=2, users/…/hop=3ms: "), detail);
}

BOOST_AUTO_TEST_CASE(a_time_is_told_in_a_unit_that_suits_it) {
  const auto detail_of = [](double low, double high) {
    std::vector<measure::point> points = came_out(low, high);
    points[0].policies[0].metrics[0].name = "latency.p99";
    return judge(with("latency.p99 < 1us for a").thresholds, points).at(0).detail;
  };
  BOOST_TEST(detail_of(0.06003, 0.06409) == "\"a\" at writers=5: 62.06 ms [60.03 ms, 64.09 ms]");
  BOOST_TEST(detail_of(0.00003, 0.00005) == "\"a\" at writers=5: 40 us [30 us, 50 us]");
  BOOST_TEST(detail_of(2, 4) == "\"a\" at writers=5: 3 s [2 s, 4 s]");
}

BOOST_AUTO_TEST_CASE(a_threshold_may_be_of_one_group_of_writers) {
  const std::string groups = R"("workload": { "groups": { "the users": {}, "batch": {} } }, )";
  const auto one = [&](const std::string& threshold) {
    return read_scenario(small(groups), "x.json", {.thresholds = {threshold}}).thresholds.at(0);
  };
  const threshold users = one("latency.p99{group:the users} < 1s for a");
  BOOST_TEST(users.metric->name == "latency.p99");
  BOOST_TEST(users.group == "the users");
  BOOST_TEST(users.text == R"(latency.p99{group:the users} < 1s for "a")");
  BOOST_TEST(one("latency.p99 < 1s").group == "");

  const auto mistake = [&](const std::string& threshold) {
    return mistakes(small(groups), {.thresholds = {threshold}});
  };
  BOOST_TEST(mistake("latency.p99{group:bach} < 1s") ==
             "--threshold:1:1: unknown group \"bach\" [did you mean \"batch\"?]\n");
  BOOST_TEST(mistake("window_use{group:batch} < 1") ==
             "--threshold:1:1: \"window_use\" is of all writers, not of a group\n");
  BOOST_TEST(wrong("goodput{group:batch} > 1/s") ==
             "--threshold:1:1: unknown group \"batch\" [the workload has no groups]\n");
  BOOST_TEST(
      mistake("goodput{group:batch > 1/s").find("--threshold:1:26: a threshold is written") == 0U);

  const measure::estimate slow{
      .mean = 2, .stddev = 0, .ci95 = std::pair{2.0, 2.0}, .replications = 9};
  const measure::estimate fast{
      .mean = 0.5, .stddev = 0, .ci95 = std::pair{0.5, 0.5}, .replications = 9};
  const measure::point p{
      .policies = {{.name = "a",
                    .metrics = {{"latency.p99", slow}, {"latency.p99{group:the users}", fast}}}}};
  BOOST_TEST(judge({users}, {p}).at(0).verdict == "passed");
  BOOST_TEST(judge({one("latency.p99 < 1s for a")}, {p}).at(0).verdict == "failed");
}

BOOST_AUTO_TEST_SUITE_END()
