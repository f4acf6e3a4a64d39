// Verdicts: who wins, when nobody does, and what the sentence says. Intervals are made by hand, so
// that it is known whether they overlap.
#include <algorithm>
#include <array>
#include <string>

#include <boost/test/unit_test.hpp>

#include "reports/results.hpp"
#include <contend/reports/verdict.hpp>

using namespace contend::reports;
using contend::reports::test::one_point;
using contend::reports::test::policy;
namespace measure = contend::measure;

namespace {

/// A policy of a run without end: what it got done, how fast, at what cost.
measure::policy_result running(const char* name, test::value goodput, test::value p99,
                               test::value cost) {
  goodput.metric = "goodput";
  p99.metric = "latency.p99";
  cost.metric = "appends_per_commit";
  return policy(name, {goodput, p99, cost});
}

/// A sweep over writers; at each value the makespans of `a` and `b`.
measure::result sweep(const std::vector<std::array<double, 3>>& points) {
  measure::result r;
  for (const auto& [writers, a, b] : points)
    r.points.push_back(
        {.sweep = {{"/workload/writers", static_cast<int>(writers)}},
         .policies = {policy("a", {{"makespan", a, 0.01}}), policy("b", {{"makespan", b, 0.01}})}});
  return r;
}

/// The verdict with single quotes for double ones, which a literal would have to escape.
std::string said(const measure::result& r) {
  std::string text = verdict(r);
  std::ranges::replace(text, '"', '\'');
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts)

BOOST_AUTO_TEST_CASE(the_fastest_to_drain_wins_over_the_next_and_the_worst) {
  measure::result r;
  r.points = {test::burst({}, 1)};
  BOOST_TEST(
      said(r) ==
      "'decorrelated' wins: makespan 4.58 ±0.01 s, 7.0 % less than 'full jitter' (next) and 63 % "
      "less "
      "than 'none' (worst); their 95 % intervals do not overlap, though 'full jitter' needs fewer "
      "appends per commit (7.95 against 10.0).");
}

BOOST_AUTO_TEST_CASE(goodput_decides_in_a_run_without_end) {
  const auto r = one_point({running("fast", {{}, 200, 2}, {{}, 0.5, 0.01}, {{}, 2, 0.01}),
                            running("slow", {{}, 160, 2}, {{}, 0.4, 0.01}, {{}, 2, 0.01}),
                            running("none", {{}, 50, 2}, {{}, 9, 0.01}, {{}, 9, 0.01})});
  BOOST_TEST(said(r) ==
             "'fast' wins: goodput 200 ±2/s, 25 % more than 'slow' (next) and 4.0 times that of "
             "'none' (worst); "
             "their 95 % intervals do not overlap.");
}

BOOST_AUTO_TEST_CASE(a_tie_on_goodput_is_decided_by_latency_among_those_that_tie) {
  const auto r = one_point({running("a", {{}, 100, 1}, {{}, 0.5, 0.01}, {{}, 2, 0.01}),
                            running("b", {{}, 100.5, 1}, {{}, 0.4, 0.01}, {{}, 2, 0.01}),
                            running("c", {{}, 80, 1}, {{}, 0.1, 0.01}, {{}, 2, 0.01})});
  BOOST_TEST(said(r) ==
             "'b' wins after a tie on goodput: latency.p99 400 ±10 ms, 20 % less than 'a' (next "
             "and worst); "
             "their 95 % intervals do not overlap.");
}

BOOST_AUTO_TEST_CASE(overlapping_intervals_make_no_winner) {
  const auto r = one_point({running("a", {{}, 100, 5}, {{}, 0.5, 0.1}, {{}, 2, 0.5}),
                            running("b", {{}, 104, 5}, {{}, 0.6, 0.1}, {{}, 2.5, 0.5})});
  BOOST_TEST(
      said(r) ==
      "No clear winner: 'a' and 'b' are level on goodput, latency.p99 and appends_per_commit (95 % "
      "intervals overlap, or less than 1 % apart).");
}

BOOST_AUTO_TEST_CASE(a_difference_below_one_percent_makes_no_winner_however_sure) {
  const auto r = one_point({running("a", {{}, 1000, 0.1}, {{}, 0.5}, {{}, 2}),
                            running("b", {{}, 1009, 0.1}, {{}, 0.5}, {{}, 2}),
                            running("c", {{}, 1009, 0.1}, {{}, 0.5}, {{}, 2})});
  BOOST_TEST(said(r).starts_with("No clear winner: all 3 policies are level on goodput, "));
}

BOOST_AUTO_TEST_CASE(the_worst_is_named_even_where_nobody_wins) {
  const auto r = one_point({running("a", {{}, 100, 5}, {{}, 0.5, 0.1}, {{}, 2, 0.5}),
                            running("b", {{}, 104, 5}, {{}, 0.6, 0.1}, {{}, 2.5, 0.5}),
                            running("none", {{}, 10, 1}, {{}, 9, 0.1}, {{}, 9, 0.1})});
  BOOST_TEST(
      said(r) ==
      "No clear winner: 'a' and 'b' are level on goodput, latency.p99 and appends_per_commit (95 % "
      "intervals overlap, or less than 1 % apart); 'none' is worst (goodput 10 ±1/s).");
}

BOOST_AUTO_TEST_CASE(a_policy_that_gives_up_does_not_win_by_being_done_early) {
  const auto drained = [](const char* name, double commits, double give_ups, double makespan) {
    return policy(name, {{"operations", 100},
                         {"commits", commits, 0.1},
                         {"give_ups", give_ups, 0.1},
                         {"makespan", makespan, 0.01}});
  };
  BOOST_TEST(said(one_point({drained("quitter", 40, 60, 0.2), drained("patient", 100, 0, 5)})) ==
             "'patient' wins: commits 100.0 ±0.1, 2.5 times that of 'quitter'; their 95 % "
             "intervals do not overlap.");
  BOOST_TEST(said(one_point({drained("a", 80, 20, 0.2), drained("b", 80, 20, 5)})) ==
             "'a' wins: makespan 200 ±10 ms, 96 % less than 'b'; their 95 % intervals do not "
             "overlap, though it fails 20 % of its operations.");
}

BOOST_AUTO_TEST_CASE(a_winner_that_fails_operations_is_held_against_the_one_that_fails_the_fewest) {
  const auto one = [](const char* name, double goodput, double give_ups, double rejected) {
    return policy(name, {{"operations", 1000},
                         {"give_ups", give_ups},
                         {"rejected", rejected},
                         {"goodput", goodput, 1}});
  };
  BOOST_TEST(said(one_point({one("greedy", 50, 600, 100), one("gentle", 40, 30, 0)})) ==
             "'greedy' wins: goodput 50 ±1/s, 25 % more than 'gentle'; their 95 % intervals do not "
             "overlap, though it fails 70 % of its operations ('gentle' 3.0 %).");
}

BOOST_AUTO_TEST_CASE(a_winner_that_is_overloaded_does_not_hide_it) {
  const auto one = [](const char* name, double goodput, double give_ups, double open) {
    return policy(name, {{"operations", 1000},
                         {"give_ups", give_ups},
                         {"open_operations", open},
                         {"goodput", goodput, 1}});
  };
  BOOST_TEST(said(one_point({one("a", 50, 0, 410), one("b", 40, 0, 0)})) ==
             "'a' wins: goodput 50 ±1/s, 25 % more than 'b'; their 95 % intervals do not overlap, "
             "though it left 41 % of its operations open when the run was over.");
  BOOST_TEST(said(one_point({one("a", 50, 100, 50), one("b", 40, 0, 0)})) ==
             "'a' wins: goodput 50 ±1/s, 25 % more than 'b'; their 95 % intervals do not overlap, "
             "though it fails 10 % of its operations ('b' 0 %) and it left 5.0 % of its operations "
             "open when the run was over.");
  BOOST_TEST(said(one_point({one("a", 50, 0, 49), one("b", 40, 0, 0)})).ends_with("overlap."));
}

BOOST_AUTO_TEST_CASE(without_intervals_the_sentence_says_so) {
  const auto r = one_point({policy("a", {{"goodput", 100}}, 1), policy("b", {{"goodput", 50}}, 1)});
  BOOST_TEST(said(r) ==
             "'a' wins: goodput 100/s, 100 % more than 'b'; with one replication that may be "
             "chance.");
}

BOOST_AUTO_TEST_CASE(a_policy_without_a_value_loses_to_one_that_has_it) {
  const auto r = one_point({policy("never drains", {{"commits", 100}}),
                            policy("drains", {{"commits", 100}, {"makespan", 5, 0.1}})});
  BOOST_TEST(said(r) == "'drains' wins: makespan 5.0 ±0.1 s; no other policy has a value for it.");
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_said) {
  BOOST_TEST(said({}) == "Nothing ran.");
  BOOST_TEST(said(one_point({})) == "Nothing ran.");
  BOOST_TEST(said(one_point({policy("full jitter", {{"goodput", 1}})})) ==
             "Only 'full jitter' ran: there is nothing to compare it with.");
  BOOST_TEST(said(one_point({policy("a", {}), policy("b", {})})) ==
             "No clear winner: 'a' and 'b' have no value to compare.");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(verdicts_of_sweeps)

BOOST_AUTO_TEST_CASE(one_winner_everywhere_is_said_with_its_margin_at_the_last_value) {
  BOOST_TEST(
      said(sweep({{10, 1, 2}, {20, 2, 4}, {50, 5, 10}})) ==
      "'a' wins at every value of writers: at writers = 50 it has makespan 5.00 ±0.01 s, 50 % less "
      "than 'b'; their 95 % intervals do not overlap.");
}

BOOST_AUTO_TEST_CASE(a_winner_that_flips_is_said_with_the_values) {
  BOOST_TEST(said(sweep({{5, 1, 2}, {10, 2, 2}, {20, 4, 3}, {50, 9, 6}, {100, 20, 10}})) ==
             "The winner depends on writers: 'a' wins at 5, nobody clearly at 10 and 'b' wins from "
             "20 on; at "
             "writers = 100 it has makespan 10.00 ±0.01 s, 50 % less than 'a'; their 95 % "
             "intervals do not overlap.");
  BOOST_TEST(said(sweep({{5, 1, 2}, {10, 2, 4}, {20, 4, 4}})) ==
             "The winner depends on writers: 'a' wins from 5 to 10 and nobody clearly at 20; at "
             "writers = 20 "
             "'a' and 'b' are level on makespan (95 % intervals overlap, or less than 1 % apart).");
}

BOOST_AUTO_TEST_CASE(what_a_winner_fails_is_said_of_each_stretch) {
  measure::result r = sweep({{5, 1, 2}, {10, 2, 4}, {20, 4, 3}});
  const auto fail = [&r](std::size_t at, std::size_t who, double give_ups) {
    auto& metrics = r.points[at].policies[who];
    const auto more = policy("more", {{"operations", 1000}, {"give_ups", give_ups}});
    for (const char* name : {"operations", "give_ups"})
      metrics.metrics.push_back({name, *more.find(name)});
  };
  fail(0, 0, 310);
  fail(1, 0, 390);
  fail(2, 1, 5);
  BOOST_TEST(
      said(r).starts_with("The winner depends on writers: 'a' wins from 5 to 10 (failing 31 "
                          "% to 39 %) and 'b' wins at 20; at "));
}

BOOST_AUTO_TEST_CASE(no_winner_anywhere_is_said_once) {
  BOOST_TEST(said(sweep({{5, 1, 1}, {10, 2, 2}})) ==
             "No clear winner at every value of writers: at writers = 10 'a' and 'b' are level on "
             "makespan "
             "(95 % intervals overlap, or less than 1 % apart).");
}

BOOST_AUTO_TEST_CASE(where_a_point_has_no_place_on_the_axis_the_wins_are_counted) {
  measure::result r = sweep({{10, 1, 2}, {20, 2, 4}, {50, 5, 10}});
  r.points[1].sweep = nlohmann::ordered_json::object();
  BOOST_TEST(said(r) == "'a' wins at all 3 points.");
}

BOOST_AUTO_TEST_CASE(over_several_axes_the_wins_are_counted) {
  measure::result r;
  for (const int writers : {10, 20})
    for (const int nodes : {1, 2})
      r.points.push_back({.sweep = {{"/workload/writers", writers}, {"/workload/nodes", nodes}},
                          .policies = {policy("a", {{"makespan", 1.0 * writers * nodes, 0.1}}),
                                       policy("b", {{"makespan", 20, 0.1}})}});
  BOOST_TEST(said(r) == "Of 4 points, 'a' wins at 1, 'b' wins at 1 and nobody clearly at 2.");
}

BOOST_AUTO_TEST_SUITE_END()
