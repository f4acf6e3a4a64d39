// Each metric from a small tally made by hand, whose values are worked out in the comment or on
// sight.
#include <chrono>
#include <set>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <contend/measure/metrics/all.hpp>

using contend::duration;
using namespace contend::measure;
using namespace std::chrono_literals;

namespace {

ratio value_of(std::string_view name, const tally& t) {
  const metric* m = find_metric(name);
  BOOST_TEST_REQUIRE(m != nullptr);
  return m->of(t);
}

double number(std::string_view name, const tally& t) {
  const ratio r = value_of(name, t);
  BOOST_TEST_REQUIRE(!r.null());
  return r.over / r.under;
}

/// 10 operations in 4 s: 6 committed after 9 conflicts, one gave up on its third conflict, …
tally example() {
  tally t;
  t.measured = 4s;
  t.operations = 10;
  t.commits = 6;
  t.give_ups = 1;
  t.deferred = 1;
  t.rejected = 1;
  t.open_operations = 1;
  t.reads = 20;
  t.appends = 18;
  t.notices = 5;
  t.conflicts = 12;
  t.wasted_requests = 26;
  t.conflicts_absorbed = 9;
  t.conflicts_escaped = 1;
  t.thrash_operations = 2;
  t.starvation_max = 4;
  t.waited_by_choice.add(500ms);
  t.vulnerability.add(360ms);
  t.vulnerability_windows = 18;
  t.actors_written = 2;
  t.commits_of_writer = {1, 2, 3, 0};
  for (int i = 1; i <= 10; ++i) t.latency.record(duration{10ms} * i);
  return t;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_of_a_tally)

BOOST_AUTO_TEST_CASE(counts_are_the_counters) {
  const tally t = example();
  const std::pair<const char*, double> expected[] = {
      {"operations", 10},   {"commits", 6},    {"give_ups", 1},           {"deferred", 1},
      {"rejected", 1},      {"reads", 20},     {"open_operations", 1},    {"appends", 18},
      {"notices", 5},       {"conflicts", 12}, {"conflicts_absorbed", 9}, {"conflicts_escaped", 1},
      {"starvation_max", 4}};
  for (const auto& [name, count] : expected) {
    BOOST_TEST_CONTEXT(name) { BOOST_TEST((value_of(name, t) == plain(count))); }
  }
}

BOOST_AUTO_TEST_CASE(shares_and_ratios_keep_both_sides_of_the_line) {
  const tally t = example();
  BOOST_TEST((value_of("conflict_rate", t) == ratio{12, 18}));
  BOOST_TEST((value_of("restart_ratio", t) == ratio{12, 6}));
  BOOST_TEST((value_of("failure_rate", t) == ratio{2, 10}));
  BOOST_TEST((value_of("appends_per_commit", t) == ratio{18, 6}));
  BOOST_TEST((value_of("wasted_work", t) == ratio{26, 38}));
  BOOST_TEST((value_of("thrash_operations", t) == ratio{2, 10}));
  BOOST_TEST((value_of("goodput", t) == ratio{6, 4}));
  BOOST_TEST((value_of("throughput", t) == ratio{18, 4}));
}

BOOST_AUTO_TEST_CASE(window_use_is_commits_times_mean_window_over_time_and_actors) {
  // 6 × 20 ms / (4 s × 2)
  BOOST_TEST(number("window_use", example()) == 0.12 / 8, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(backoff_share_is_chosen_waits_over_latencies) {
  BOOST_TEST(number("backoff_share", example()) == 0.5 / 0.55, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(latencies_are_in_seconds) {
  const tally t = example();
  const auto bound = boost::test_tools::tolerance(1.0 / 128);
  BOOST_TEST(number("latency.mean", t) == 0.055, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(number("latency.p50", t) == 0.05, bound);
  BOOST_TEST(number("latency.p90", t) == 0.09, bound);
  BOOST_TEST(number("latency.p99", t) == 0.1, bound);
  BOOST_TEST(number("latency.p99.9", t) == 0.1, bound);
  BOOST_TEST(number("latency.max", t) == 0.1);
}

BOOST_AUTO_TEST_CASE(a_run_that_drained_has_a_makespan_and_a_drain_time) {
  tally t = example();
  BOOST_TEST(value_of("makespan", t).null());
  BOOST_TEST(value_of("drain_time", t).null());
  t.makespan = 2500ms;
  t.drain_time = 1500ms;
  BOOST_TEST(number("makespan", t) == 2.5);
  BOOST_TEST(number("drain_time", t) == 1.5);
}

BOOST_AUTO_TEST_CASE(fairness_is_that_of_the_commits_of_each_writer) {
  const tally t = example();  // 0 1 2 3: Σ = 6, Σ² = 14; Gini: 2·(0+2+6+12)/(4·6) − 5/4
  BOOST_TEST(number("fairness_jain", t) == 36.0 / (4 * 14));
  BOOST_TEST(number("fairness_gini", t) == 40.0 / 24 - 1.25, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(equal_writers_are_perfectly_fair_and_a_single_winner_is_not) {
  tally t;
  t.commits_of_writer = {5, 5, 5, 5, 5};
  BOOST_TEST(number("fairness_jain", t) == 1);
  BOOST_TEST(number("fairness_gini", t) == 0);
  t.commits_of_writer = {0, 0, 7, 0, 0};
  BOOST_TEST(number("fairness_jain", t) == 0.2, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(number("fairness_gini", t) == 0.8, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(the_share_of_open_time_is_over_all_breakers) {
  tally t;
  BOOST_TEST(value_of("breaker_open_share", t).null());
  t.breakers_open.add(3s);
  t.breakers_watched.add(6s, 2);
  BOOST_TEST(number("breaker_open_share", t) == 0.25);
}

BOOST_AUTO_TEST_CASE(nothing_under_the_line_is_null) {
  const tally empty;
  for (const char* name :
       {"conflict_rate", "restart_ratio", "appends_per_commit", "wasted_work", "goodput",
        "throughput", "window_use", "drain_time", "makespan", "latency.mean", "latency.p50",
        "latency.max", "backoff_share", "thrash_operations", "thrash_time", "fairness_jain",
        "fairness_gini", "breaker_open_share"})
    BOOST_TEST_CONTEXT(name) { BOOST_TEST(value_of(name, empty).null()); }
}

BOOST_AUTO_TEST_CASE(every_metric_has_a_name_of_its_own_and_says_what_it_is) {
  std::set<std::string_view> names;
  for (const metric& m : all_metrics()) {
    BOOST_TEST_CONTEXT(m.name) {
      BOOST_TEST(names.insert(m.name).second);
      BOOST_TEST(!m.help.empty());
      BOOST_TEST(!m.formula.empty());
      BOOST_TEST((m.of != nullptr) != (m.over_load != nullptr));
      BOOST_TEST(find_metric(m.name) == &m);
    }
  }
  BOOST_TEST(find_metric("conflict rate") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(thrashing)

namespace {

/// Ten seconds in which one writer alone would commit 40 a second on the one actor.
tally ten_seconds() {
  tally t;
  t.measured = 10s;
  t.actors_written = 1;
  t.solo_rate = 40;
  return t;
}

/// In second number `second`: so many appends, of which so many conflict and the rest commit.
void happen(tally& t, int second, int appends, int conflicts) {
  for (int i = 0; i < appends; ++i) {
    const duration at = duration{1s} * second + duration{1s} / appends * i;
    t.over_time.append(at);
    if (i < conflicts) {
      t.over_time.conflict(at);
      continue;
    }
    t.over_time.commit(at);
    ++t.commits;
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_window_thrashes_when_most_appends_conflict_and_goodput_is_low) {
  tally t = ten_seconds();
  happen(t, 0, 100, 0);    // all commit
  happen(t, 1, 200, 181);  // 90 % conflict, 19 commits: under half of 40
  happen(t, 2, 200, 180);  // 20 commits: half of 40 is not under half
  happen(t, 3, 200, 120);  // 60 % conflict, but 80 commits
  happen(t, 4, 20, 10);    // exactly half conflict
  happen(t, 5, 19, 10);    // more than half, 9 commits
  for (int s = 6; s < 10; ++s) happen(t, s, 100, 0);
  BOOST_TEST((value_of("thrash_time", t) == ratio{2, 10}));
}

BOOST_AUTO_TEST_CASE(little_goodput_is_no_thrashing_where_little_was_offered) {
  tally t = ten_seconds();
  for (int s = 0; s < 10; ++s) happen(t, s, 16, 11);  // 5 commits a second, windows are 10 s long
  BOOST_TEST((value_of("thrash_time", t) == ratio{1, 1}));
  t.offered_rate = 6;
  BOOST_TEST((value_of("thrash_time", t) == ratio{0, 1}));
}

BOOST_AUTO_TEST_CASE(what_one_writer_would_commit_counts_for_each_actor_written_to) {
  tally t = ten_seconds();
  for (int s = 0; s < 10; ++s) happen(t, s, 200, 150);  // 50 commits a second
  BOOST_TEST((value_of("thrash_time", t) == ratio{0, 10}));
  t.actors_written = 3;
  BOOST_TEST((value_of("thrash_time", t) == ratio{10, 10}));
}

BOOST_AUTO_TEST_CASE(windows_are_as_long_as_fifty_commits_take) {
  tally t = ten_seconds();
  for (int s = 0; s < 10; ++s) happen(t, s, 30, 10);  // 20 commits a second: windows of 2.5 s
  BOOST_TEST((value_of("thrash_time", t) == ratio{0, 4}));
}

BOOST_AUTO_TEST_CASE(it_is_null_where_nobody_said_what_could_have_been_committed) {
  tally t = ten_seconds();
  happen(t, 0, 100, 99);
  t.solo_rate = std::numeric_limits<double>::infinity();
  BOOST_TEST(value_of("thrash_time", t).null());
}

BOOST_AUTO_TEST_CASE(a_background_queue_is_a_mean_over_queues_and_time) {
  tally t = example();
  for (const char* name : {"queue_depth", "queue_depth.max", "queue_age", "queue_age.max",
                           "background_commits", "dead_letters", "deferred_delay"}) {
    BOOST_TEST(value_of(name, t).null(), name);
    BOOST_TEST(find_metric(name)->where_given);
  }
  // Two queues over 4 s: one empty; the other holds 3 jobs for 1 s, the oldest from 0 to 1 s old,
  // then 1 job for 2 s, from 0.5 to 2.5 s old.
  t.queues.spend(4s, 0, 0s);
  t.queues.spend(1s, 3, 1s);
  t.queues.spend(2s, 1, 2500ms);
  t.queues.spend(1s, 0, 0s);
  t.background_commits = 5;
  t.dead_letters = 2;
  t.deferred_delay.add(3s);
  t.deferred_done = 4;
  BOOST_TEST(number("queue_depth", t) == (3 * 1 + 1 * 2) / 8.0);
  BOOST_TEST(number("queue_depth.max", t) == 3);
  BOOST_TEST(number("queue_age", t) == (0.5 * 1 + 1.5 * 2) / 8.0);
  BOOST_TEST(number("queue_age.max", t) == 2.5);
  BOOST_TEST(number("background_commits", t) == 5);
  BOOST_TEST(number("dead_letters", t) == 2);
  BOOST_TEST(number("deferred_delay", t) == 0.75);
}

BOOST_AUTO_TEST_CASE(a_name_may_be_of_a_group) {
  BOOST_TEST(metric_name::parse("latency.p99").group == "");
  const metric_name users = metric_name::parse("latency.p99{group:the users}");
  BOOST_TEST(users.metric == "latency.p99");
  BOOST_TEST(users.group == "the users");
  BOOST_TEST(users.text() == "latency.p99{group:the users}");
  BOOST_TEST(metric_name::parse("a{group:b").metric == "a{group:b");
}

BOOST_AUTO_TEST_SUITE_END()
