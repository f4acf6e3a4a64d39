// Runs made up of drawn values, compared: what is matched with what, how, and what is said of it.
// How often that is right, in real runs: tests/sim/runs_compared.cpp.
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "measure/results.hpp"
#include <contend/measure/compare_runs.hpp>
#include <contend/measure/replication_values.hpp>
#include <contend/measure/result_json.hpp>

using namespace contend::measure;
using contend::random_key;
using contend::random_source;

namespace {

named_estimate metric_of(std::string name, const std::vector<double>& values) {
  statistics all;
  replication_values each;
  for (const double v : values) {
    all.add(plain(v));
    each.add(plain(v));
  }
  return {.name = std::move(name), .value = all.result(), .values = each.result(all.result())};
}

/// Around `mean`, one in 20 up and down; common to all runs of the same draw but for `own`.
std::vector<double> around(double mean, std::size_t count, std::uint64_t draw, double own = 0) {
  random_source common{random_key{1}.with(draw)};
  random_source alone{random_key{2}.with(draw)};
  std::vector<double> values(count);
  for (double& v : values) v = mean * (0.95 + 0.1 * common.unit()) + own * (alone.unit() - 0.5);
  return values;
}

result run_of(std::vector<named_estimate> metrics, std::uint64_t seed = 1) {
  result r;
  r.scenario = {{"seed", seed}};
  r.points = {{.policies = {{.name = "full", .metrics = std::move(metrics)}}}};
  return r;
}

compare_options only(std::vector<std::string> metrics) { return {.metrics = std::move(metrics)}; }

metric_comparison first(const comparison& c) { return c.policies.at(0).metrics.at(0); }

/// Appends of two runs, of which fewer are better.
metric_comparison appends(const std::vector<double>& baseline, const std::vector<double>& candidate,
                          std::uint64_t seed = 1) {
  return first(compare_runs(run_of({metric_of("appends", baseline)}),
                            run_of({metric_of("appends", candidate)}, seed), only({"appends"})));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(runs_against_a_baseline)

BOOST_AUTO_TEST_CASE(equal_digests_are_identical_whatever_made_them) {
  const result r = test::example_result();
  result again = r;
  again.provenance.command = "contend run other.json";
  const comparison c = compare_runs(r, again, only({"appends", "commits"}));
  BOOST_TEST(c.identical);
  BOOST_TEST((c.overall() == change::identical));
  BOOST_TEST(c.count(change::inconclusive) == 0U);
  BOOST_TEST(digest(r) == digest(again));

  again.points[1].policies[0].metrics[3].value.replications = 6;
  BOOST_TEST(!compare_runs(r, again, only({"appends"})).identical);
}

BOOST_AUTO_TEST_CASE(more_appends_are_worse_and_fewer_better) {
  const auto before = around(100, 30, 1);
  BOOST_TEST((appends(before, around(103, 30, 1, 1)).verdict == change::worse));
  BOOST_TEST((appends(before, around(97, 30, 1, 1)).verdict == change::better));
  const auto goodput =
      compare_runs(run_of({metric_of("goodput", before)}),
                   run_of({metric_of("goodput", around(97, 30, 1, 1))}), only({"goodput"}));
  BOOST_TEST((first(goodput).verdict == change::worse));
  BOOST_TEST((goodput.overall() == change::worse));
}

BOOST_AUTO_TEST_CASE(of_a_metric_that_is_neither_good_nor_bad_one_hears_that_it_differs) {
  const auto c =
      compare_runs(run_of({metric_of("operations", around(100, 30, 1))}),
                   run_of({metric_of("operations", around(103, 30, 1, 1))}), only({"operations"}));
  BOOST_TEST((first(c).verdict == change::differs));
}

BOOST_AUTO_TEST_CASE(what_is_significant_and_too_small_to_matter_is_no_change) {
  const metric_comparison m = appends(around(100, 30, 1), around(100.2, 30, 1, 0.2));
  BOOST_TEST(*m.p_holm < 0.001);
  BOOST_TEST((m.verdict == change::none));
}

BOOST_AUTO_TEST_CASE(
    what_may_be_large_and_may_be_nothing_is_inconclusive_and_says_what_would_tell) {
  const metric_comparison m = appends(around(100, 10, 1), around(100, 10, 2), 2);
  BOOST_TEST((m.verdict == change::inconclusive));
  BOOST_TEST_REQUIRE(m.replications_needed.has_value());
  // Deviation 2.9 on each side: 4.1 together; within 1 less the difference.
  BOOST_TEST(*m.replications_needed > 10U);
}

BOOST_AUTO_TEST_CASE(the_same_seed_pairs_replications_and_another_one_does_not) {
  const auto before = around(100, 30, 1);
  const auto after = around(101, 30, 1, 0.5);
  const metric_comparison paired = appends(before, after);
  BOOST_TEST(paired.by.paired);
  BOOST_TEST(paired.bootstrapped);
  BOOST_TEST((*paired.by.degrees == 29));
  const metric_comparison alone = appends(before, after, 2);
  BOOST_TEST(!alone.by.paired);
  BOOST_TEST(alone.bootstrapped);
  BOOST_TEST(*alone.by.degrees > 50);
  BOOST_TEST(*alone.by.p_value > 100 * *paired.by.p_value);
  BOOST_TEST(alone.by.absolute == paired.by.absolute);
  // The bootstrap's interval is near Student's, and a little to either side of it.
  BOOST_TEST(paired.interval->first == paired.by.ci95->first, boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(other_numbers_of_replications_are_not_paired) {
  BOOST_TEST(!appends(around(100, 30, 1), around(100, 31, 1)).by.paired);
}

BOOST_AUTO_TEST_CASE(one_side_that_never_varies_pairs_with_one_that_does) {
  const metric_comparison m = appends(std::vector<double>(20, 50.0), around(51, 20, 1));
  BOOST_TEST(m.by.paired);
  BOOST_TEST(m.by.absolute == 1, boost::test_tools::tolerance(1.0));
  BOOST_TEST((*m.by.degrees == 19));
  const metric_comparison both =
      appends(std::vector<double>(20, 50.0), std::vector<double>(20, 51));
  BOOST_TEST((both.verdict == change::worse));
  BOOST_TEST(*both.by.p_value == std::exp2(-19));
}

BOOST_AUTO_TEST_CASE(a_file_without_single_replications_is_compared_by_welch_and_student) {
  result old = run_of({metric_of("appends", around(100, 30, 1))});
  old.points[0].policies[0].metrics[0].values.clear();
  const auto c =
      compare_runs(old, run_of({metric_of("appends", around(103, 30, 1, 1))}), only({"appends"}));
  BOOST_TEST(!c.paired);
  BOOST_TEST(!first(c).by.paired);
  BOOST_TEST(!first(c).bootstrapped);
  BOOST_TEST((first(c).interval == first(c).by.ci95));
  BOOST_TEST((first(c).verdict == change::worse));
}

BOOST_AUTO_TEST_CASE(one_replication_tells_nothing_and_says_so) {
  const metric_comparison m = appends({100}, {150});
  BOOST_TEST((m.verdict == change::inconclusive));
  BOOST_TEST(!m.p_holm);
  BOOST_TEST(!m.interval);
}

BOOST_AUTO_TEST_CASE(two_replications_that_happen_to_be_alike_are_not_taken_for_certainty) {
  const auto before = around(100, 30, 1);
  for (const auto& after : {std::vector<double>{105, 105}, std::vector<double>{105, 105.01}}) {
    const metric_comparison m = appends(before, after, 2);
    BOOST_TEST((m.verdict == change::inconclusive));
    BOOST_TEST(*m.by.p_value > 0.05);
  }
  BOOST_TEST((appends(before, around(105, 10, 2), 2).verdict == change::worse));
}

BOOST_AUTO_TEST_CASE(what_is_sure_enough_alone_need_not_be_among_many) {
  // p = 0.02 or so alone; with nine metrics that say nothing beside it, not enough.
  std::vector<named_estimate> before = {metric_of("appends", around(100, 30, 1))};
  std::vector<named_estimate> after = {metric_of("appends", around(101.2, 30, 1, 8))};
  std::vector<std::string> names = {"appends"};
  for (std::uint64_t i = 0; i < 9; ++i) {
    names.push_back("noise" + std::to_string(i));
    before.push_back(metric_of(names.back(), around(100, 30, 10 + i)));
    after.push_back(metric_of(names.back(), around(100, 30, 30 + i)));
  }
  const metric_comparison alone =
      first(compare_runs(run_of(before), run_of(after), only({"appends"})));
  const metric_comparison among = first(compare_runs(run_of(before), run_of(after), only(names)));
  BOOST_TEST(*alone.p_holm == *alone.by.p_value);
  BOOST_TEST(*among.p_holm > *alone.p_holm);
  BOOST_TEST((alone.verdict == change::worse));
  BOOST_TEST((among.verdict == change::inconclusive));
}

BOOST_AUTO_TEST_CASE(points_match_by_what_is_swept_and_policies_by_name) {
  const auto policy = [](const std::string& name, double mean) {
    return policy_result{.name = name, .metrics = {metric_of("appends", around(mean, 20, 1, 1))}};
  };
  result before{.scenario = {{"seed", 1}, {"run", {{"for", "60s"}}}}};
  before.points = {{{{"/workload/writers", 10}}, {policy("a", 100), policy("b", 200)}},
                   {{{"/workload/writers", 20}}, {policy("a", 300)}}};
  result after{.scenario = {{"seed", 1}, {"run", {{"for", "30s"}}}}};
  after.points = {{{{"/workload/writers", 20}}, {policy("a", 390)}},
                  {{{"/workload/writers", 10}}, {policy("b", 200), policy("c", 100)}}};
  const comparison c = compare_runs(before, after, only({"appends"}));
  BOOST_TEST_REQUIRE(c.policies.size() == 2U);
  BOOST_TEST(c.policies[0].candidate == "b");
  BOOST_TEST((c.policies[0].metrics[0].verdict == change::none));
  BOOST_TEST(c.policies[1].sweep["/workload/writers"] == 20);
  BOOST_TEST((c.policies[1].metrics[0].verdict == change::worse));
  BOOST_TEST_REQUIRE(c.remarks.size() == 3U);
  BOOST_TEST(c.remarks[0] == "the scenarios differ in /run/for");
  BOOST_TEST(c.remarks[1] == "only in the baseline: \"a\" at /workload/writers=10");
  BOOST_TEST(c.remarks[2] == "only in the candidate: \"c\" at /workload/writers=10");
}

BOOST_AUTO_TEST_CASE(a_metric_that_only_one_side_has_is_told) {
  const auto c = compare_runs(run_of({metric_of("appends", around(100, 20, 1))}),
                              run_of({metric_of("appends", around(100, 20, 1)),
                                      metric_of("recovery_time", around(3, 20, 1))}),
                              only({"appends", "recovery_time"}));
  BOOST_TEST(c.compared() == 1U);
  BOOST_TEST_REQUIRE(c.remarks.size() == 1U);
  BOOST_TEST(contains(c.remarks[0], "only one side has a value of recovery_time of \"full\""));
}

BOOST_AUTO_TEST_CASE(policies_of_one_run_are_compared_pair_by_pair) {
  result r = run_of({metric_of("appends", around(100, 30, 1))});
  r.points[0].policies.push_back(
      {.name = "none", .metrics = {metric_of("appends", around(110, 30, 1, 1))}});
  const comparison c = compare_policies(r, "full", only({"appends"}));
  BOOST_TEST_REQUIRE(c.policies.size() == 1U);
  BOOST_TEST(c.policies[0].baseline == "full");
  BOOST_TEST(c.policies[0].candidate == "none");
  BOOST_TEST((first(c).verdict == change::worse));
  BOOST_TEST(c.paired);
  BOOST_TEST(compare_policies(r, "nobody", only({"appends"})).policies.empty());
}

BOOST_AUTO_TEST_CASE(the_same_runs_give_the_same_comparison_from_memory_and_from_their_files) {
  const result before = run_of({metric_of("appends", around(100, 30, 1))});
  const result after = run_of({metric_of("appends", around(101, 30, 2))}, 2);
  const auto from_files = compare_runs(read_result(result_text(before), "a"),
                                       read_result(result_text(after), "b"), only({"appends"}));
  BOOST_TEST((from_files == compare_runs(before, after, only({"appends"}))));
}

BOOST_AUTO_TEST_SUITE_END()
