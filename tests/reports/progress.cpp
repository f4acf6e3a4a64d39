// The words of the progress line, for made-up amounts of work and time.
#include <boost/test/unit_test.hpp>

#include <contend/reports/progress.hpp>

using namespace contend::reports;

namespace {

/// `done` of `total` equal units after so many seconds, `left` seconds before the end.
progress at(std::uint64_t done, std::uint64_t total, double seconds,
            std::optional<double> left = {}) {
  progress p = progress::of_equal(done, total);
  p.seconds = seconds;
  p.seconds_left = left;
  return p;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(progress_lines)

BOOST_AUTO_TEST_CASE(a_line_says_how_much_how_fast_and_how_long) {
  BOOST_TEST(progress_line(at(12, 300, 0.3, 7.2), "replications") ==
             "12/300 replications  4 %  40/s  8 s left");
  BOOST_TEST(progress_line(at(150, 300, 60, 60), "replications") ==
             "150/300 replications  50 %  2.5/s  1 min 0 s left");
}

BOOST_AUTO_TEST_CASE(the_share_is_that_of_the_work_where_units_differ) {
  const progress p{.done = 150, .total = 300, .worked = 1, .ahead = 9, .seconds = 60};
  BOOST_TEST(progress_line(p, "x") == "150/300 x  10 %  2.5/s");
  const progress nearly{.done = 299, .total = 300, .worked = 99.99, .ahead = 0.01, .seconds = 60};
  BOOST_TEST(progress_line(nearly, "x") == "299/300 x  99 %  5.0/s");
}

BOOST_AUTO_TEST_CASE(nothing_is_guessed_where_nothing_is_known) {
  const progress p{.done = 0, .total = 300, .seconds = 5};
  BOOST_TEST(progress_line(p, "replications") == "0/300 replications");
  BOOST_TEST(!p.rate());
  BOOST_TEST(!p.share());
  BOOST_TEST(progress_line({.done = 1, .total = 300, .seconds = 0}, "x") == "1/300 x");
}

BOOST_AUTO_TEST_CASE(at_the_end_nothing_is_left) {
  BOOST_TEST(progress_line(at(300, 300, 10, 0), "replications") ==
             "300/300 replications  100 %  30/s");
  BOOST_TEST(*at(301, 300, 10).share() == 1);
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
  BOOST_TEST(progress_json(at(12, 300, 3, 72)) ==
             R"({"done":12,"total":300,"share":0.04,"perSecond":4.0,"secondsLeft":72.0})");
  BOOST_TEST(progress_json({.done = 0, .total = 300}) ==
             R"({"done":0,"total":300,"share":null,"perSecond":null,"secondsLeft":null})");
}

BOOST_AUTO_TEST_SUITE_END()
