// summary.csv, read back by a small reader of RFC 4180 that knows nothing of the writer.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/reports/render.hpp>

using namespace contend::reports;

namespace {

using row = std::vector<std::string>;

std::vector<row> read_csv(const std::string& text) {
  std::vector<row> rows(1, row(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
      field += text[++i];
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == ',')
      rows.back().emplace_back();
    else if (!quoted && text[i] == '\n')
      rows.emplace_back(1);
    else
      field += text[i];
  }
  BOOST_TEST_REQUIRE((rows.back() == row(1)));  // the last line is ended
  rows.pop_back();
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(there_is_a_row_for_each_policy_and_metric) {
  const auto r = test::one_point({test::policy("a", {{"goodput", 100.5, 0.25}, {"appends", 3}}),
                                  test::policy("b", {{"goodput", 50, 0.1}}, 1)});
  BOOST_TEST(render_csv(r, {}) ==
             "policy,metric,unit,mean,stddev,ci95_low,ci95_high,replications\n"
             "a,goodput,1/s,100.5,0.25,100.25,100.75,30\n"
             "a,appends,count,3,0,3,3,30\n"
             "b,goodput,1/s,50,,,,1\n");
}

BOOST_AUTO_TEST_CASE(every_point_names_its_swept_values) {
  const auto rows = read_csv(render_csv(test::grid(), {}));
  BOOST_TEST((rows[0] == row{"/workload/writers", "/policies/full jitter/base", "policy", "metric",
                             "unit", "mean", "stddev", "ci95_low", "ci95_high", "replications"}));
  BOOST_TEST(rows.size() == 1 + 2 * 3 * 7U);  // points × policies × metrics
  BOOST_TEST(rows[1][0] == "10");
  BOOST_TEST(rows[1][1] == "5ms");
  BOOST_TEST(rows.back()[1] == "10ms");
  for (const auto& each : rows) BOOST_TEST_REQUIRE(each.size() == rows[0].size());
}

BOOST_AUTO_TEST_CASE(names_with_commas_quotes_and_line_ends_come_back_as_they_were) {
  const std::vector<std::string> names = {"a,b", "say \"hi\"", "two\nlines", "plain", "\"", "=1+1"};
  std::vector<contend::measure::policy_result> policies;
  for (const auto& name : names) policies.push_back(test::policy(name, {{"goodput", 1}}));
  const auto rows = read_csv(render_csv(test::one_point(policies), {}));
  BOOST_TEST_REQUIRE(rows.size() == names.size() + 1);
  for (std::size_t i = 0; i < names.size(); ++i) BOOST_TEST(rows[i + 1][0] == names[i]);
}

BOOST_AUTO_TEST_CASE(numbers_come_back_as_they_were) {
  const double mean = 0.1 + 0.2;
  const auto rows =
      read_csv(render_csv(test::one_point({test::policy("a", {{"goodput", mean}})}), {}));
  BOOST_TEST(std::stod(rows[1][3]) == mean);
}

BOOST_AUTO_TEST_CASE(several_results_have_one_header_and_the_scenario_in_front) {
  auto first = test::grid();
  first.scenario["name"] = "grid, the";
  auto second = test::one_point({test::policy("a", {{"goodput", 1}})});
  second.scenario["name"] = "plain";
  const auto rows = read_csv(csv_of_all(std::vector{first, second}));
  BOOST_TEST((rows[0] == row{"scenario", "/workload/writers", "/policies/full jitter/base",
                             "policy", "metric", "unit", "mean", "stddev", "ci95_low", "ci95_high",
                             "replications"}));
  BOOST_TEST(rows.size() == 1 + 2 * 3 * 7 + 1U);
  BOOST_TEST(rows[1][0] == "grid, the");
  BOOST_TEST(rows[1][1] == "10");
  BOOST_TEST(rows.back()[0] == "plain");
  BOOST_TEST(rows.back()[1] == "");
  BOOST_TEST(rows.back()[3] == "a");
  for (const auto& each : rows) BOOST_TEST_REQUIRE(each.size() == rows[0].size());
}

BOOST_AUTO_TEST_CASE(a_metric_of_a_group_has_the_unit_of_the_metric) {
  const auto r = test::one_point({test::policy("a", {{"latency.p99{group:users}", 2}})});
  const auto rows = read_csv(render_csv(r, {}));
  BOOST_TEST(rows[1][1] == "latency.p99{group:users}");
  BOOST_TEST(rows[1][2] == "s");
}

BOOST_AUTO_TEST_SUITE_END()
