// CSV files that a scenario names, with mistakes in them: each must be told where it stands in the
// file, all of them at once, and what is none must be read.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "scenarios/folder.hpp"

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

const std::string hops = small(R"("network": { "hop": { "empirical": "hops.csv" } }, )");
const std::string arrivals = small(R"("workload": { "arrivals": { "trace": "arrivals.csv" } }, )");

/// The mistakes of a scenario whose delays are recorded like this.
std::string mistakes_of_hops(const std::string& text) {
  const folder here;
  here.write("hops.csv", text);
  return here.mistakes(hops);
}

std::vector<duration> hops_in(const std::string& text) {
  const folder here;
  here.write("hops.csv", text);
  const scenario s = read_scenario(hops, here.scenario_name());
  return *std::get<sim::empirical>(s.points.front().model.network.hop.value()).file.rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_csv)

BOOST_AUTO_TEST_CASE(each_mistake_is_told_at_its_place_in_the_file) {
  BOOST_TEST(mistakes_of_hops("hop\n1ms\n5\n\n# why\n  12.5sec\n2ms\n-1ms,x\n") ==
             "hops.csv:3:1: a duration needs a unit: \"5s\" or \"5ms\"\n"
             "hops.csv:6:3: unknown unit \"sec\"; a duration is in ns, us, ms, s, m or h [did you "
             "mean \"12.5s\"?]\n"
             "hops.csv:8:1: must not be negative\n");
  const folder here;
  here.write("arrivals.csv", "at,writer\n1s, x\n2s,0\n3 s,0\n4s,\n");
  BOOST_TEST(
      here.mistakes(arrivals) ==
      "arrivals.csv:2:5: expected a writer's number, not \"x\"\n"
      "arrivals.csv:4:1: unknown unit \" s\"; a duration is in ns, us, ms, s, m or h [did you "
      "mean \"3s\"?]\n"
      "arrivals.csv:5:4: expected a writer's number, not \"\"\n");
}

BOOST_AUTO_TEST_CASE(the_line_is_shown_with_a_caret_under_the_place) {
  const folder here;
  here.write("arrivals.csv", "1s,0\n2s, first\n");
  try {
    read_scenario(arrivals, here.scenario_name());
    BOOST_FAIL("nothing was wrong");
  } catch (const config::invalid_config& invalid) {
    const std::string text = invalid.what();
    BOOST_TEST(text.substr(text.find("arrivals.csv")) ==
               "arrivals.csv:2:5: error: expected a writer's number, not \"first\"\n"
               "  2s, first\n"
               "      ^\n");
  }
}

BOOST_AUTO_TEST_CASE(mistakes_of_files_are_told_beside_those_of_the_scenario) {
  const folder here;
  here.write("hops.csv", "1\n");
  here.write("arrivals.csv", "2\n");
  const std::string told = here.mistakes(small(R"("network": { "hop": { "empirical": "hops.csv" } },
  "workload": { "writers": 0, "arrivals": { "trace": "arrivals.csv" } }, )"));
  BOOST_TEST(told ==
             "arrivals.csv:1:1: a duration needs a unit: \"2s\" or \"2ms\"\n"
             "hops.csv:1:1: a duration needs a unit: \"1s\" or \"1ms\"\n"
             "x.json:4:28: \"writers\" must be from 1 to 10000000\n");
}

BOOST_AUTO_TEST_CASE(the_first_twenty_are_told_and_the_others_counted) {
  std::string text;
  for (int i = 1; i <= 25; ++i) text += fmt::format("{}\n", i);
  const std::string told = mistakes_of_hops(text);
  BOOST_TEST(told.starts_with("hops.csv: 25 of its rows are wrong; these are the first 20\n"),
             told);
  BOOST_TEST(told.find("hops.csv:20:1: ") != std::string::npos);
  BOOST_TEST(told.find("hops.csv:21:1: ") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(they_are_told_once_for_all_points_of_a_sweep) {
  const folder here;
  here.write("hops.csv", "five\nsix\n");
  const std::string told = here.mistakes(small(R"("network": { "hop": { "empirical": "hops.csv" } },
               "sweep": { "/workload/writers": [1, 2, 3] }, )"));
  BOOST_TEST(told.starts_with("hops.csv:2:1: "), told);
  BOOST_TEST(told.find("hops.csv:2:1: ") == told.rfind("hops.csv:2:1: "));
}

BOOST_AUTO_TEST_CASE(the_first_row_may_name_the_columns_but_not_if_it_was_meant_as_a_row) {
  const std::vector<duration> one{1ms};
  BOOST_TEST((hops_in("hop\n1ms\n") == one));
  BOOST_TEST((hops_in("# of tuesday\n\nhop, where\n1ms\n") == one));
  BOOST_TEST((hops_in("\xef\xbb\xbf"
                      "1ms\n") == one));  // as spreadsheets write it
  BOOST_TEST(mistakes_of_hops("O.5s,3\n1s\n").starts_with("hops.csv:1:1: "));
  BOOST_TEST(mistakes_of_hops("hop\nhop\n1s\n").starts_with("hops.csv:2:1: "));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_file_is_told_where_the_scenario_names_it) {
  const folder here;
  here.write("empty.csv", "\n# nothing\n");
  here.write("far.csv", "1s,7\n");
  const auto hop = [&](const std::string& file) {
    return here.mistakes(small(R"("network": { "hop": { "empirical": ")" + file + R"(" } }, )"));
  };
  BOOST_TEST(hop("none.csv").starts_with("x.json:3:38: cannot read the file \"none.csv\""));
  BOOST_TEST(hop("empty.csv").starts_with("x.json:3:38: there is no row in \"empty.csv\""));
  BOOST_TEST(hop("..").find("cannot read") != std::string::npos);
  const std::string trace =
      here.mistakes(small(R"("workload": { "arrivals": { "trace": "far.csv" } }, )"));
  BOOST_TEST(trace.find("the trace has a writer 7, but there are 1 writers") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_trace_that_begins_when_the_run_is_over_is_a_mistake) {
  const folder here;
  here.write("late.csv", "2s\n1s\n");
  const auto run_for = [&](const std::string& length) {
    return here.mistakes(R"({ "run": { "for": ")" + length + R"(" },
  "workload": { "arrivals": { "trace": "late.csv" } },
  "policies": { "a": { "backoff": "none" } } })");
  };
  BOOST_TEST(run_for("1s") ==
             "x.json:2:40: the run is over before anything arrives: the trace begins at 1s, the "
             "run is 1s long\n");
  BOOST_TEST(run_for("1001ms") == "");
}

BOOST_AUTO_TEST_SUITE_END()
