// The time left of a sweep whose points differ in cost a hundredfold, in virtual time: units are
// finished in the order in which the command line runs them, on two threads, and what is said is
// held against what the rest really takes.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/reports/pace.hpp>
#include <contend/reports/work_ahead.hpp>

using contend::reports::work_ahead;

namespace {

constexpr std::size_t policies = 5;
constexpr std::uint64_t replications = 30;
constexpr std::size_t threads = 2;

/// Units in the order of the run: the first replication of each point, then the rest of each.
std::vector<std::size_t> order_of(std::size_t points) {
  std::vector<std::size_t> kinds;
  const auto add = [&](std::size_t point) {
    for (std::size_t p = 0; p < policies; ++p) kinds.push_back(point * policies + p);
  };
  for (std::size_t i = 0; i < points; ++i) add(i);
  for (std::size_t i = 0; i < points; ++i)
    for (std::uint64_t r = 1; r < replications; ++r) add(i);
  return kinds;
}

struct moment {
  double at = 0;    ///< Virtual seconds since the start.
  double said = 0;  ///< Seconds left.
};

/// Runs the sweep; each unit costs what its point does, give or take a fifth. Returns every moment
/// at which something could be said, the end last.
std::vector<moment> run(const std::vector<double>& cost_of_point) {
  work_ahead work{cost_of_point.size() * policies};
  contend::reports::pace pace;
  for (std::size_t k = 0; k < cost_of_point.size() * policies; ++k) work.plan(k, replications);
  contend::random_source random{contend::random_key{7}};
  std::array<double, threads> free_at{};
  std::vector<moment> told;
  for (const std::size_t kind : order_of(cost_of_point.size())) {
    auto& next = *std::min_element(free_at.begin(), free_at.end());
    const double noise = 0.8 + 0.4 * static_cast<double>(random.uniform(0, 1000)) / 1000;
    const double cost =
        cost_of_point[kind / policies] * noise * (1 + 0.5 * double(kind % policies));
    next += cost;
    work.finished(kind, cost);
    const double now = *std::min_element(free_at.begin(), free_at.end());
    const auto ahead = work.ahead();
    if (!ahead) continue;
    pace.at(now, work.worked());
    if (const auto left = pace.seconds_for(*ahead)) told.push_back({now, *left});
  }
  told.push_back({*std::max_element(free_at.begin(), free_at.end()), 0});
  return told;
}

/// The most that what was said was off by, against the time it was said of, from the first tenth
/// until the last tenth, in which few units are left.
double worst_error(const std::vector<double>& cost_of_point) {
  const std::vector<moment> told = run(cost_of_point);
  const double end = told.back().at;
  BOOST_TEST(told.front().at <= end / 10);
  double worst = 0;
  for (const moment& m : told)
    if (m.at >= end / 10 && m.at <= 0.9 * end)
      worst = std::max(worst, std::abs(m.said / (end - m.at) - 1));
  return worst;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(work_ahead_suite)

BOOST_AUTO_TEST_CASE(the_time_left_of_a_sweep_is_right_within_a_fifth_after_its_first_tenth) {
  BOOST_TEST(worst_error({1, 2, 4, 8, 16, 32, 64, 100, 100, 100}) < 0.2);
  BOOST_TEST(worst_error({100, 64, 32, 16, 8, 4, 2, 1, 1, 1}) < 0.2);
  BOOST_TEST(worst_error({1, 1, 1, 1, 1, 1, 1, 1, 1, 100}) < 0.2);
  BOOST_TEST(worst_error({3}) < 0.2);
}

BOOST_AUTO_TEST_CASE(nothing_is_said_before_each_kind_has_been_seen) {
  work_ahead work{2};
  work.plan(0, 10);
  work.plan(1, 10);
  BOOST_TEST(!work.ahead());
  for (int i = 0; i < 10; ++i) work.finished(0, 1);
  BOOST_TEST(!work.ahead());
  work.finished(1, 9);
  BOOST_TEST(work.ahead().value() == 81);
  BOOST_TEST(work.worked() == 19);
  BOOST_TEST(work.done() == 11U);
  BOOST_TEST(work.total() == 20U);
}

BOOST_AUTO_TEST_CASE(what_is_planned_later_counts_from_then_on) {
  work_ahead work{1};
  work.plan(0, 1);
  work.finished(0, 2);
  BOOST_TEST(work.ahead().value() == 0);
  work.plan(0, 3);
  BOOST_TEST(work.ahead().value() == 6);
}

BOOST_AUTO_TEST_CASE(a_better_guess_takes_the_place_of_what_was_planned) {
  work_ahead work{2};
  work.plan(0, 10);
  work.plan(1, 10);
  work.finished(0, 1);
  work.finished(1, 1);
  work.expect(0, 88);
  BOOST_TEST(work.total() == 98U);
  BOOST_TEST(work.ahead().value() == 96);
  work.expect(0, 1);
  BOOST_TEST(work.total() == 11U);
  BOOST_TEST(work.ahead().value() == 9);
}

BOOST_AUTO_TEST_SUITE_END()
