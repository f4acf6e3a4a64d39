// Tallies whose course is written by hand: recovery and series are then known exactly.
#include <boost/test/unit_test.hpp>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/series.hpp>

using namespace contend;
using namespace contend::measure;
using namespace std::chrono_literals;

namespace {

/// 100 commits a second of 10 ms each, but for the time from 20 s to `back`: none until 25 s, then
/// so many a second with the latency `late`.
tally course(duration back, int commits_meanwhile, duration late) {
  tally t;
  t.measured = 60s;
  t.faults = {.begin = 20s, .end = 25s};
  for (duration at{}; at < t.measured; at += 1s) {
    const bool normal = at < 20s || at >= back;
    const int commits = normal ? 100 : at < 25s ? 0 : commits_meanwhile;
    for (int i = 0; i < commits; ++i) {
      const duration when = at + i * 1s / commits;
      t.over_time.append(when);
      t.over_time.commit(when);
      t.latency_over_time.record(when, normal ? duration{10ms} : late);
    }
  }
  return t;
}

ratio value(const char* name, const tally& t) { return find_metric(name)->of(t); }

}  // namespace

BOOST_AUTO_TEST_SUITE(recovery)

BOOST_AUTO_TEST_CASE(
    recovery_time_is_from_the_end_of_the_fault_to_the_first_of_three_good_windows) {
  BOOST_TEST((value("recovery_time", course(25s, 0, 0s)) == plain(0)));
  BOOST_TEST((value("recovery_time", course(32s, 50, 10ms)) == plain(7)));
  BOOST_TEST((value("recovered", course(32s, 50, 10ms)) == plain(1)));
}

BOOST_AUTO_TEST_CASE(goodput_alone_is_no_recovery_while_latency_is_high) {
  BOOST_TEST((value("recovery_time", course(40s, 100, 25ms)) == plain(15)));
  BOOST_TEST((value("recovery_time", course(40s, 100, 15ms)) == plain(0)));  // under twice
}

BOOST_AUTO_TEST_CASE(a_run_that_never_gets_there_says_so) {
  BOOST_TEST(value("recovery_time", course(60s, 40, 10ms)).null());
  BOOST_TEST((value("recovered", course(60s, 40, 10ms)) == plain(0)));
  // Two good windows at the end are not three.
  BOOST_TEST((value("recovered", course(58s, 40, 10ms)) == plain(0)));
}

BOOST_AUTO_TEST_CASE(without_a_fault_there_is_nothing_to_recover_from) {
  tally t = course(25s, 0, 0s);
  t.faults.reset();
  BOOST_TEST(value("recovery_time", t).null());
  BOOST_TEST(value("recovered", t).null());
  t.faults = {.begin = 20s, .end = duration::max()};
  BOOST_TEST(value("recovered", t).null());
}

BOOST_AUTO_TEST_CASE(series_give_each_second_its_rates) {
  series_summary all;
  all.add(observe_series(course(32s, 50, 20ms)));
  all.add(observe_series(course(32s, 30, 20ms)));
  const nlohmann::ordered_json series = all.result();
  BOOST_TEST(series["step"] == 1.0);
  BOOST_TEST(series["start"] == 0.0);
  BOOST_REQUIRE(series["goodput"].size() == 60U);
  BOOST_TEST(series["goodput"][10] == 100.0);
  BOOST_TEST(series["goodput"][22] == 0.0);
  BOOST_TEST(series["goodput"][27] == 40.0);  // the mean of both
  BOOST_TEST(series["conflict_rate"][10] == 0.0);
  BOOST_TEST(series["conflict_rate"][22].is_null());
  BOOST_TEST(series["latency.p99"][22].is_null());
  BOOST_TEST(std::abs(series["latency.p99"][27].get<double>() - 0.02) < 0.0002);
}

BOOST_AUTO_TEST_CASE(series_of_different_lengths_are_given_in_the_steps_of_the_longest) {
  tally one;
  one.measured = 4s;  // steps of 1/16 s
  tally two;
  two.measured = 8s;  // steps of 1/8 s
  for (duration at{}; at < 4s; at += 62'500us) one.over_time.commit(at);
  for (duration at{}; at < 8s; at += 62'500us) two.over_time.commit(at);
  series_summary all;
  all.add(observe_series(one));
  all.add(observe_series(two));
  const nlohmann::ordered_json series = all.result();
  BOOST_TEST(series["step"] == 0.125);
  BOOST_REQUIRE(series["goodput"].size() == 64U);
  for (const auto& rate : series["goodput"]) BOOST_TEST(rate == 16.0);
}

BOOST_AUTO_TEST_CASE(latencies_over_time_keep_what_they_hold_when_bins_grow) {
  latency_series s;
  for (duration at{}; at < 200s; at += 100ms) s.record(at, at / 1000);
  BOOST_TEST(s.within(0s, 200s).count() == 2000U);
  BOOST_TEST(s.within(100s, 200s).count() == 1000U);
  BOOST_TEST((s.within(100s, 200s).min() == 100ms));
}

BOOST_AUTO_TEST_SUITE_END()
