// report.md: its tables, its escapes and its parts.
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/measure/result_json.hpp>
#include <contend/reports/render.hpp>
#include <contend/reports/verdict.hpp>

using namespace contend::reports;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(markdown)

BOOST_AUTO_TEST_CASE(the_table_is_that_of_the_terminal_with_the_best_in_bold) {
  const auto r =
      test::one_point({test::policy("none", {{"goodput", 50, 1}, {"conflict_rate", 0.5, 0.01}}),
                       test::policy("full jitter", {{"goodput", 80, 1}, {"conflict_rate", 0.5}})});
  BOOST_TEST(has(render_markdown(r, {}),
                 "| policy | goodput | conflict\\_rate |\n"
                 "|---|---:|---:|\n"
                 "| none | 50 ±1/s | 50 ±1 % |\n"
                 "| full jitter | **80 ±1/s** | 50 ±0 % |\n"));
}

BOOST_AUTO_TEST_CASE(it_says_what_was_run_who_won_and_what_it_was_made_with) {
  auto r = test::hot_key();
  r.provenance = {"0.1.0", "abc1234", "g++ 12.2.0", "contend run hot-key"};
  const std::string page = render_markdown(r, {});
  BOOST_TEST(
      page.starts_with("# hot-key: 64 writers in 4 services update one account\n\n"
                       "64 writers over 4 nodes, 1 actor, closed loop; "));
  BOOST_TEST(has(page, "\n**\"full jitter\" wins after a tie on goodput: "));
  BOOST_TEST(has(page,
                 "## Provenance\n\n- version: 0.1.0\n- commit: abc1234\n- compiler: g++ 12.2.0\n"
                 "- command: contend run hot-key\n- digest: " +
                     contend::measure::digest(r) + "\n"));
}

BOOST_AUTO_TEST_CASE(what_markdown_would_take_for_its_own_is_escaped) {
  const auto r =
      test::one_point({test::policy("a|b *c* <script> `x` [y](z) \\ &amp;\nq", {{"goodput", 1}})});
  BOOST_TEST(has(render_markdown(r, {}),
                 "| a\\|b \\*c\\* \\<script\\> \\`x\\` \\[y\\](z) \\\\ \\&amp; q | 1 ±0/s |\n"));
}

BOOST_AUTO_TEST_CASE(a_sweep_has_a_heading_for_each_metric_and_all_values_with_intervals) {
  const std::string page = render_markdown(test::sweep(), {});
  BOOST_TEST(
      has(page, "### makespan by writers, lower is better\n\n| policy | 10 | 50 | 100 | 200 |\n"));
  BOOST_TEST(
      has(page, "| none | 13.53 ±0.01 s | 18.45 ±0.02 s | 24.60 ±0.02 s | 36.90 ±0.03 s |\n"));
}

BOOST_AUTO_TEST_CASE(checks_are_listed) {
  auto r = test::hot_key();
  r.invariants = {{"no lost updates", true, ""}, {"no version twice", false, "replication 3"}};
  r.thresholds = {{"goodput > 1/s", "passed"}};
  BOOST_TEST(has(render_markdown(r, {}),
                 "## Checks\n\n- held: no lost updates\n"
                 "- **VIOLATED**: no version twice (replication 3)\n"
                 "- passed: goodput \\> 1/s\n\n"));
}

BOOST_AUTO_TEST_SUITE_END()
