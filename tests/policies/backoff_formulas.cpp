// The backoffs without randomness, held against their formulas value by value, and every corner
// that could overflow.
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/backoffs/all.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

constexpr duration longest = duration::max();
constexpr std::uint32_t most_failures = std::numeric_limits<std::uint32_t>::max();

template <class B>
decision after(const B& backoff, attempt_facts facts, std::uint64_t seed = 1) {
  random_source random{random_key{seed}.with(facts.failures)};
  backoff_memory<B> memory{};
  return ask(backoff, facts, random, memory);
}

template <class B>
duration wait_after(const B& backoff, std::uint32_t failures) {
  return after(backoff, {.failures = failures}).delay;
}

attempt_facts conflict(std::uint32_t n, version current, version commits = 1) {
  return {.failures = n,
          .conflicts_in_a_row = n,
          .attempted = current,
          .current = current,
          .commits_since_previous = commits};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backoff_formulas)

BOOST_AUTO_TEST_CASE(none_never_waits) {
  for (const std::uint32_t n : {1U, 2U, 1000U, most_failures})
    BOOST_TEST(after(none{}, {.failures = n}) == retry_after(0ns));
}

BOOST_AUTO_TEST_CASE(fixed_always_waits_the_same) {
  for (const std::uint32_t n : {1U, 2U, 1000U, most_failures})
    BOOST_TEST(after(fixed{.delay = 70ms}, {.failures = n}) == retry_after(70ms));
  BOOST_TEST(after(fixed{}, {.failures = 1}) == retry_after(100ms));
}

BOOST_AUTO_TEST_CASE(exponential_waits_its_base_first) {
  const exponential reference{.base = 10ms, .multiplier = 2, .cap = 2s};
  BOOST_TEST(wait_after(reference, 1) == 10ms);
  BOOST_TEST(wait_after(reference, 2) == 20ms);
  BOOST_TEST(wait_after(reference, 3) == 40ms);
  BOOST_TEST(wait_after(reference, 8) == 1280ms);
  BOOST_TEST(wait_after(reference, 9) == 2s);
  BOOST_TEST(wait_after(reference, most_failures) == 2s);
}

BOOST_AUTO_TEST_CASE(exponential_has_the_documented_defaults) {
  BOOST_TEST(wait_after(exponential{}, 1) == 100ms);
  BOOST_TEST(wait_after(exponential{}, 2) == 200ms);
  BOOST_TEST(wait_after(exponential{}, 7) == 6400ms);
  BOOST_TEST(wait_after(exponential{}, 8) == 10s);
}

BOOST_AUTO_TEST_CASE(exponential_takes_any_multiplier) {
  const exponential threefold{.base = 7ns, .multiplier = 3, .cap = 1h};
  std::int64_t expected = 7;
  for (std::uint32_t n = 1; n <= 20; ++n, expected *= 3)
    BOOST_TEST(wait_after(threefold, n).count() == expected);
  const exponential half_more{.base = 100ms, .multiplier = 1.5, .cap = 1h};
  BOOST_TEST(wait_after(half_more, 2) == 150ms);
  BOOST_TEST(wait_after(half_more, 3) == 225ms);
  const exponential constant{.base = 100ms, .multiplier = 1, .cap = 1h};
  BOOST_TEST(wait_after(constant, most_failures) == 100ms);
}

BOOST_AUTO_TEST_CASE(exponential_agrees_with_a_library_power_to_a_nanosecond_in_a_second) {
  const exponential slow{.base = 1ms, .multiplier = 1.01, .cap = 1h};
  for (std::uint32_t n = 1; n < 1000; n += 37) {
    const double expected = 1e6 * std::pow(1.01, n - 1.0);
    const auto found = static_cast<double>(wait_after(slow, n).count());
    BOOST_TEST(std::abs(found - expected) <= 0.5 + expected * 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(exponential_is_exact_and_never_overflows) {
  const exponential widest{.base = 1ns, .multiplier = 2, .cap = longest};
  BOOST_TEST(wait_after(widest, 63).count() == std::int64_t{1} << 62);
  BOOST_TEST(wait_after(widest, 64) == longest);
  BOOST_TEST(wait_after(widest, most_failures) == longest);
  for (const double multiplier : {1.0000001, 2.0, 3.0, 1e300}) {
    const exponential big{.base = longest, .multiplier = multiplier, .cap = longest};
    BOOST_TEST(wait_after(big, most_failures) == longest);
    const exponential zero{.base = 0ns, .multiplier = multiplier, .cap = 1s};
    BOOST_TEST(wait_after(zero, 40) == 0ns);
  }
  const exponential capped{.base = 5s, .multiplier = 2, .cap = 3s};
  BOOST_TEST(wait_after(capped, 1) == 3s);
}

BOOST_AUTO_TEST_CASE(waits_that_grow_never_shrink) {
  for (const double multiplier : {1.0, 1.3, 2.0, 10.0}) {
    const exponential growing{.base = 3ms, .multiplier = multiplier, .cap = 20s};
    duration before{};
    for (std::uint32_t n = 1; n < 200; ++n) {
      const duration now = wait_after(growing, n);
      BOOST_TEST_REQUIRE((now >= before && now <= 20s));
      before = now;
    }
  }
}

BOOST_AUTO_TEST_CASE(adaptive_follows_the_commits_seen) {
  const adaptive plain{.jitter = false};
  const std::array<std::pair<version, duration>, 9> table{{{0, 50ms},
                                                           {1, 50ms},
                                                           {2, 50ms},
                                                           {3, 150ms},
                                                           {10, 500ms},
                                                           {11, 1100ms},
                                                           {40, 4s},
                                                           {50, 5s},
                                                           {1'000'000'000, 5s}}};
  for (const auto& [g, wait] : table)
    BOOST_TEST(after(plain, conflict(1, 100, g)) == retry_after(wait));
}

BOOST_AUTO_TEST_CASE(adaptive_can_follow_the_versions_that_it_lost_by) {
  const adaptive lost{.signal = contention_signal::lost_by, .jitter = false};
  const auto lost_by = [](version g) {
    return attempt_facts{.failures = 1, .attempted = 5, .current = 4 + g};
  };
  BOOST_TEST(lost_by(3).lost_by() == 3);
  BOOST_TEST(after(lost, lost_by(1)) == retry_after(50ms));
  BOOST_TEST(after(lost, lost_by(3)) == retry_after(150ms));
  BOOST_TEST(after(lost, lost_by(11)) == retry_after(1100ms));
  attempt_facts no_conflict = lost_by(11);
  no_conflict.last = outcome::transient;
  BOOST_TEST(after(lost, no_conflict) == retry_after(50ms));
}

BOOST_AUTO_TEST_CASE(adaptive_never_overflows) {
  const version most = std::numeric_limits<version>::max();
  for (const duration base : {0ns, 1ns, longest}) {
    const adaptive plain{.base = base, .cap = longest, .jitter = false};
    BOOST_TEST(after(plain, conflict(1, most, most)).delay == (base == 0ns ? 0ns : longest));
    const duration light = after(plain, conflict(1, 1, 1)).delay;
    BOOST_TEST(light == base);
  }
  const adaptive capped{.base = 9s, .cap = 5s, .jitter = false};
  BOOST_TEST(after(capped, conflict(1, 1, 1)).delay == 5s);
}

BOOST_AUTO_TEST_CASE(detailed_conflict_waits_like_exponential) {
  const detailed_conflict plain{.base = 10ms, .multiplier = 3, .cap = 1s, .thrash_after = 0};
  const exponential same{.base = 10ms, .multiplier = 3, .cap = 1s};
  for (std::uint32_t n = 1; n < 50; ++n)
    BOOST_TEST(after(plain, conflict(n, n)) == after(same, {.failures = n}));
}

BOOST_AUTO_TEST_CASE(detailed_conflict_gives_up_when_it_thrashes) {
  const detailed_conflict plain{};
  detailed_conflict::memory memory{};
  random_source random{random_key{1}};
  for (std::uint32_t n = 1; n <= 4; ++n)
    BOOST_TEST(
        (plain.next(conflict(n, 10 + n), random, memory).what == decision::kind::retry_after));
  BOOST_TEST(plain.next(conflict(5, 20), random, memory) == give_up(reason::thrashing));
}

BOOST_AUTO_TEST_CASE(only_conflicts_in_a_row_are_thrashing) {
  const detailed_conflict plain{.thrash_after = 2};
  attempt_facts facts{.failures = 9, .conflicts_in_a_row = 0, .last = outcome::transient};
  BOOST_TEST((after(plain, facts).what == decision::kind::retry_after));
  BOOST_TEST((after(plain, conflict(1, 7)).what == decision::kind::retry_after));
  BOOST_TEST(after(plain, conflict(2, 7)) == give_up(reason::thrashing));
}

BOOST_AUTO_TEST_CASE(detailed_conflict_gives_up_when_the_same_version_is_reported_twice_in_a_row) {
  const detailed_conflict plain{};
  detailed_conflict::memory memory{};
  random_source random{random_key{1}};
  std::ignore = plain.next(conflict(1, 10), random, memory);
  std::ignore = plain.next(conflict(2, 11), random, memory);
  BOOST_TEST(plain.next(conflict(3, 11), random, memory) == give_up(reason::stale_read));
}

BOOST_AUTO_TEST_CASE(a_failure_between_two_conflicts_is_no_stale_read) {
  const detailed_conflict plain{};
  detailed_conflict::memory memory{};
  random_source random{random_key{1}};
  std::ignore = plain.next(conflict(1, 10), random, memory);
  std::ignore =
      plain.next({.failures = 2, .last = outcome::transient, .current = 10}, random, memory);
  BOOST_TEST((plain.next(conflict(1, 10), random, memory).what == decision::kind::retry_after));
}

BOOST_AUTO_TEST_CASE(the_first_conflict_is_never_a_stale_read) {
  for (const version current : {version{0}, version{1}})
    BOOST_TEST(
        (after(detailed_conflict{}, conflict(1, current)).what == decision::kind::retry_after));
}

BOOST_AUTO_TEST_CASE(a_multiple_is_exact_up_to_its_cap_and_beyond_64_bits_is_the_cap) {
  using detail::multiplied;
  BOOST_TEST((multiplied(2ns, 3, 6ns) == 6ns));
  BOOST_TEST((multiplied(2ns, 3, 7ns) == 6ns));
  BOOST_TEST((multiplied(2ns, 3, 5ns) == 5ns));
  BOOST_TEST((multiplied(longest / 3, 3, longest) == longest / 3 * 3));
  BOOST_TEST((multiplied(longest / 3 + 1ns, 3, longest) == longest));
  BOOST_TEST((multiplied(longest, std::numeric_limits<std::int64_t>::max(), 1s) == 1s));
  BOOST_TEST((multiplied(1ns, 3, 0ns) == 0ns));
  BOOST_TEST((multiplied(-1ns, 3, 5ns) == 0ns));
  BOOST_TEST((multiplied(1ns, -3, 5ns) == 0ns));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
