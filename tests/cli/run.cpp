// `contend run` as a process, on shipped scenarios cut short and on a file of the test's own: what
// goes to which stream, what is written where, and that threads leave no trace in it.
#include <algorithm>
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

/// `contend run` of a scenario that takes milliseconds, with `more` behind it.
std::vector<std::string> quick(const std::vector<std::string>& more) {
  std::vector<std::string> all{"run",   "aws-backoff", "--replications", "4",
                               "--set", "/sweep={}",   "--set",          "/workload/writers=10"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

json result_of(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = quick(more);
  arguments.insert(arguments.end(), {"--format", "json"});
  const finished f = call_contend(arguments);
  BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
  return json::parse(f.out);
}

std::vector<std::string> policies_of(const json& result) {
  std::vector<std::string> names;
  for (const json& policy : result["points"][0]["policies"]) names.push_back(policy["name"]);
  return names;
}

std::vector<std::string> files_in(const std::filesystem::path& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{path})
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(path).string());
  std::ranges::sort(names);
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run)

BOOST_AUTO_TEST_CASE(the_table_goes_to_standard_output_and_nothing_else_anywhere) {
  const folder here;
  const finished f = call_contend(quick({}), {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "decorrelated"));
  BOOST_TEST(contains(f.out, "makespan"));
  BOOST_TEST(f.err == "");
  BOOST_TEST(files_in(here.path()).empty());
}

BOOST_AUTO_TEST_CASE(any_number_of_jobs_gives_the_same_bytes) {
  for (const char* format : {"table", "json", "csv", "markdown"}) {
    const auto out = [format](const char* jobs) {
      std::string text = call_contend(quick({"--format", format, "--jobs", jobs})).out;
      // Both name the command, and so the jobs.
      return text.substr(0, std::min(text.find("rovenance"), text.find("to have it again")));
    };
    BOOST_TEST(out("1") != "");
    BOOST_TEST(out("2") == out("1"));
    BOOST_TEST(out("3") == out("1"));
  }
}

BOOST_AUTO_TEST_CASE(the_digest_depends_on_the_seed_and_on_nothing_that_leaves_the_run_alone) {
  const json one = result_of({"--jobs", "1"});
  BOOST_TEST(one["digest"].get<std::string>().size() >= 64U);
  BOOST_TEST(one["digest"] == result_of({"--jobs", "3"})["digest"]);
  BOOST_TEST(one["digest"] == result_of({"--seed", "1"})["digest"]);
  BOOST_TEST(one["digest"] != result_of({"--seed", "2"})["digest"]);
}

BOOST_AUTO_TEST_CASE(policies_are_chosen_by_name_in_the_order_of_the_scenario) {
  const auto names = policies_of(result_of({"--policy", "full", "--policy", "none"}));
  BOOST_TEST(names == (std::vector<std::string>{"none", "full"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(leaving_policies_out_changes_nothing_for_the_others) {
  const json all = result_of({});
  const json one = result_of({"--policy", "full"});
  for (const json& policy : all["points"][0]["policies"])
    if (policy["name"] == "full") BOOST_TEST(policy == one["points"][0]["policies"][0]);
}

BOOST_AUTO_TEST_CASE(settings_change_the_scenario_and_are_in_the_result) {
  const json result = result_of({"--set", "/workload/writers=3", "--set", "/network/hop=7ms",
                                 "--policy", "none", "--seed", "9"});
  const json& scenario = result["scenario"];
  BOOST_TEST(scenario["workload"]["writers"] == 3);
  BOOST_TEST(scenario["seed"] == 9);
  BOOST_TEST(scenario["replications"] == 4);
  const json& metrics = result["points"][0]["policies"][0]["metrics"];
  BOOST_TEST(metrics["commits"]["mean"] == 3);
  // Three writers in lock-step without backoff: a makespan of 4 hops of 7 ms each (metrics of the
  // reference experiment).
  BOOST_TEST(metrics["makespan"]["mean"].get<double>() == 4 * 0.007 * 3,
             boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_file_of_ones_own_runs_like_a_shipped_one) {
  const folder here;
  here.write("mine.json", R"({
    "replications": 2,
    "run": { "for": "1s" },
    "network": { "hop": "1ms" },
    "workload": { "writers": 2, "arrivals": { "closed": { "think": "5ms" } } },
    "policies": { "only": { "backoff": { "fixed": { "delay": "1ms" } } } }
  })");
  const finished f = call_contend({"run", "mine.json"}, {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "mine"));
  BOOST_TEST(contains(f.out, "only"));
}

BOOST_AUTO_TEST_CASE(out_gets_the_result_files_and_says_so) {
  const folder here;
  const finished f = call_contend(quick({"--out", "deep/results"}), {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(
      contains(f.err, "wrote result.json, summary.csv, report.md, report.html to deep/results"));
  const std::vector<std::string> expected{"report.html", "report.md", "result.json", "summary.csv"};
  BOOST_TEST(files_in(here.path() / "deep/results") == expected, boost::test_tools::per_element());
  const json result = json::parse(here.read("deep/results/result.json"));
  BOOST_TEST(result["schema"] == "contend.result/1");
  const std::string command = result["provenance"]["command"];
  BOOST_TEST(command.starts_with("contend run aws-backoff --replications 4"));
}

BOOST_AUTO_TEST_CASE(several_scenarios_get_a_folder_each) {
  const folder here;
  const finished f = call_contend({"run", "aws-backoff", "uniform", "--replications", "1",
                                   "--policy", "none", "--out", "out", "--quiet"},
                                  {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.err == "");
  BOOST_TEST(files_in(here.path() / "out").size() == 8U);
  BOOST_TEST(here.read("out/uniform/result.json") != "");
  BOOST_TEST(f.out.find("aws-backoff") < f.out.find("uniform"));
}

BOOST_AUTO_TEST_CASE(one_scenario_twice_cannot_write_to_one_folder) {
  const folder here;
  const finished f =
      call_contend({"run", "uniform", "uniform", "--out", "out"}, {.folder = here.path()});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "two scenarios would write to out/uniform"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_to_is_refused_before_the_run) {
  const folder here;
  std::filesystem::permissions(here.path(), std::filesystem::perms::owner_read);
  const finished f = call_contend(
      {"run", "hot-key", "--replications", "100000000", "--out", (here.path() / "out").string()},
      {.folder = "/", .as_user = true});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(f.out == "");
  BOOST_TEST(contains(f.err, "--out: cannot write to"));
  BOOST_TEST(contains(f.err, "Permission denied"));
  std::filesystem::permissions(here.path(), std::filesystem::perms::owner_all);
}

BOOST_AUTO_TEST_CASE(a_file_in_the_place_of_the_folder_is_refused) {
  const folder here;
  here.write("out", "");
  const finished f = call_contend(quick({"--out", "out"}), {.folder = here.path()});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "--out: cannot write to out"));
}

BOOST_AUTO_TEST_CASE(a_scenario_in_which_time_stands_still_is_status_3) {
  const folder here;
  here.write("still.json", R"({
    "run": { "for": "2s" },
    "workload": { "writers": 4, "arrivals": "closed" },
    "faults": [{ "reject": { "share": "100%" } }],
    "policies": { "stubborn": { "backoff": "none" } }
  })");
  const finished f = call_contend({"run", "still.json", "--replications", "1", "--out", "out"},
                                  {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(f.out == "");
  BOOST_TEST(!std::filesystem::exists(here.path() / "out/unfinished"));
  BOOST_TEST(contains(f.err, "contend: time stands still at 0s under policy \"stubborn\""));
}

BOOST_AUTO_TEST_CASE(what_others_have_finished_stays_where_one_stands_still) {
  const folder here;
  here.write("still.json", R"({
    "run": { "for": "2s" }, "workload": { "writers": 4, "arrivals": "closed" },
    "faults": [{ "reject": { "share": "100%" } }], "policies": { "stubborn": { "backoff": "none" } }
  })");
  const finished f =
      call_contend({"run", "uniform", "still.json", "zipf", "--replications", "1", "--set",
                    "/run/for=2s", "--set", "/run/warmup=0s", "--out", "out"},
                   {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(std::filesystem::exists(here.path() / "out/uniform/unfinished/point-00001.json"));
  BOOST_TEST(!std::filesystem::exists(here.path() / "out/still/unfinished"));
  BOOST_TEST(!std::filesystem::exists(here.path() / "out/zipf/unfinished"));
}

BOOST_AUTO_TEST_CASE(a_mistake_in_the_scenario_is_status_3_and_says_where) {
  const folder here;
  here.write("bad.json", "{\n  \"workload\": { \"writers\": 0 },\n  \"polices\": {}\n}\n");
  const finished f = call_contend({"run", "bad.json", "--out", "out"}, {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(f.out == "");
  BOOST_TEST(contains(f.err, "bad.json:2:"));
  BOOST_TEST(contains(f.err, "bad.json:3:3: error: unknown field \"polices\""));
  BOOST_TEST(contains(f.err, "did you mean \"policies\"?"));
  BOOST_TEST(!std::filesystem::exists(here.path() / "out"));
}

BOOST_AUTO_TEST_CASE(an_unknown_scenario_policy_or_setting_is_status_3_with_a_suggestion) {
  const finished scenario = call_contend({"run", "hotkey"});
  BOOST_TEST(scenario.code == 3);
  BOOST_TEST(contains(scenario.err, "did you mean \"hot-key\"?"));
  const finished policy = call_contend({"run", "hot-key", "--policy", "full jiter"});
  BOOST_TEST(policy.code == 3);
  BOOST_TEST(contains(policy.err, "did you mean \"full jitter\"?"));
  const finished setting = call_contend({"run", "hot-key", "--set", "/workload/writer=3"});
  BOOST_TEST(setting.code == 3);
  BOOST_TEST(contains(setting.err, "did you mean \"writers\"?"));
}

BOOST_AUTO_TEST_CASE(a_violated_invariant_is_status_5_and_the_result_is_there_to_look_at) {
  const folder here;
  const finished f =
      call_contend({"run", "lost-acks", "--replications", "1", "--policy", "none", "--set",
                    "/policies/none/limits/resolve=false", "--set", "/run/for=6s", "--out", "out"},
                   {.folder = here.path()});
  BOOST_TEST(f.code == 5);
  BOOST_TEST(contains(f.err, "contend: invariant violated: nothing stored twice: operation "));
  BOOST_TEST(contains(f.out, "nothing stored twice"));
  BOOST_TEST(files_in(here.path() / "out").size() == 4U);
  const json result = json::parse(here.read("out/result.json"));
  for (const json& one : result["invariants"])
    BOOST_TEST(one["held"] == (one["name"] != "nothing stored twice"), one.dump());
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_written_is_an_error) {
  const finished f = call_contend(quick({}), {.out_file = "/dev/full"});
  BOOST_TEST(f.code == 1);
  BOOST_TEST(contains(f.err, "cannot write the output"));
}

/// Two scenarios of milliseconds, one of them with a sweep.
std::vector<std::string> two_scenarios(const std::string& format) {
  return {"run",   "aws-backoff",          "thundering-herd", "--replications", "1",
          "--set", "/workload/writers=10", "--policy",        "none",           "--format",
          format};
}

BOOST_AUTO_TEST_CASE(several_scenarios_as_json_are_one_list) {
  const finished f = call_contend(two_scenarios("json"));
  BOOST_TEST(f.code == 0);
  const json all = json::parse(f.out);
  BOOST_REQUIRE(all.is_array());
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[0]["scenario"]["name"] == "aws-backoff");
  BOOST_TEST(all[1]["scenario"]["name"] == "thundering-herd");
  BOOST_TEST(all[1]["schema"] == "contend.result/1");
}

BOOST_AUTO_TEST_CASE(several_scenarios_as_csv_have_one_header) {
  const finished f = call_contend(two_scenarios("csv"));
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out.starts_with("scenario,/workload/writers,policy,metric,unit,"));
  BOOST_TEST(f.out.find("policy,metric") == f.out.rfind("policy,metric"));
  BOOST_TEST(contains(f.out, "\naws-backoff,100,none,makespan,"));
  BOOST_TEST(contains(f.out, "\nthundering-herd,,none,makespan,"));
}

BOOST_AUTO_TEST_SUITE_END()
