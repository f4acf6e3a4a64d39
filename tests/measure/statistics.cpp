// Means and intervals against values worked out by hand or known from tables.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/measure/statistics.hpp>
#include <contend/policies/random.hpp>

using namespace contend::measure;
using contend::random_key;
using contend::random_source;

namespace {

estimate over(const std::vector<ratio>& replications) {
  statistics s;
  for (const ratio& r : replications) s.add(r);
  return s.result();
}

/// A share of successes over a random number of trials: replications whose size differs.
ratio random_share(random_source& random, double share) {
  const auto trials = random.uniform(1, 200);
  double successes = 0;
  for (std::int64_t i = 0; i < trials; ++i) successes += random.unit() < share ? 1 : 0;
  return {successes, static_cast<double>(trials)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics_over_replications)

BOOST_AUTO_TEST_CASE(a_plain_metric_has_the_usual_mean_deviation_and_student_interval) {
  // 2 4 4 4 5 5 7 9: mean 5, Σ(x − 5)² = 32; t(7) = 2.364624252 from any table.
  const auto e =
      over({plain(2), plain(4), plain(4), plain(4), plain(5), plain(5), plain(7), plain(9)});
  const double stddev = std::sqrt(32.0 / 7);
  BOOST_TEST(*e.mean == 5);
  BOOST_TEST(*e.stddev == stddev, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(e.standard_error() == stddev / std::sqrt(8.0), boost::test_tools::tolerance(1e-15));
  const double half = 2.364624252 * stddev / std::sqrt(8.0);
  BOOST_TEST(e.ci95->first == 5 - half, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(e.ci95->second == 5 + half, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(e.half_width() == half, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(e.replications == 8U);
}

BOOST_AUTO_TEST_CASE(student_t_has_the_values_of_the_tables) {
  BOOST_TEST(student_t95(1) == 12.706204736);
  BOOST_TEST(student_t95(2) == 4.302652730);
  BOOST_TEST(student_t95(10) == 2.228138852);
  BOOST_TEST(student_t95(29) == 2.045229642);
  BOOST_TEST(student_t95(9999) == 1.960201264);
}

BOOST_AUTO_TEST_CASE(a_ratio_is_the_ratio_of_sums_with_the_error_of_its_residuals) {
  // 1/2, 3/3, 2/5: R = 6/10; residuals over − R·under: −0.2, 1.2, −1; Σd² = 2.48; mean under 10/3.
  const auto e = over({{1, 2}, {3, 3}, {2, 5}});
  BOOST_TEST(*e.mean == 0.6, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(*e.stddev == std::sqrt(2.48 / 2) / (10.0 / 3), boost::test_tools::tolerance(1e-14));
  BOOST_TEST(e.replications == 3U);
}

BOOST_AUTO_TEST_CASE(a_ratio_that_is_the_same_everywhere_has_no_deviation_at_all) {
  const auto e = over({{0.1, 0.3}, {0.7, 2.1}, {1.3, 3.9}, {1e6 / 3, 1e6}});
  BOOST_TEST(*e.mean == 1.0 / 3, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(*e.stddev == 0);
}

BOOST_AUTO_TEST_CASE(replications_with_nothing_under_the_line_say_nothing) {
  const auto e = over({nothing, {1, 2}, {0, 0}, {3, 3}, {2, 5}});
  BOOST_TEST((e == over({{1, 2}, {3, 3}, {2, 5}})));
  BOOST_TEST((over({nothing, nothing}) == estimate{}));
  BOOST_TEST((over({}) == estimate{}));
}

BOOST_AUTO_TEST_CASE(one_replication_gives_a_mean_and_no_interval) {
  const auto e = over({plain(3.5)});
  BOOST_TEST(*e.mean == 3.5);
  BOOST_TEST(!e.stddev);
  BOOST_TEST(!e.ci95);
  BOOST_TEST(e.half_width() == 0);
  BOOST_TEST(e.standard_error() == 0);
}

BOOST_AUTO_TEST_CASE(a_small_deviation_around_a_large_mean_does_not_cancel) {
  const auto e = over({plain(1e9 + 1), plain(1e9 + 2), plain(1e9 + 3)});
  BOOST_TEST(*e.stddev == 1, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_interval_of_a_share_covers_the_truth_about_95_times_in_100) {
  // 2000 experiments of 20 replications each: the number of covering intervals is binomial with
  // mean 1900 and deviation 9.7; the linearised interval of so few replications is a little too
  // short.
  int covered = 0;
  for (std::uint64_t experiment = 0; experiment < 2000; ++experiment) {
    random_source random{random_key{1}.with(experiment)};
    statistics s;
    for (int i = 0; i < 20; ++i) s.add(random_share(random, 0.3));
    const auto [low, high] = *s.result().ci95;
    covered += low <= 0.3 && 0.3 <= high ? 1 : 0;
  }
  BOOST_TEST(covered > 1900 - 4.5 * 9.7 - 20);
  BOOST_TEST(covered < 1900 + 4.5 * 9.7);
}

BOOST_AUTO_TEST_CASE(the_replications_that_an_interval_takes_follow_from_its_deviation) {
  const estimate e = estimate_of(100, 10, 25);
  // Half the interval of n replications is t(n − 1) · 10 / √n; t is 1.98 near 100.
  const auto n = replications_for(e, 2);
  BOOST_TEST_REQUIRE(n.has_value());
  BOOST_TEST(estimate_of(100, 10, *n).half_width() <= 2);
  BOOST_TEST(estimate_of(100, 10, *n - 1).half_width() > 2);
  BOOST_TEST(*n == 99U);
  BOOST_TEST(*replications_for(e, e.half_width() + 1e-9) == 25U);
  BOOST_TEST(*replications_for(e, 1000) == 2U);
  BOOST_TEST(!replications_for(e, 0));
  BOOST_TEST(!replications_for(e, 1e-9));
  BOOST_TEST(!replications_for(estimate{.mean = 1, .replications = 1}, 2));
}

BOOST_AUTO_TEST_SUITE_END()
