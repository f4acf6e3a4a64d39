// `contend report` as a process, on results that `contend run` has just written.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

using contend::test::call_contend;
using contend::test::finished;
using contend::test::folder;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder with the results of two seeds in `one` and `two`.
struct two_runs {
  folder here{};

  two_runs() {
    for (const std::string seed : {"one", "two"}) {
      const finished f = call_contend(
          {"run", "aws-backoff", "--replications", "4", "--set", "/sweep={}", "--set",
           "/workload/writers=10", "--seed", seed == "one" ? "1" : "2", "--out", seed, "--quiet"},
          {.folder = here.path()});
      BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
    }
  }

  [[nodiscard]] finished report(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"report"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return call_contend(all, {.folder = here.path()});
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(saved_results_give_the_files_that_the_run_wrote) {
  const two_runs runs;
  for (const char* name : {"report.html", "report.md", "summary.csv", "result.json"}) {
    const finished f = runs.report({"one", "-o", name});
    BOOST_TEST(f.code == 0);
    BOOST_TEST(f.out + f.err == "");
    BOOST_TEST((runs.here.read(name) == runs.here.read(std::string{"one/"} + name)), name);
  }
}

BOOST_AUTO_TEST_CASE(without_a_file_the_table_goes_to_standard_output) {
  const two_runs runs;
  const finished f = runs.report({"one/result.json", "two"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "seed 1"));
  BOOST_TEST(contains(f.out, "seed 2"));
  BOOST_TEST(contains(runs.report({"one", "--format", "markdown"}).out, "## Provenance"));
}

BOOST_AUTO_TEST_CASE(
    several_runs_stand_on_one_page_called_by_their_folders_where_scenarios_are_alike) {
  const two_runs runs;
  BOOST_TEST(runs.report({"one", "two", "-o", "both.html"}).code == 0);
  const std::string page = runs.here.read("both.html");
  BOOST_TEST(contains(page, "one: full"));
  BOOST_TEST(contains(page, "two: full"));
}

BOOST_AUTO_TEST_CASE(several_results_are_one_document_where_one_after_the_other_would_be_none) {
  const two_runs runs;
  BOOST_TEST(runs.report({"one", "two", "-o", "both.json"}).code == 0);
  const auto both = nlohmann::json::parse(runs.here.read("both.json"));
  BOOST_TEST_REQUIRE(both.size() == 2U);
  BOOST_TEST((both[1] == nlohmann::json::parse(runs.here.read("two/result.json"))));
  const std::string rows = runs.report({"one", "two", "--format", "csv"}).out;
  const std::string head = "policy,metric,unit";
  BOOST_TEST_REQUIRE(contains(rows, head));
  BOOST_TEST(rows.find(head) == rows.rfind(head));
  BOOST_TEST(rows.starts_with("scenario,"));
}

BOOST_AUTO_TEST_CASE(what_is_no_result_is_told_with_its_place_and_status_3) {
  const two_runs runs;
  runs.here.write("broken.json", "{ \"schema\": ");
  const finished broken = runs.report({"broken.json", "-o", "page.html"});
  BOOST_TEST(broken.code == 3);
  BOOST_TEST(contains(broken.err, "broken.json:1:"));
  BOOST_TEST(runs.here.read("page.html") == "");
  const finished missing = runs.report({"three"});
  BOOST_TEST(missing.code == 3);
  BOOST_TEST(contains(missing.err, "three: cannot be read"));
  for (const std::string command : {"report", "compare"}) {  // a name that no file can have
    const std::string name(300, 'x');
    const finished impossible = call_contend({command, name, name});
    BOOST_TEST(impossible.code == 3);
    BOOST_TEST(contains(impossible.err, "xxx: cannot be read"));
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_no_known_format_is_refused) {
  const two_runs runs;
  const finished f = runs.report({"one", "-o", "report.pdf"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "which format?"));
  BOOST_TEST(runs.report({"one", "-o", "report.pdf", "--format", "html"}).code == 0);
  BOOST_TEST(runs.report({"one", "-o", "no/such/folder.html"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
