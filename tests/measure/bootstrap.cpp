// Resampled intervals: how often they hold the truth (fixed seeds; binomial bounds), that they lean
// to where a skewed sample leans, and that Student's interval comes out where everything is normal.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/measure/bootstrap.hpp>

using namespace contend::measure;
using contend::random_key;
using contend::random_source;

namespace {

/// Standard normal, near enough: the sum of twelve uniform draws less six.
double normal(random_source& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random.unit();
  return sum;
}

/// Mean 1, skewed to the right.
double exponential(random_source& random) { return -std::log(1 - random.unit()); }

std::vector<double> draw(random_source& random, std::size_t count, double (*one)(random_source&)) {
  std::vector<double> values(count);
  for (double& v : values) v = one(random);
  return values;
}

bool holds(const estimate::interval& i, double truth) {
  return i.first <= truth && truth <= i.second;
}

constexpr int experiments = 1000;
constexpr bootstrap_options few{.resamples = 500};

}  // namespace

BOOST_AUTO_TEST_SUITE(bootstrap)

BOOST_AUTO_TEST_CASE(the_same_values_give_the_same_interval_and_another_key_nearly_the_same) {
  random_source random{random_key{1}};
  const auto values = draw(random, 30, exponential);
  BOOST_TEST((bootstrap_interval(values) == bootstrap_interval(values)));
  const auto other = bootstrap_interval(values, {.key = random_key{7}});
  BOOST_TEST((bootstrap_interval(values) != other));
  BOOST_TEST(bootstrap_interval(values).first == other.first, boost::test_tools::tolerance(0.05));
  BOOST_TEST(bootstrap_interval(values).second == other.second, boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(of_normal_values_it_is_students_interval) {
  random_source random{random_key{2}};
  statistics s;
  const auto values = draw(random, 40, normal);
  for (const double x : values) s.add(plain(x));
  const estimate e = s.result();
  const auto [low, high] = bootstrap_interval(values, {.resamples = 20'000});
  BOOST_TEST(high - low == 2 * e.half_width(), boost::test_tools::tolerance(0.04));
  BOOST_TEST(std::abs(low + high - 2 * *e.mean) < 0.1 * e.half_width());
}

BOOST_AUTO_TEST_CASE(the_interval_of_a_mean_holds_it_95_times_in_100) {
  // Binomial: mean 950, deviation 6.9. Of 30 such skewed values even this interval is a little
  // short; the plain one of percentiles holds the truth 925 times.
  int of_normal = 0;
  int of_exponential = 0;
  for (std::uint64_t i = 0; i < experiments; ++i) {
    random_source random{random_key{3}.with(i)};
    of_normal += holds(bootstrap_interval(draw(random, 15, normal), few), 0) ? 1 : 0;
    of_exponential += holds(bootstrap_interval(draw(random, 30, exponential), few), 1) ? 1 : 0;
  }
  BOOST_TEST_MESSAGE("of " << experiments << ": " << of_normal << " and " << of_exponential);
  BOOST_TEST(of_normal > 950 - 4.5 * 6.9);
  BOOST_TEST(of_normal < 950 + 4.5 * 6.9);
  BOOST_TEST(of_exponential > 950 - 4.5 * 6.9);
  BOOST_TEST(of_exponential < 950 + 4.5 * 6.9);
}

BOOST_AUTO_TEST_CASE(the_interval_of_a_difference_holds_it_95_times_in_100) {
  // Sides of different size, one of which varies three times as much.
  int held = 0;
  for (std::uint64_t i = 0; i < experiments; ++i) {
    random_source random{random_key{4}.with(i)};
    const auto baseline = draw(random, 15, normal);
    auto candidate = draw(random, 40, normal);
    for (double& v : candidate) v = 3 * v + 2;
    held += holds(bootstrap_interval(baseline, candidate, few), 2) ? 1 : 0;
  }
  BOOST_TEST(held > 950 - 4.5 * 6.9);
  BOOST_TEST(held < 950 + 4.5 * 6.9);
}

BOOST_AUTO_TEST_CASE(it_reaches_further_to_where_the_values_do) {
  random_source random{random_key{5}};
  const auto values = draw(random, 30, exponential);
  double mean = 0;
  for (const double v : values) mean += v / 30;
  const auto [low, high] = bootstrap_interval(values);
  BOOST_TEST(high - mean > mean - low);
  // Taken away instead of added, it leans to the other side.
  const std::vector<double> constant(30, 5.0);
  const auto [lower, higher] = bootstrap_interval(values, constant);
  BOOST_TEST((5 - mean) - lower > higher - (5 - mean));
}

BOOST_AUTO_TEST_CASE(where_nothing_varies_the_interval_is_a_point) {
  const std::vector<double> threes(12, 3.0);
  const std::vector<double> fives(20, 5.0);
  BOOST_TEST((bootstrap_interval(threes) == std::pair{3.0, 3.0}));
  BOOST_TEST((bootstrap_interval(threes, fives) == std::pair{2.0, 2.0}));
}

BOOST_AUTO_TEST_CASE(levels_are_widened_the_more_the_fewer_values_there_are) {
  // √(n / (n − 1)) · t(n − 1): for 30 values 2.0802, of which Φ leaves 0.018755.
  const double thirty = widened_tail(std::sqrt(30.0 / 29), 29);
  BOOST_TEST(thirty == 0.018755, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(widened_tail(std::sqrt(10.0 / 9), 9) < thirty);
  BOOST_TEST(widened_tail(1, 1e6) == 0.025, boost::test_tools::tolerance(1e-4));
  BOOST_TEST(widened_tail(2, 1) > 0);
}

BOOST_AUTO_TEST_SUITE_END()
