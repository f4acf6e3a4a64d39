// Thresholds, precision and the plan of a run, as a script meets them: flags, exit status, streams.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;
using nlohmann::json;

namespace {

finished quick(const std::vector<std::string>& more) {
  std::vector<std::string> all{
      "run",       "aws-backoff", "--replications",       "8",        "--set",
      "/sweep={}", "--set",       "/workload/writers=10", "--policy", "full",
      "--policy",  "none",        "--threshold"};
  all.insert(all.end(), more.begin(), more.end());
  return call_contend(all);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(thresholds)

BOOST_AUTO_TEST_CASE(a_threshold_that_passes_is_status_0) {
  const finished f = quick({"commits > 9", "--format", "json"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.err == "");
  const json judged = json::parse(f.out)["thresholds"];
  BOOST_TEST(judged == (json{{{"text", "commits > 9"}, {"verdict", "passed"}}}));
}

BOOST_AUTO_TEST_CASE(a_threshold_that_fails_is_status_10_and_says_what_came_out) {
  const finished f = quick({"conflict_rate < 5%", "--threshold", "commits > 9"});
  BOOST_TEST(f.code == 10);
  BOOST_TEST(contains(f.err, "contend: threshold failed: conflict_rate < 5%: \"none\": "));
  BOOST_TEST(contains(f.out, "passed: commits > 9"));
  BOOST_TEST(contains(f.out, "failed: conflict_rate < 5%"));
}

BOOST_AUTO_TEST_CASE(a_time_that_never_comes_fails_its_threshold_and_is_said_in_the_table) {
  const auto ended_at = [](const std::string& latest) {
    return quick({"makespan < 1h for full", "--set", "/run/at_most=" + latest});
  };
  BOOST_TEST(ended_at("1h").code == 0);
  const finished some = ended_at("470ms");
  BOOST_TEST(some.code == 10);
  BOOST_TEST(contains(some.err, "\"full\": no value in "), some.err);
  BOOST_TEST(contains(some.err, " of 8 replications, else "), some.err);
  BOOST_TEST(contains(some.out, " of 8"), some.out);
  const finished never = ended_at("50ms");
  BOOST_TEST(never.code == 10);
  BOOST_TEST(contains(never.err, "\"full\": no value in 8 of 8 replications\n"), never.err);
}

BOOST_AUTO_TEST_CASE(an_inconclusive_one_is_said_loudly_and_is_status_12_when_strict) {
  // Nothing can be told from one replication.
  const finished f = quick({"commits > 9", "--replications", "1"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.err, "contend: threshold inconclusive: commits > 9"));
  BOOST_TEST(contains(f.err, "contend: 1 threshold is inconclusive"));
  BOOST_TEST(quick({"commits > 9", "--replications", "1", "--strict"}).code == 12);
}

BOOST_AUTO_TEST_CASE(one_of_a_policy_that_was_left_out_is_said_once_and_asks_for_no_replications) {
  const finished f = quick({"commits > 9 for \"equal\""});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.err == "");
  BOOST_TEST(
      contains(f.out, "inconclusive: commits > 9 for \"equal\" (nothing it is about was run)"));
  BOOST_TEST(quick({"commits > 9 for \"equal\"", "--strict"}).code == 12);
  const finished json_out = quick({"commits > 9 for \"equal\"", "--format", "json"});
  BOOST_TEST(contains(json_out.err, "nothing it is about was run"));
  BOOST_TEST(!contains(json_out.err, "would tell"));
}

BOOST_AUTO_TEST_CASE(a_mistaken_threshold_is_status_3_with_its_place) {
  const finished f = quick({"comits > 9"});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(contains(f.err, "--threshold:1:1: error: unknown metric \"comits\""));
  BOOST_TEST(contains(f.err, "did you mean \"commits\"?"));
}

BOOST_AUTO_TEST_CASE(junit_is_one_document_for_several_scenarios) {
  const finished f = call_contend({"run", "aws-backoff", "aws-backoff", "--replications", "2",
                                   "--format", "junit", "--threshold", "commits > 0"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out.starts_with("<?xml"));
  BOOST_TEST(f.out.ends_with("</testsuites>\n"));
  BOOST_TEST(f.out.find("<?xml", 1) == std::string::npos);
  BOOST_TEST(contains(f.out, "classname=\"aws-backoff.thresholds\" name=\"commits &gt; 0\"/>"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_checks_and_says_what_would_be_run_and_writes_nothing) {
  const folder here;
  const finished f = call_contend(
      {"run", "aws-backoff", "hot-key", "--dry-run", "--out", "out", "--threshold", "commits > 0"},
      {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out ==
             "aws-backoff: 5 policies x 4 points x 1000 replications = 20000 runs\n"
             "  threshold commits > 0\n"
             "hot-key: 5 policies x 30 replications = 150 runs\n"
             "  threshold commits > 0\n");
  BOOST_TEST(std::filesystem::is_empty(here.path()));
}

BOOST_AUTO_TEST_CASE(verbose_says_the_plan_on_standard_error_before_it_is_run) {
  const auto said = [](const char* flag) {
    return call_contend({"run", "aws-backoff", "--replications", "1", flag}).err;
  };
  const std::string plan = "aws-backoff: 5 policies x 4 points x 1 replication = 20 runs\n";
  BOOST_TEST(said("-v") == plan);
  BOOST_TEST(said("--verbose") == plan);
  BOOST_TEST(said("-q") == "");
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_where_nothing_could_be_written) {
  const folder here;
  std::ofstream{here.path() / "file"} << "x";
  const finished f =
      call_contend({"run", "uniform", "--dry-run", "--out", "file/below"}, {.folder = here.path()});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "--out: cannot write to file/below: Not a directory"), f.err);
}

BOOST_AUTO_TEST_CASE(two_scenarios_of_one_name_are_refused_before_anything_is_made) {
  const folder here;
  const finished f =
      call_contend({"run", "uniform", "uniform", "--out", "out"}, {.folder = here.path()});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "two scenarios would write to out/uniform"), f.err);
  BOOST_TEST(std::filesystem::is_empty(here.path()));
}

BOOST_AUTO_TEST_CASE(until_ci_replicates_until_every_interval_is_narrow_enough) {
  const auto result = [](const std::string& jobs) {
    const finished f = call_contend({"run", "aws-backoff", "--replications", "4", "--until-ci",
                                     "4%", "--format", "json", "--jobs", jobs});
    BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
    return json::parse(f.out);
  };
  const json one = result("1");
  BOOST_TEST(one["digest"] == result("3")["digest"]);
  bool more = false;
  for (const json& point : one["points"])
    for (const json& policy : point["policies"]) {
      const json& e = policy["metrics"]["makespan"];
      const double half = (e["ci95"][1].get<double>() - e["ci95"][0].get<double>()) / 2;
      BOOST_TEST(half <= 0.04 * e["mean"].get<double>());
      more = more || e["replications"] > 4;
    }
  BOOST_TEST(more);
}

BOOST_AUTO_TEST_CASE(until_ci_says_where_there_is_nothing_to_be_precise_about) {
  const finished f = call_contend({"run", "aws-backoff", "--replications", "3", "--until-ci",
                                   "2% of recovery_time", "--policy", "full", "--set",
                                   R"(/sweep={"/workload/writers":[2,3]})"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.err,
                      "contend: --until-ci: recovery_time of \"full\" has no value, or is 0, "
                      "at 2 of 2 points"),
             f.err);
}

BOOST_AUTO_TEST_CASE(until_ci_takes_a_share_and_a_metric) {
  for (const auto& [value, message] : std::vector<std::pair<std::string, std::string>>{
           {"2", "\"2\" is no share"},
           {"2% of latncy.p99", "unknown metric \"latncy.p99\"; did you mean \"latency.p99\"?"}}) {
    const finished f = call_contend({"run", "hot-key", "--until-ci", value});
    BOOST_TEST(f.code == 2);
    BOOST_TEST(contains(f.err, "--until-ci: " + message), f.err);
  }
}

BOOST_AUTO_TEST_SUITE_END()
