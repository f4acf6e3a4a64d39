// `contend compare` and `run --baseline` as processes, on results that `contend run` has just
// written: what they say, and with which status.
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

std::vector<std::string> small_run(const std::string& base, const std::string& seed) {
  return {"run",
          "aws-backoff",
          "--replications",
          "20",
          "--set",
          "/sweep={}",
          "--set",
          "/workload/writers=10",
          "--set",
          "/policies/full/backoff/jitter/base=" + base,
          "--policy",
          "full",
          "--policy",
          "none",
          "--seed",
          seed,
          "--quiet"};
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Folders with results: `before`; `same`, which is the same; `worse`, whose policy waits less;
/// `other`, of another seed.
struct saved_runs {
  folder here{};

  saved_runs() {
    save("before", "5ms", "1");
    save("same", "5ms", "1");
    save("worse", "1ms", "1");
    save("other", "5ms", "2");
  }

  void save(const std::string& name, const std::string& base, const std::string& seed) const {
    const finished f =
        call_contend(small_run(base, seed) + std::vector<std::string>{"--out", name}, at());
    BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
  }
  [[nodiscard]] contend::test::setting at() const { return {.folder = here.path()}; }
  [[nodiscard]] finished compare(const std::vector<std::string>& arguments) const {
    return call_contend(std::vector<std::string>{"compare"} + arguments, at());
  }
  [[nodiscard]] finished run_against(const std::string& baseline, const std::string& base,
                                     const std::vector<std::string>& more = {}) const {
    return call_contend(
        small_run(base, "1") + std::vector<std::string>{"--baseline", baseline} + more, at());
  }
};

/// One for all tests, since making it takes a while.
const saved_runs& saved() {
  static const saved_runs runs;
  return runs;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare)

BOOST_AUTO_TEST_CASE(a_regression_is_status_11_and_says_what_and_by_how_much) {
  const finished f = saved().compare({"before", "worse/result.json"});
  BOOST_TEST(f.code == 11);
  BOOST_TEST(f.err == "");
  BOOST_TEST(contains(f.out, "worse is worse than before: of "), f.out);
  BOOST_TEST(contains(f.out, "Compared replication by replication"), f.out);
  BOOST_TEST(contains(f.out, "no change of any metric: \"none\""), f.out);
  BOOST_TEST(!contains(f.out, "\"none\" at"));
}

BOOST_AUTO_TEST_CASE(the_other_way_round_it_is_better_or_not_by_the_metric) {
  const finished f = saved().compare({"worse", "before", "--metric", "appends"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "before is better than worse: of 2 comparisons 1 better"), f.out);
}

BOOST_AUTO_TEST_CASE(equal_digests_are_identical) {
  const finished f = saved().compare({"before", "same", "--strict"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out == "same is identical to before: every number is the same (equal digests).\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_is_status_12_where_it_is_strict) {
  const std::vector<std::string> unclear = {"before", "other", "--metric", "latency.p99"};
  BOOST_TEST(saved().compare(unclear).code == 0);
  const finished f = saved().compare(unclear + std::vector<std::string>{"--strict"});
  BOOST_TEST(f.code == 12);
  BOOST_TEST(contains(f.out, "inconclusive"), f.out);
  BOOST_TEST(contains(f.out, "Compared as independent runs"), f.out);
  BOOST_TEST(contains(f.out, "the scenarios differ in /seed"), f.out);
  // Where only a change by half is worth reporting, it can be told.
  BOOST_TEST(
      saved().compare(unclear + std::vector<std::string>{"--strict", "--smallest", "50%"}).code ==
      0);
}

BOOST_AUTO_TEST_CASE(several_are_each_held_against_the_first) {
  const finished f = saved().compare({"old=before", "new=worse", "same", "--format", "json"});
  BOOST_TEST(f.code == 11);
  const json all = json::parse(f.out);
  BOOST_TEST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[0]["baseline"] == "old");
  BOOST_TEST(all[0]["candidate"] == "new");
  BOOST_TEST(all[0]["verdict"] == "worse");
  BOOST_TEST(all[0]["policies"][1]["metrics"]["appends"]["verdict"] == "worse");
  BOOST_TEST(all[0]["policies"][1]["metrics"]["appends"]["paired"] == true);
  BOOST_TEST(all[1]["verdict"] == "identical");
}

BOOST_AUTO_TEST_CASE(a_page_and_markdown_have_both_runs_and_what_changed) {
  const folder& here = saved().here;
  BOOST_TEST(saved().compare({"before", "worse", "-o", "changes.html"}).code == 11);
  const std::string page = here.read("changes.html");
  BOOST_TEST(contains(page, "<section id=\"baseline\""));
  BOOST_TEST(contains(page, "worse is worse than before: "));
  BOOST_TEST(contains(page, "before: full"));
  BOOST_TEST(saved().compare({"before", "worse", "-o", "changes.md"}).code == 11);
  BOOST_TEST(contains(here.read("changes.md"), "## worse against before\n\n**worse is worse"));
  const finished f = saved().compare({"before", "worse", "-o", "changes.csv"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, ".html, .md or .json"));
}

BOOST_AUTO_TEST_CASE(policies_of_one_run_are_compared_with_one_of_them) {
  const finished f = saved().compare({"before", "--against", "none", "--metric", "appends"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "\"full\" against \"none\""), f.out);
  const finished wrong = saved().compare({"before", "--against", "nome"});
  BOOST_TEST(wrong.code == 2);
  BOOST_TEST(contains(wrong.err, "did you mean \"none\"?"), wrong.err);
}

BOOST_AUTO_TEST_CASE(an_older_file_without_single_replications_is_compared_all_the_same) {
  json old = json::parse(saved().here.read("before/result.json"));
  for (json& policy : old["points"][0]["policies"]) policy.erase("values");
  saved().here.write("old.json", old.dump());
  const finished f = saved().compare({"old.json", "worse", "--format", "json"});
  BOOST_TEST(f.code == 11);
  const json appends = json::parse(f.out)["policies"][1]["metrics"]["appends"];
  BOOST_TEST(appends["paired"] == false);
  BOOST_TEST(appends["ci95_by"] == "student");
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_status_3_and_wrong_usage_2) {
  saved().here.write("broken.json", "{ \"schema\": ");
  const finished broken = saved().compare({"before", "broken.json"});
  BOOST_TEST(broken.code == 3);
  BOOST_TEST(contains(broken.err, "broken.json:1:"));
  BOOST_TEST(saved().compare({"before", "nowhere"}).code == 3);
  BOOST_TEST(saved().run_against("broken.json", "5ms").code == 3);
  BOOST_TEST(saved().compare({"before"}).code == 2);
  BOOST_TEST(saved().compare({"before", "worse", "--smallest", "lots"}).code == 2);
  const finished metric = saved().compare({"before", "worse", "--metric", "appendz"});
  BOOST_TEST(metric.code == 2);
  BOOST_TEST(contains(metric.err, "did you mean \"appends\"?"), metric.err);
  const finished nothing =
      saved().compare({"before", "worse", "--metric", "latency.p99{group:nobody}"});
  BOOST_TEST(nothing.code == 3);
  BOOST_TEST(contains(nothing.err, "latency.p99{group:nobody} has no value in before and worse"),
             nothing.err);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(run_with_a_baseline)

BOOST_AUTO_TEST_CASE(a_regression_is_status_11_on_the_terminal_and_in_the_files) {
  const finished f = saved().run_against("before", "1ms", {"--out", "next"});
  BOOST_TEST(f.code == 11);
  BOOST_TEST(contains(f.out, "this run is worse than before: "), f.out);
  BOOST_TEST(contains(saved().here.read("next/report.md"), "## this run against before"));
  BOOST_TEST(contains(saved().here.read("next/report.html"), "<section id=\"baseline\""));
  // The result is what it is without a baseline.
  BOOST_TEST(saved().compare({"worse", "next", "--strict"}).code == 0);
}

BOOST_AUTO_TEST_CASE(the_same_again_is_identical_and_status_0) {
  const finished f = saved().run_against("before/result.json", "5ms", {"--strict"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "this run is identical to before/result.json"), f.out);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_is_status_12_where_it_is_strict) {
  BOOST_TEST(saved().run_against("other", "5ms").code == 0);
  BOOST_TEST(saved().run_against("other", "5ms", {"--strict"}).code == 12);
}

BOOST_AUTO_TEST_CASE(where_the_output_is_for_programs_the_sentence_goes_to_standard_error) {
  const finished f = saved().run_against("before", "1ms", {"--format", "junit"});
  BOOST_TEST(f.code == 11);
  BOOST_TEST(contains(f.err, "contend: this run is worse than before: "));
  BOOST_TEST(contains(f.out, "classname=\"aws-backoff.baseline\""));
}

BOOST_AUTO_TEST_CASE(each_of_several_scenarios_has_its_folder_in_the_baseline) {
  const auto both = [](const std::vector<std::string>& more) {
    return call_contend(std::vector<std::string>{"run", "aws-backoff", "uniform", "--replications",
                                                 "2", "--quiet"} +
                            more,
                        saved().at());
  };
  BOOST_TEST(both({"--out", "two"}).code == 0);
  const finished f = both({"--baseline", "two"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "this run is identical to two"));
}

BOOST_AUTO_TEST_SUITE_END()
