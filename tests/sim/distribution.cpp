// Distributions are held against their own means and deviations over fixed streams: gates at 4.5
// standard errors.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <contend/sim/distribution.hpp>

using namespace contend;
using namespace contend::sim;
using namespace std::chrono_literals;

namespace {

struct moments {
  double mean = 0;
  double stddev = 0;
};

constexpr int draws = 200'000;

moments of(const distribution& d) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < draws; ++i) {
    random_source source{random_key{7}.with(static_cast<std::uint64_t>(i))};
    const double x = static_cast<double>(d.draw(source).count());
    sum += x;
    squares += x * x;
  }
  const double mean = sum / draws;
  return {mean, std::sqrt(squares / draws - mean * mean)};
}

void check(const distribution& d, double mean, double stddev) {
  const moments m = of(d);
  BOOST_TEST(std::abs(m.mean - mean) < 4.5 * stddev / std::sqrt(draws) + 1);
  BOOST_TEST(std::abs(m.stddev - stddev) < 0.02 * stddev + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(distributions)

BOOST_AUTO_TEST_CASE(each_has_the_mean_and_deviation_it_states) {
  check(duration{5ms}, 5e6, 0);
  check(normal{.mean = 10ms, .stddev = 2ms}, 10e6, 2e6);
  check(lognormal{.mean = 10ms, .stddev = 4ms}, 10e6, 4e6);
  check(exponential_time{.mean = 3ms}, 3e6, 3e6);
  check(uniform{.low = 2ms, .high = 6ms}, 4e6, 4e6 / std::sqrt(12.0));
  const double a = 6;
  check(pareto{.least = 1ms, .shape = a}, a / (a - 1) * 1e6,
        1e6 * std::sqrt(a / ((a - 1) * (a - 1) * (a - 2))));
}

BOOST_AUTO_TEST_CASE(a_draw_is_never_negative) {
  const distribution wide = normal{.mean = 0ns, .stddev = 5ms};
  for (std::uint64_t i = 0; i < 1000; ++i) {
    random_source source{random_key{1}.with(i)};
    BOOST_REQUIRE(wide.draw(source) >= 0ns);
  }
}

BOOST_AUTO_TEST_CASE(a_draw_beyond_64_bits_is_cut_to_the_longest_duration) {
  const distribution heavy = pareto{.least = 24h, .shape = 0.01};
  for (std::uint64_t i = 0; i < 1000; ++i) {
    random_source source{random_key{1}.with(i)};
    BOOST_REQUIRE(heavy.draw(source) >= 24h - 1us);
  }
}

BOOST_AUTO_TEST_CASE(only_a_constant_zero_is_zero) {
  BOOST_TEST(distribution{}.is_zero());
  BOOST_TEST(!distribution{duration{1}}.is_zero());
  BOOST_TEST(!distribution{exponential_time{}}.is_zero());
}

BOOST_AUTO_TEST_SUITE_END()
