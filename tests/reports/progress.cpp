// The words of the progress line, for made-up amounts of work and time.
#include <boost/test/unit_test.hpp>

#include <contend/reports/progress.hpp>

using namespace contend::reports;

BOOST_AUTO_TEST_SUITE(progress_lines)

BOOST_AUTO_TEST_CASE(a_line_says_how_much_how_fast_and_how_long) {
  BOOST_TEST(progress_line({.done = 12, .total = 300, .seconds = 0.3}, "replications") ==
             "12/300 replications  40/s  8 s left");
  BOOST_TEST(progress_line({.done = 150, .total = 300, .seconds = 60}, "replications") ==
             "150/300 replications  2.5/s  1 min 0 s left");
}

BOOST_AUTO_TEST_CASE(nothing_is_guessed_before_the_first_is_done) {
  const progress p{.done = 0, .total = 300, .seconds = 5};
  BOOST_TEST(progress_line(p, "replications") == "0/300 replications");
  BOOST_TEST(!p.rate());
  BOOST_TEST(!p.seconds_left());
  BOOST_TEST(progress_line({.done = 1, .total = 300, .seconds = 0}, "x") == "1/300 x");
}

BOOST_AUTO_TEST_CASE(at_the_end_nothing_is_left) {
  const progress p{.done = 300, .total = 300, .seconds = 10};
  BOOST_TEST(progress_line(p, "replications") == "300/300 replications  30/s");
  BOOST_TEST(*p.seconds_left() == 0);
  const progress beyond{.done = 301, .total = 300, .seconds = 10};
  BOOST_TEST(*beyond.seconds_left() == 0);
}

BOOST_AUTO_TEST_CASE(rates_are_in_the_unit_that_suits_them) {
  const auto rate = [](std::uint64_t done, double seconds) {
    return progress_line({.done = done, .total = done, .seconds = seconds}, "x");
  };
  BOOST_TEST(rate(25000, 2) == "25000/25000 x  12k/s");
  BOOST_TEST(rate(500, 2) == "500/500 x  250/s");
  BOOST_TEST(rate(5, 2) == "5/5 x  2.5/s");
  BOOST_TEST(rate(1, 20) == "1/1 x  3/min");
  BOOST_TEST(rate(1, 1800) == "1/1 x  2.0/h");
}

BOOST_AUTO_TEST_CASE(durations_are_what_a_person_would_say) {
  BOOST_TEST(rough_duration(0) == "0 s");
  BOOST_TEST(rough_duration(0.2) == "1 s");
  BOOST_TEST(rough_duration(59.5) == "1 min 0 s");
  BOOST_TEST(rough_duration(131) == "2 min 10 s");
  BOOST_TEST(rough_duration(594) == "9 min 50 s");
  BOOST_TEST(rough_duration(600) == "10 min");
  BOOST_TEST(rough_duration(3540) == "59 min");
  BOOST_TEST(rough_duration(3900) == "1 h 5 min");
  BOOST_TEST(rough_duration(1e300) == "ages");
}

BOOST_AUTO_TEST_CASE(as_json_it_is_one_object_a_line) {
  BOOST_TEST(progress_json({.done = 12, .total = 300, .seconds = 3}) ==
             R"({"done":12,"total":300,"perSecond":4.0,"secondsLeft":72.0})");
  BOOST_TEST(progress_json({.done = 0, .total = 300}) ==
             R"({"done":0,"total":300,"perSecond":null,"secondsLeft":null})");
}

BOOST_AUTO_TEST_SUITE_END()
