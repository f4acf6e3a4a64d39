// From tallies to a policy's result, and what a sweep adds to it. Tallies come from a seeded random
// source.
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "measure/results.hpp"
#include <contend/measure/metrics/all.hpp>
#include <contend/measure/summary.hpp>

using namespace contend::measure;

namespace {

policy_result with_goodput(double mean, double stddev) {
  policy_result p{.name = "p"};
  p.metrics = {{"goodput", estimate_of(mean, stddev, 25)}};
  return p;
}

/// One policy's goodputs at swept values, as the points of a result.
std::vector<point> sweep_of(const char* pointer, const std::vector<nlohmann::ordered_json>& values,
                            const std::vector<double>& goodputs) {
  std::vector<point> points;
  for (std::size_t i = 0; i < values.size(); ++i)
    points.push_back({{{pointer, values[i]}}, {with_goodput(goodputs[i], goodputs[i] / 10)}});
  return points;
}

const estimate* collapse_at(const std::vector<point>& points, std::size_t i) {
  return points[i].policies[0].find("collapse");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summaries)

BOOST_AUTO_TEST_CASE(a_summary_holds_every_metric_in_order_and_merges_all_latencies) {
  summary all;
  histogram merged;
  statistics commits;
  statistics conflict_rate;
  for (std::uint64_t r = 0; r < 30; ++r) {
    const tally t = test::varied(r);
    all.add(observe(t));
    merged.merge(t.latency);
    commits.add(plain(static_cast<double>(t.commits)));
    conflict_rate.add({static_cast<double>(t.conflicts), static_cast<double>(t.appends)});
  }
  const policy_result p = all.finish("full jitter");
  BOOST_TEST(p.name == "full jitter");
  BOOST_TEST((p.latency == merged));
  BOOST_TEST((*p.find("commits") == commits.result()));
  BOOST_TEST((*p.find("conflict_rate") == conflict_rate.result()));
  BOOST_TEST((all.of("conflict_rate") == conflict_rate.result()));

  std::size_t i = 0;
  for (const metric& m : all_metrics()) {
    if (m.of == nullptr || m.where_given) continue;
    BOOST_TEST_REQUIRE(p.metrics[i++].name == m.name);
  }
  BOOST_TEST(i == p.metrics.size());
}

BOOST_AUTO_TEST_CASE(the_percentiles_among_the_metrics_are_those_of_each_replication) {
  summary all;
  tally fast;
  fast.latency.record(contend::duration{1'000'000'000});
  tally slow;
  slow.latency.record(contend::duration{3'000'000'000});
  all.add(observe(fast));
  all.add(observe(slow));
  BOOST_TEST(*all.of("latency.p99").mean == 2);
  BOOST_TEST(all.of("latency.p99").replications == 2U);
}

BOOST_AUTO_TEST_CASE(a_metric_that_is_not_there_is_refused) {
  BOOST_CHECK_THROW((void)summary{}.of("speed"), std::invalid_argument);
  BOOST_TEST((policy_result{.name = "p"}.find("speed") == nullptr));
}

BOOST_AUTO_TEST_CASE(what_no_replication_has_is_left_out_where_a_metric_says_so) {
  summary without;
  summary with;
  for (std::uint64_t r = 0; r < 3; ++r) {
    tally t = test::varied(r);
    without.add(observe(t));
    t.queues.spend(std::chrono::seconds{1}, r, std::chrono::seconds{1});
    with.add(observe(t));
  }
  BOOST_TEST(without.finish("p").find("queue_depth") == nullptr);
  BOOST_TEST(*with.finish("p").find("queue_depth.max")->mean == 1.0);
}

BOOST_AUTO_TEST_CASE(each_group_has_the_metrics_that_are_given_by_group) {
  summary all;
  statistics commits;
  for (std::uint64_t r = 0; r < 5; ++r) {
    tally t = test::varied(r);
    t.groups = {test::varied(r + 100), test::varied(r + 200)};
    t.groups[0].group = "users";
    t.groups[1].group = "batch";
    all.add(observe(t));
    commits.add(plain(static_cast<double>(t.groups[1].commits)));
  }
  const policy_result p = all.finish("p");
  BOOST_TEST((*p.find("commits{group:batch}") == commits.result()));
  BOOST_TEST(p.find("latency.p99{group:users}") != nullptr);
  BOOST_TEST(p.find("window_use{group:users}") == nullptr);
  BOOST_TEST(p.find("commits") != nullptr);
}

BOOST_AUTO_TEST_CASE(a_group_has_the_values_of_its_own_tally) {
  tally t = test::varied(1);
  t.groups = {test::varied(2), test::varied(3)};
  t.groups[0].group = "users";
  t.groups[1].group = "batch";
  t.groups[0].conflicts_absorbed = 5;
  t.groups[0].conflicts_escaped = 2;
  t.groups[0].thrash_operations = 3;
  summary all;
  all.add(observe(t));
  const policy_result p = all.finish("p");
  for (const std::string name : {"failure_rate", "restart_ratio", "conflicts_absorbed",
                                 "conflicts_escaped", "fairness_gini", "thrash_operations"}) {
    BOOST_TEST_CONTEXT(name) {
      for (const tally& group : t.groups) {
        const estimate* given = p.find(name + "{group:" + group.group + "}");
        BOOST_TEST_REQUIRE(given != nullptr);
        statistics expected;
        expected.add(find_metric(name)->of(group));
        BOOST_TEST((*given == expected.result()));
        BOOST_TEST(given->mean.has_value());
      }
      BOOST_TEST(*p.find(name + "{group:users}")->mean != *p.find(name + "{group:batch}")->mean);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(collapse)

BOOST_AUTO_TEST_CASE(it_is_goodput_at_the_highest_load_over_the_peak) {
  auto points = sweep_of("/workload/writers", {50, 10, 100, 20}, {80, 40, 20, 60});
  complete_sweep(points);
  const estimate* e = collapse_at(points, 2);
  BOOST_TEST_REQUIRE(e != nullptr);
  BOOST_TEST(*e->mean == 0.25);
  // Both have a relative standard error of 1/10 / √25: together √2 · 0.02.
  BOOST_TEST(e->standard_error() == 0.25 * std::sqrt(2.0) * 0.02,
             boost::test_tools::tolerance(1e-12));
  for (std::size_t i : {0U, 1U, 3U}) BOOST_TEST(collapse_at(points, i) == nullptr);
}

BOOST_AUTO_TEST_CASE(it_is_one_where_the_highest_load_is_the_peak) {
  auto points =
      sweep_of("/workload/arrivals/open/poisson/rate", {"9/s", "50/s", "100/s"}, {9, 50, 60});
  complete_sweep(points);
  const estimate* e = collapse_at(points, 2);
  BOOST_TEST_REQUIRE(e != nullptr);
  BOOST_TEST(*e->mean == 1);
  BOOST_TEST(*e->stddev == 0);
}

BOOST_AUTO_TEST_CASE(it_is_null_where_nothing_was_committed_at_all) {
  auto points = sweep_of("/workload/writers", {1, 2}, {0, 0});
  complete_sweep(points);
  BOOST_TEST_REQUIRE(collapse_at(points, 1) != nullptr);
  BOOST_TEST(!collapse_at(points, 1)->mean);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_is_not_over_load_has_none) {
  auto over_policy = sweep_of("/policies/full jitter/backoff/jitter/base", {"1ms", "2ms"}, {1, 2});
  auto over_keys = sweep_of("/workload/keys", {"uniform", "zipf"}, {1, 2});
  auto single = sweep_of("/workload/writers", {1}, {1});
  std::vector<point> two_axes = {
      {{{"/workload/writers", 1}, {"/workload/nodes", 1}}, {with_goodput(1, 0)}},
      {{{"/workload/writers", 2}, {"/workload/nodes", 1}}, {with_goodput(1, 0)}}};
  for (auto* points : {&over_policy, &over_keys, &single, &two_axes}) {
    complete_sweep(*points);
    for (std::size_t i = 0; i < points->size(); ++i) BOOST_TEST(collapse_at(*points, i) == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(it_stands_at_its_place_among_the_metrics_and_only_once) {
  auto r = test::example_result();
  complete_sweep(r.points);
  const auto& metrics = r.points[1].policies[0].metrics;
  std::size_t i = 0;
  for (const metric& m : all_metrics())
    if (!m.where_given) BOOST_TEST_REQUIRE(metrics[i++].name == m.name);
  BOOST_TEST(i == metrics.size());
}

BOOST_AUTO_TEST_SUITE_END()
