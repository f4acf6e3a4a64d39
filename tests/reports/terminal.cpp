// Tables and all around them, as a terminal gets them: whole outputs against inline text, and what
// must hold at any width.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/reports/detail/text.hpp>
#include <contend/reports/render.hpp>

using namespace contend::reports;
using contend::reports::detail::display_width;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string without_colors(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain += text[i];
  }
  return plain;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal)

BOOST_AUTO_TEST_CASE(one_point_is_a_table_of_policies_by_metrics) {
  BOOST_TEST("\n" + render_terminal(test::hot_key(), {.width = 80}) == R"(
hot-key: 64 writers in 4 services update one account
64 writers over 4 nodes, 1 actor, closed loop; 60s, 5s of warm-up left out; 30
replications, seed 1

policy              goodput    latency.p99   failure_rate   appends_per_commit
none            21.2 ±0.4/s   3.40 ±0.03 s         0 ±0 %*          4.72 ±0.02
full jitter ◇   33.1 ±0.4/s*  1.20 ±0.03 s*  0.24 ±0.02 %           3.02 ±0.02*
equal jitter ◇  33.2 ±0.4/s*  1.60 ±0.03 s         0 ±0 %*          3.01 ±0.02*
全抖动          25.0 ±0.4/s   2.05 ±0.03 s         0 ±0 %*          4.00 ±0.02

* best, or level with it: 95 % intervals overlap, or less than 1 % apart
◇ Pareto front: nobody is better in goodput or appends_per_commit at no cost in
the other
for want of room not shown: conflict_rate, latency.p50, wasted_work,
fairness_jain (--format csv has them)

"full jitter" wins after a tie on goodput: latency.p99 1.20 ±0.03 s, 25 % less
than "equal jitter" (next) and 65 % less than "none" (worst); their 95 %
intervals do not overlap, though it fails 0.2 % of its operations ("none" 0 %).
)");
}

BOOST_AUTO_TEST_CASE(a_sweep_is_a_table_by_value_for_each_of_the_most_important_metrics) {
  BOOST_TEST("\n" + render_terminal(test::sweep(), {.width = 80}) == R"(
aws-backoff
10 to 200 writers, 1 actor, a burst of 1 operation each; until drained; 30
replications, seed 7

makespan by writers, lower is better
policy                   10              50             100             200
none          13.53 ±0.01 s   18.45 ±0.02 s   24.60 ±0.02 s   36.90 ±0.03 s
full jitter    5.41 ±0.01 s    7.38 ±0.01 s    9.84 ±0.02 s   14.76 ±0.03 s
decorrelated   5.03 ±0.01 s*   6.86 ±0.01 s*   9.15 ±0.02 s*  13.73 ±0.03 s*

latency.p99 by writers, lower is better
policy                   10              50             100             200
none          12.85 ±0.01 s   17.53 ±0.02 s   23.37 ±0.02 s   35.06 ±0.03 s
full jitter    5.14 ±0.01 s    7.01 ±0.01 s    9.35 ±0.02 s   14.02 ±0.03 s
decorrelated   4.78 ±0.01 s*   6.52 ±0.01 s*   8.69 ±0.02 s*  13.04 ±0.03 s*

appends by writers, lower is better
policy             10        50        100        200
none          5555 ±1   7575 ±2   10100 ±2   15150 ±3
full jitter    875 ±1*  1192 ±2*   1590 ±2*   2385 ±3*
decorrelated  1103 ±1   1504 ±2    2006 ±2    3009 ±3

conflict_rate by writers, lower is better
policy                 10            50           100           200
none          98.2 ±0.1 %   98.7 ±0.1 %   99.0 ±0.1 %   99.3 ±0.1 %
full jitter   88.6 ±0.1 %*  91.6 ±0.1 %*  93.7 ±0.1 %*  95.8 ±0.1 %*
decorrelated  90.9 ±0.1 %   93.4 ±0.1 %   95.0 ±0.1 %   96.7 ±0.1 %*

* best, or level with it: 95 % intervals overlap, or less than 1 % apart

"decorrelated" wins at every value of writers: at writers = 200 it has makespan
13.73 ±0.03 s, 7.0 % less than "full jitter" (next) and 63 % less than "none"
(worst); their 95 % intervals do not overlap, though "full jitter" needs fewer
appends per commit (23.9 against 30.1).
)");
}

BOOST_AUTO_TEST_CASE(a_sweep_over_two_parameters_is_a_table_a_point) {
  BOOST_TEST("\n" + render_terminal(test::grid(), {.width = 80}) == R"(
grid
10 writers; 30 replications

writers = 10, base = 5ms
policy               makespan     latency.p99   appends   conflict_rate
none            12.30 ±0.01 s   11.69 ±0.01 s   5050 ±1     98.0 ±0.1 %
full jitter ◇    4.92 ±0.01 s    4.67 ±0.01 s    795 ±1*    87.4 ±0.1 %*
decorrelated ◇   4.58 ±0.01 s*   4.35 ±0.01 s*  1003 ±1     90.0 ±0.1 %

writers = 10, base = 10ms
policy               makespan     latency.p99   appends   conflict_rate
none            12.30 ±0.01 s   11.69 ±0.01 s   5050 ±1     98.0 ±0.1 %
full jitter ◇    4.92 ±0.01 s    4.67 ±0.01 s    795 ±1*    87.4 ±0.1 %*
decorrelated ◇   4.58 ±0.01 s*   4.35 ±0.01 s*  1003 ±1     90.0 ±0.1 %

* best, or level with it: 95 % intervals overlap, or less than 1 % apart
◇ Pareto front: nobody is better in makespan or appends at no cost in the other

"decorrelated" wins at all 2 points.
)");
}

BOOST_AUTO_TEST_CASE(axes_of_one_name_are_told_apart_by_what_differs) {
  contend::measure::result r;
  for (const int rate : {1, 2})
    r.points.push_back(test::burst({{"/workload/groups/near/arrivals/open/poisson/rate", rate},
                                    {"/workload/groups/far/arrivals/open/poisson/rate", 3},
                                    {"/workload/writers", 4}},
                                   1));
  BOOST_TEST(
      has(render_terminal(r, {.width = 80}), "\nnear/…/rate = 2, far/…/rate = 3, writers = 4\n"));
}

BOOST_AUTO_TEST_CASE(a_wide_terminal_shows_more_metrics) {
  const std::string wide = render_terminal(test::hot_key(), {.width = 200});
  for (const char* metric : {"conflict_rate", "latency.p50", "wasted_work", "fairness_jain"})
    BOOST_TEST(has(wide, metric));
  BOOST_TEST(!has(wide, "thrash_time"));  // nothing thrashed
  BOOST_TEST(!has(wide, "makespan"));     // nothing drained
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal_or_ends_with_a_space) {
  for (const auto& result : {test::hot_key(), test::sweep(), test::grid()})
    for (std::size_t width = 28; width <= 220; ++width)
      for (const auto& line : lines_of(render_terminal(result, {.width = width}))) {
        BOOST_TEST_REQUIRE(display_width(line) <= width);
        BOOST_TEST_REQUIRE(!line.ends_with(' '));
      }
}

BOOST_AUTO_TEST_CASE(a_sweep_loses_its_intervals_before_its_values) {
  const std::string narrow = render_terminal(test::sweep(), {.width = 60});
  BOOST_TEST(has(
      narrow, "policy            10       50      100      200\nnone          13.5 s   18.5 s "));
  const std::string narrower = render_terminal(test::sweep(), {.width = 40});
  BOOST_TEST(has(narrower, "policy            10       50      100\nnone          13.5 s "));
  BOOST_TEST(has(narrower, "policy           200\nnone          36.9 s\n"));
}

BOOST_AUTO_TEST_CASE(colour_changes_nothing_but_the_colour) {
  for (const auto& result : {test::hot_key(), test::sweep(), test::grid()}) {
    const std::string colored = render_terminal(result, {.width = 80, .color = true});
    BOOST_TEST(has(colored, "\x1b[32m"));
    BOOST_TEST(without_colors(colored) == render_terminal(result, {.width = 80}));
  }
}

BOOST_AUTO_TEST_CASE(nobody_is_marked_where_all_are_level) {
  const auto r = test::one_point(
      {test::policy("a", {{"goodput", 100, 5}}), test::policy("b", {{"goodput", 101, 5}})});
  BOOST_TEST(!has(render_terminal(r, {}), "*"));
}

BOOST_AUTO_TEST_CASE(a_value_that_is_missing_is_a_dash) {
  const auto r = test::one_point({test::policy("a", {{"goodput", 100, 5}, {"latency.p99", 2, 0.1}}),
                                  test::policy("b", {{"goodput", 50, 5}})});
  BOOST_TEST(has(render_terminal(r, {}), "\nb        50 ±5/s             –\n"));
}

BOOST_AUTO_TEST_CASE(a_long_name_is_cut_and_control_characters_are_gone) {
  const auto r = test::one_point({test::policy(std::string(50, 'x'), {{"goodput", 1}}),
                                  test::policy("red \x1b[31mink\n", {{"goodput", 2}})});
  const std::string text = render_terminal(r, {});
  BOOST_TEST(has(text, std::string(31, 'x') + "…   1 ±0/s\n"));
  BOOST_TEST(has(text, "red  [31mink"));
  BOOST_TEST(!has(text, "\x1b"));
}

BOOST_AUTO_TEST_CASE(violations_and_thresholds_are_said_and_what_held_is_not) {
  auto r = test::hot_key();
  r.invariants = {{"no lost updates", true, ""}, {"no version twice", false, "(replication 3)"}};
  r.thresholds = {{"conflict_rate < 50%", "failed"}, {"goodput > 1/s", "passed"}};
  const std::string text = render_terminal(r, {});
  BOOST_TEST(has(text, "\nVIOLATED: no version twice (replication 3)\n"));
  BOOST_TEST(has(text, "\nfailed: conflict_rate < 50%\npassed: goodput > 1/s\n"));
  BOOST_TEST(!has(text, "no lost updates"));
}

BOOST_AUTO_TEST_CASE(an_empty_result_is_no_trouble) {
  BOOST_TEST(render_terminal({}, {}) == "Nothing ran.\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_shown_is_named_of_every_table_that_was_cut) {
  auto r = test::hot_key();
  for (auto& policy : r.points[0].policies)
    for (const char* metric : {"latency.p99", "latency.p50", "goodput"})
      for (const char* group : {"users", "batch"})
        policy.metrics.push_back(
            {std::string{metric} + "{group:" + group + "}", {.mean = 1.5, .replications = 1}});
  const auto missing = [&r](std::size_t width) {
    std::string text = render_terminal(r, {.width = width});
    std::ranges::replace(text, '\n', ' ');
    const auto at = text.find("for want of room not shown: ");
    return at == std::string::npos ? "" : text.substr(at, text.find("  ", at) - at);
  };
  // The table of groups shows five of six columns, that of policies six of eight.
  BOOST_TEST(missing(120) ==
             "for want of room not shown: wasted_work, fairness_jain, batch latency.p50 (--format "
             "csv has them)");
  BOOST_TEST(missing(80) ==
             "for want of room not shown: conflict_rate, latency.p50, wasted_work, fairness_jain, "
             "batch goodput, users latency.p50, batch latency.p50 (--format csv has them)");
  BOOST_TEST(missing(200) == "");
}

BOOST_AUTO_TEST_CASE(groups_of_writers_have_a_table_of_their_own) {
  const auto one = [](const char* name, double users) {
    return test::policy(name, {{"goodput", 30, 0.4},
                               {"goodput{group:users}", 20, 0.4},
                               {"goodput{group:batch}", 10, 0.4},
                               {"latency.p99{group:users}", users, 0.03},
                               {"latency.p99{group:batch}", 4, 0.03}});
  };
  const std::string text =
      render_terminal(test::one_point({one("none", 3), one("jitter", 1)}), {.width = 160});
  BOOST_TEST(has(text, "by group of writers"));
  BOOST_TEST(has(text, "users latency.p99"));
  BOOST_TEST(has(text, "batch goodput"));
  BOOST_TEST(has(text, "1.00 ±0.03 s*"));
}

BOOST_AUTO_TEST_CASE(groups_of_writers_have_tables_of_their_own_along_a_sweep) {
  contend::measure::result r;
  r.scenario = {
      {"workload", {{"groups", {{"users", {{"writers", 6}}}, {"batch", {{"writers", 4}}}}}}}};
  for (const int users : {10, 80}) {
    const double p99 = users / 10.0;
    r.points.push_back({.sweep = {{"/workload/groups/users/writers", users}},
                        .policies = {test::policy("a", {{"goodput", 30, 0.4},
                                                        {"wasted_work", 0.5, 0.01},
                                                        {"latency.p50", 1, 0.1},
                                                        {"latency.p99", 5, 0.1},
                                                        {"conflict_rate", 0.1, 0.01},
                                                        {"failure_rate", 0.1, 0.01},
                                                        {"latency.p99{group:users}", p99, 0.1},
                                                        {"latency.p99{group:batch}", 4, 0.1}})}});
  }
  const std::string text = render_terminal(r, {.width = 100});
  BOOST_TEST(has(text, "14 to 84 writers"), text);
  BOOST_TEST(has(text, "\ngoodput by users/writers, higher is better\n"), text);
  BOOST_TEST(has(text, "\nusers latency.p99 by users/writers, lower is better\n"), text);
  BOOST_TEST(has(text, "\nbatch latency.p99 by users/writers, lower is better\n"), text);
  BOOST_TEST(
      has(text, "\nfor want of room not shown: latency.p50, wasted_work (--format csv has them)\n"),
      text);
}

BOOST_AUTO_TEST_CASE(policies_that_did_the_same_are_told) {
  const auto one = [](const char* name, double goodput) {
    return test::policy(name, {{"operations", 100}, {"goodput", goodput, 0.1}});
  };
  auto r = test::one_point({one("plain", 3), one("guarded", 3), one("capped", 2), one("x", 2.5)});
  r.points[0].policies[1].metrics.push_back({"breaker_open_share", {.mean = 0}});
  BOOST_TEST(has(render_terminal(r, {.width = 120}),
                 "\n\"plain\" and \"guarded\" did exactly the same: what tells them apart never "
                 "came into play.\n"));
  r.points[0].policies[1].metrics[0].value.mean = 99;
  BOOST_TEST(!has(render_terminal(r, {.width = 120}), "exactly the same"));
}

BOOST_AUTO_TEST_CASE(a_mean_of_the_replications_that_got_there_says_so_and_is_not_the_best) {
  const auto one = [](const char* name, double makespan) {
    return test::policy(name, {{"operations", 100}, {"makespan", makespan, 0.1}});
  };
  auto r = test::one_point({one("always", 5), one("now and then", 2), one("never", 3)});
  r.points[0].policies[1].metrics[1].value.replications = 2;
  r.points[0].policies[2].metrics[1].value = {};
  const std::string shown = render_terminal(r, {.width = 80});
  BOOST_TEST(has(shown, "\nalways                   5.0 ±0.1 s*\n"), shown);
  BOOST_TEST(has(shown, "\nnow and then  2.0 ±0.1 s in 2 of 30\n"), shown);
  BOOST_TEST(has(shown, "\nnever                             –\n"), shown);
}

BOOST_AUTO_TEST_SUITE_END()
