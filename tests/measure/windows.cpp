// Bins and windows: events at known times, and where they must be found again.
#include <chrono>

#include <boost/test/unit_test.hpp>

#include <contend/measure/windows.hpp>

using contend::duration;
using contend::measure::windows;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(windows_over_time)

BOOST_AUTO_TEST_CASE(events_are_counted_in_the_window_that_they_fall_in) {
  windows w;
  w.append(0s);
  w.append(999ms);
  w.conflict(1s);
  w.commit(1999ms);
  w.commit(2s);
  const auto cut = w.cut(3s, 1s);
  BOOST_TEST_REQUIRE(cut.size() == 3U);
  BOOST_TEST((cut[0].within == windows::counts{.appends = 2}));
  BOOST_TEST((cut[1].within == windows::counts{.conflicts = 1, .commits = 1}));
  BOOST_TEST((cut[2].within == windows::counts{.commits = 1}));
  BOOST_TEST((cut[0].length == 1s));
}

BOOST_AUTO_TEST_CASE(the_last_window_takes_the_rest_of_the_span) {
  windows w;
  w.commit(3900ms);
  const auto cut = w.cut(3950ms, 1s);
  BOOST_TEST_REQUIRE(cut.size() == 3U);
  BOOST_TEST((cut[2].length == 1950ms));
  BOOST_TEST(cut[2].within.commits == 1U);
}

BOOST_AUTO_TEST_CASE(a_span_shorter_than_a_window_is_one_window) {
  windows w;
  w.append(100ms);
  const auto cut = w.cut(200ms, 1s);
  BOOST_TEST_REQUIRE(cut.size() == 1U);
  BOOST_TEST((cut[0].length == 200ms));
  BOOST_TEST(cut[0].within.appends == 1U);
}

BOOST_AUTO_TEST_CASE(a_window_is_rounded_up_to_whole_bins) {
  const auto cut = windows{}.cut(10s, 1001ms);
  BOOST_TEST((cut[0].length == 1062'500us));
}

BOOST_AUTO_TEST_CASE(warm_up_and_what_comes_after_the_span_are_left_out) {
  windows w;
  w.commit(-1ns);
  w.conflict(-5s);
  w.append(-1ms);
  w.commit(2500ms);
  const auto cut = w.cut(2s, 1s);
  BOOST_TEST_REQUIRE(cut.size() == 2U);
  for (const auto& each : cut) BOOST_TEST((each.within == windows::counts{}));
}

BOOST_AUTO_TEST_CASE(an_empty_span_has_no_windows) { BOOST_TEST(windows{}.cut(0s, 1s).empty()); }

BOOST_AUTO_TEST_CASE(a_long_run_puts_bins_together_and_loses_nothing) {
  windows w;
  constexpr int hours = 5;
  for (int s = 0; s < hours * 3600; ++s) {
    w.append(std::chrono::seconds{s});
    if (s % 2 == 0) w.conflict(std::chrono::seconds{s});
  }
  const auto cut = w.cut(std::chrono::hours{hours}, 1min);
  BOOST_TEST(cut.size() == 300U);
  for (const auto& minute : cut)
    BOOST_TEST_REQUIRE((minute.within == windows::counts{.appends = 60, .conflicts = 30}));
}

BOOST_AUTO_TEST_CASE(an_event_at_the_end_of_time_is_counted_in_bounded_memory) {
  windows w;
  w.commit(1s);
  w.commit(duration::max());
  const auto cut = w.cut(duration::max(), duration::max());
  BOOST_TEST(cut.size() == 1U);
  std::uint64_t commits = 0;
  for (const auto& part : cut) commits += part.within.commits;
  BOOST_TEST(commits == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
