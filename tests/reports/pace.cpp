// How long the rest of some work takes, for made-up speeds.
#include <boost/test/unit_test.hpp>

#include <contend/reports/pace.hpp>

using contend::reports::pace;

BOOST_AUTO_TEST_SUITE(pace_suite)

BOOST_AUTO_TEST_CASE(nothing_is_said_before_anything_is_done) {
  pace p;
  BOOST_TEST(!p.seconds_for(10));
  p.at(0, 0);
  p.at(3, 0);
  BOOST_TEST(!p.seconds_for(10));
  p.at(4, 2);
  BOOST_TEST(p.seconds_for(10).value() == 20);
}

BOOST_AUTO_TEST_CASE(the_latter_half_of_the_time_counts) {
  pace p;
  for (int second = 0; second <= 100; ++second)
    p.at(second, second < 50 ? second : 2 * second - 50);
  BOOST_TEST(p.seconds_for(10).value() == 5);
  BOOST_TEST(p.seconds_for(0).value() == 0);
}

BOOST_AUTO_TEST_CASE(fifteen_seconds_count_where_they_are_more) {
  pace p;
  for (int second = 0; second <= 20; ++second) p.at(second, second < 10 ? 2 * second : second + 10);
  BOOST_TEST(p.seconds_for(8).value() == 6);  // from 5 s on: 20 in 15 s
}

BOOST_AUTO_TEST_CASE(what_was_done_before_the_first_moment_does_not_count) {
  pace p;
  p.at(8, 1);
  BOOST_TEST(!p.seconds_for(10));
  p.at(10, 3);
  BOOST_TEST(p.seconds_for(10).value() == 10);
}

BOOST_AUTO_TEST_CASE(between_two_long_units_the_time_runs_down) {
  pace p;
  p.at(0, 0);
  p.at(10, 1);
  BOOST_TEST(p.seconds_for(2).value() == 20);
  p.at(14, 1);
  BOOST_TEST(p.seconds_for(2).value() == 16);
  p.at(99, 1);
  BOOST_TEST(p.seconds_for(2).value() == 0);
  p.at(100, 2);
  BOOST_TEST(p.seconds_for(1).value() == 90);  // one in the latter half
}

BOOST_AUTO_TEST_CASE(moments_too_close_to_tell_apart_are_left_out) {
  pace p;
  p.at(0, 1);
  BOOST_TEST(!p.seconds_for(1));
  for (int i = 0; i <= 100'000; ++i) p.at(1 + 1e-5 * i, 100 + 1e-3 * i);
  BOOST_TEST(p.seconds_for(100).value() == 1, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_SUITE_END()
