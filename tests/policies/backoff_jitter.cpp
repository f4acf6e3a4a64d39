// The randomised backoffs: ranges exactly, distributions by Kolmogorov and Smirnov's test and by
// their means, and that waits do not pile up at the cap, which is what capping before the
// randomness is for. Fixed seeds; each draw from a branch of its own, as in an operation.
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include "policies/statistics.hpp"
#include <contend/policies/backoffs/all.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t most_failures = std::numeric_limits<std::uint32_t>::max();
constexpr std::array all_modes{jitter_mode::full,         jitter_mode::equal,
                               jitter_mode::decorrelated, jitter_mode::decorrelated_even,
                               jitter_mode::proportional, jitter_mode::smooth};

/// In milliseconds.
double ms(duration d) { return std::chrono::duration<double, std::milli>{d}.count(); }

/// The waits after failure n of `count` operations that failed n times each, in milliseconds.
template <class B>
std::vector<double> waits(const B& backoff, std::uint32_t n, int count, attempt_facts facts = {}) {
  std::vector<double> result;
  for (int i = 0; i < count; ++i) {
    const random_key key = random_key{77}.with(static_cast<std::uint64_t>(i));
    backoff_memory<B> memory{};
    duration last{};
    for (std::uint64_t k = n > 3 ? n - 3 : 1; k <= n; ++k) {
      random_source random{key.with(k)};
      facts.failures = static_cast<std::uint32_t>(k);
      last = ask(backoff, facts, random, memory).delay;
    }
    result.push_back(ms(last));
  }
  return result;
}

/// The waits of one operation that fails `count` times, in milliseconds.
std::vector<double> long_run(const jitter& backoff, int count) {
  std::vector<double> result;
  jitter::memory memory{};
  for (int i = 1; i <= count; ++i) {
    random_source random{random_key{5}.with(static_cast<std::uint64_t>(i))};
    const attempt_facts facts{.failures = static_cast<std::uint32_t>(i)};
    result.push_back(ms(backoff.next(facts, random, memory).delay));
  }
  return result;
}

double share_of(const std::vector<double>& sample, double low, double high) {
  double inside = 0;
  for (const double x : sample) inside += x >= low && x <= high ? 1 : 0;
  return inside / static_cast<double>(sample.size());
}

auto uniform_between(double low, double high) {
  return [=](double x) { return std::clamp((x - low) / (high - low), 0.0, 1.0); };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backoff_jitter)

BOOST_AUTO_TEST_CASE(the_first_v_is_twice_the_base) {
  const auto first = waits(jitter{}, 1, 20'000);
  BOOST_TEST(distance(first, uniform_between(0, 10)) < 2.2);
}

BOOST_AUTO_TEST_CASE(full_is_uniform_from_0_to_v) {
  const jitter full{};
  for (const std::uint32_t n : {1U, 2U, 5U, 8U})
    BOOST_TEST(distance(waits(full, n, 20'000), uniform_between(0, 5 * std::pow(2, n))) < 2.2);
  for (const std::uint32_t n : {9U, 40U, 63U, 64U, most_failures})
    BOOST_TEST(distance(waits(full, n, 20'000), uniform_between(0, 2000)) < 2.2);
}

BOOST_AUTO_TEST_CASE(equal_is_uniform_from_half_of_v_to_v) {
  const jitter equal{.mode = jitter_mode::equal};
  for (const std::uint32_t n : {1U, 2U, 8U}) {
    const double v = 5 * std::pow(2, n);
    BOOST_TEST(distance(waits(equal, n, 20'000), uniform_between(v / 2, v)) < 2.2);
  }
  BOOST_TEST(distance(waits(equal, 30, 20'000), uniform_between(1000, 2000)) < 2.2);
}

BOOST_AUTO_TEST_CASE(proportional_is_uniform_around_v) {
  const jitter around{.mode = jitter_mode::proportional, .factor = {0.25}};
  for (const std::uint32_t n : {1U, 4U, 8U}) {
    const double v = 5 * std::pow(2, n);
    BOOST_TEST(distance(waits(around, n, 20'000), uniform_between(0.75 * v, 1.25 * v)) < 2.2);
  }
  BOOST_TEST(distance(waits(around, 30, 20'000), uniform_between(1500, 2500)) < 2.2);
  const jitter none_at_all{.mode = jitter_mode::proportional, .factor = {0}};
  for (const double wait : waits(none_at_all, 3, 100)) BOOST_TEST(wait == 40);
}

BOOST_AUTO_TEST_CASE(fixed_with_jitter_is_uniform_around_its_delay) {
  const fixed around{.delay = 40ms, .jitter = {0.5}};
  BOOST_TEST(distance(waits(around, 3, 20'000), uniform_between(20, 60)) < 2.2);
}

BOOST_AUTO_TEST_CASE(adaptive_is_uniform_below_what_it_computes) {
  const attempt_facts heavy{.current = 40, .commits_since_previous = 20};
  BOOST_TEST(distance(waits(adaptive{}, 1, 20'000, heavy), uniform_between(0, 2000)) < 2.2);
  BOOST_TEST(distance(waits(adaptive{}, 1, 20'000), uniform_between(0, 50)) < 2.2);
}

BOOST_AUTO_TEST_CASE(decorrelated_starts_between_base_and_three_times_base) {
  for (const jitter_mode mode : {jitter_mode::decorrelated, jitter_mode::decorrelated_even}) {
    const auto first = waits(jitter{.mode = mode}, 1, 20'000);
    BOOST_TEST(distance(first, uniform_between(5, 15)) < 2.2);
  }
}

BOOST_AUTO_TEST_CASE(each_decorrelated_wait_lies_between_base_and_three_times_the_one_before) {
  for (const jitter_mode mode : {jitter_mode::decorrelated, jitter_mode::decorrelated_even}) {
    const auto run = long_run({.mode = mode}, 50'000);
    std::vector<double> place;  // within its range, where the cap does not touch it
    double before = 5;
    for (const double wait : run) {
      BOOST_TEST_REQUIRE((wait >= 5 && wait <= std::min(3 * before, 2000.0)));
      if (3 * before < 2000) place.push_back((wait - 5) / (3 * before - 5));
      before = wait;
    }
    BOOST_TEST(place.size() > 1000U);
    BOOST_TEST(distance(place, uniform_between(0, 1)) < 2.2);
  }
}

BOOST_AUTO_TEST_CASE(decorrelated_as_published_has_27_percent_of_its_waits_exactly_at_the_cap) {
  const auto run = long_run({.mode = jitter_mode::decorrelated}, 400'000);
  BOOST_TEST(std::abs(share_of(run, 2000, 2000) - 0.27) < 0.01);
}

BOOST_AUTO_TEST_CASE(no_other_mode_piles_up_at_the_cap) {
  for (const jitter_mode mode : all_modes) {
    if (mode == jitter_mode::decorrelated) continue;
    const auto run = long_run({.mode = mode}, 200'000);
    // A pile-up is a share of the waits in next to no width.
    BOOST_TEST(share_of(run, 1999.9, 2000.1) < 0.001);
    BOOST_TEST(share_of(run, 2000, 2000) == 0);
  }
}

BOOST_AUTO_TEST_CASE(waits_respect_base_and_cap_as_documented_whatever_the_options) {
  for (const jitter_mode mode : all_modes)
    for (const duration base : {duration{0}, duration{1}, duration{7ms}, duration::max()})
      for (const duration cap : {duration{0}, duration{1}, duration{2s}, duration::max()}) {
        const jitter backoff{.mode = mode, .base = base, .cap = cap};
        jitter::memory memory{};
        for (const std::uint32_t n : {1U, 2U, 3U, 61U, 62U, 63U, 64U, 65U, 1000U, most_failures}) {
          random_source random{random_key{n}};
          const duration wait = backoff.next({.failures = n}, random, memory).delay;
          const bool beyond = mode == jitter_mode::proportional;  // by design, up to 1.5 times
          const duration most = beyond ? detail::scaled(cap, 1.5) : cap;
          BOOST_TEST_REQUIRE((wait >= 0ns && wait - most <= (beyond ? 1ns : 0ns)));
        }
      }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(backoff_smooth)

namespace {

/// f as published, by the standard library.
double published(double t) { return std::pow(2, t) * std::tanh(std::sqrt(4 * t)); }

}  // namespace

BOOST_AUTO_TEST_CASE(own_exp2_agrees_with_the_standard_one) {
  for (double x = -60; x < 60; x += 0.00137) {
    const double expected = std::exp2(x);
    BOOST_TEST_REQUIRE(std::abs(detail::exp2(x) - expected) <= 1e-14 * expected);
  }
  for (int x = -1000; x <= 1000; ++x) BOOST_TEST_REQUIRE(detail::exp2(x) == std::ldexp(1, x));
}

BOOST_AUTO_TEST_CASE(below_the_cap_it_is_the_published_formula) {
  const jitter smooth{.mode = jitter_mode::smooth, .base = 5ms, .cap = duration::max()};
  for (std::uint64_t operation = 0; operation < 200; ++operation) {
    jitter::memory memory{};
    double before = 0;
    for (std::uint32_t n = 1; n <= 25; ++n) {
      const random_key key = random_key{operation}.with(n);
      const double now = published(n - 1 + random_source{key}.unit());
      random_source random{key};
      const double found = ms(smooth.next({.failures = n}, random, memory).delay);
      const double expected = (now - before) / 1.4 * 5;
      BOOST_TEST_REQUIRE(std::abs(found - expected) <= 1e-6 + 1e-12 * now);
      before = now;
    }
  }
}

BOOST_AUTO_TEST_CASE(its_medians_are_the_base_twice_and_double_from_there) {
  const jitter smooth{.mode = jitter_mode::smooth, .base = 100ms, .cap = 1h};
  for (std::uint32_t n = 1; n <= 8; ++n) {
    const double expected = n < 2 ? 100 : 100 * std::pow(2, n - 2);
    auto sample = waits(smooth, n, 20'001);
    std::nth_element(sample.begin(), sample.begin() + 10'000, sample.end());
    BOOST_TEST(std::abs(sample[10'000] / expected - 1) < 0.15);
  }
}

BOOST_AUTO_TEST_CASE(at_the_cap_it_stays_spread_out) {
  const jitter smooth{.mode = jitter_mode::smooth};
  const auto run = long_run(smooth, 100'000);
  const std::vector<double> late(run.begin() + 100, run.end());
  // cap·(2^(u-1) − 2^(u'-2)) with u, u' uniform: the mean is cap/(4 ln 2).
  BOOST_TEST(std::abs(mean(late) / (2000 / (4 * std::log(2.0))) - 1) < 0.01);
  for (double low = 0; low < 1500; low += 100) BOOST_TEST(share_of(late, low, low + 100) < 0.12);
  BOOST_TEST(share_of(late, 1500, 1e9) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
