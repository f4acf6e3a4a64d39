// Numbers as people read them: units, digits, intervals.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <contend/reports/detail/quantity.hpp>

using contend::measure::estimate;
using contend::measure::unit;
using contend::reports::detail::quantity;

namespace {

estimate with_interval(double mean, double half) {
  return {.mean = mean, .stddev = half, .ci95 = {{mean - half, mean + half}}, .replications = 30};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quantities)

BOOST_AUTO_TEST_CASE(times_take_the_unit_that_suits_them) {
  BOOST_TEST(quantity(4.921, unit::seconds) == "4.92 s");
  BOOST_TEST(quantity(615.4, unit::seconds) == "615 s");
  BOOST_TEST(quantity(0.24605, unit::seconds) == "246 ms");
  BOOST_TEST(quantity(0.00001234, unit::seconds) == "12.3 µs");
  BOOST_TEST(quantity(5e-9, unit::seconds) == "5 ns");
  BOOST_TEST(quantity(0.0, unit::seconds) == "0 s");
  BOOST_TEST(quantity(0.9996, unit::seconds) == "1.00 s");
  BOOST_TEST(quantity(0.04, unit::seconds) == "40 ms");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_a_dash) {
  for (const unit of : {unit::seconds, unit::count, unit::per_second, unit::share, unit::ratio})
    for (const double value : {double{NAN}, double{INFINITY}, -double{INFINITY}})
      BOOST_TEST(quantity(value, of) == "–");
  BOOST_TEST(quantity(with_interval(NAN, 1), unit::count) == "–");
}

BOOST_AUTO_TEST_CASE(counts_rates_and_shares_have_theirs) {
  BOOST_TEST(quantity(39.0, unit::count) == "39");
  BOOST_TEST(quantity(39.5, unit::count) == "39.5");
  BOOST_TEST(quantity(25250.0, unit::count) == "25250");
  BOOST_TEST(quantity(1234567.0, unit::count) == "1.23M");
  BOOST_TEST(quantity(250000.0, unit::count) == "250k");
  BOOST_TEST(quantity(812.34, unit::per_second) == "812/s");
  BOOST_TEST(quantity(12345.0, unit::per_second) == "12.3k/s");
  BOOST_TEST(quantity(0.05, unit::share) == "5 %");
  BOOST_TEST(quantity(0.87412, unit::share) == "87.4 %");
  BOOST_TEST(quantity(0.0, unit::share) == "0 %");
  BOOST_TEST(quantity(2.3456, unit::ratio) == "2.35");
  BOOST_TEST(quantity(0.98765, unit::index) == "0.988");
}

BOOST_AUTO_TEST_CASE(an_interval_is_half_its_width_in_the_same_unit) {
  BOOST_TEST(quantity(with_interval(4.9213, 0.012), unit::seconds) == "4.92 ±0.01 s");
  BOOST_TEST(quantity(with_interval(4.9213, 0.0012), unit::seconds) == "4.921 ±0.001 s");
  BOOST_TEST(quantity(with_interval(0.0412, 0.0004), unit::seconds) == "41.2 ±0.4 ms");
  BOOST_TEST(quantity(with_interval(795.32, 2.1), unit::count) == "795 ±2");
  BOOST_TEST(quantity(with_interval(5050, 12), unit::count) == "5050 ±12");
  BOOST_TEST(quantity(with_interval(0.981, 0.002), unit::share) == "98.1 ±0.2 %");
  BOOST_TEST(quantity(with_interval(12345, 100), unit::per_second) == "12.3 ±0.1k/s");
}

BOOST_AUTO_TEST_CASE(digits_are_two_to_four_whatever_the_interval) {
  BOOST_TEST(quantity(with_interval(4.9213, 3), unit::seconds) == "4.9 ±3.0 s");
  BOOST_TEST(quantity(with_interval(4.9213, 1e-9), unit::seconds) == "4.921 ±0.000 s");
  BOOST_TEST(quantity(with_interval(4.9213, 0.0096), unit::seconds) == "4.92 ±0.01 s");
  BOOST_TEST(quantity(with_interval(0, 0.5), unit::count) == "0.0 ±0.5");
}

BOOST_AUTO_TEST_CASE(no_variation_is_said_and_no_value_is_a_dash) {
  BOOST_TEST(quantity(with_interval(100, 0), unit::count) == "100 ±0");
  BOOST_TEST(quantity(estimate{.mean = 4.9213, .replications = 1}, unit::seconds) == "4.92 s");
  BOOST_TEST(quantity(estimate{}, unit::seconds) == "–");
}

BOOST_AUTO_TEST_SUITE_END()
