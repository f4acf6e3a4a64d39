// Randomness: values pinned from an independent implementation in another language (so that g++ and
// clang, and every machine, agree), uniformity by chi-square, independence by counting pairs of
// draws of neighbouring branches in a table. Fixed seeds.
#include <cmath>
#include <limits>
#include <unordered_set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/statistics.hpp"
#include <contend/policies/random.hpp>

namespace contend::test {

BOOST_AUTO_TEST_SUITE(random)

BOOST_AUTO_TEST_CASE(keys_have_the_pinned_values) {
  BOOST_TEST(random_key{0}.value() == 0U);
  BOOST_TEST(random_key{1}.value() == 0xb456bcfc34c2cb2cU);
  BOOST_TEST(random_key{1}.with(2).value() == 0xf6b38409aa0a3894U);
  BOOST_TEST(random_key{1}.with(2).with(3).value() == 0xcf818b181e5927ccU);
}

BOOST_AUTO_TEST_CASE(a_stream_is_splitmix64_as_published) {
  random_source zero{random_key{0}};
  BOOST_TEST(zero() == 0xe220a8397b1dcdafU);
  BOOST_TEST(zero() == 0x6e789e6aa1b965f4U);
  BOOST_TEST(zero() == 0x06c45d188009454fU);
  random_source one{random_key{1}};
  BOOST_TEST(one() == 0x2944e28eba39d327U);
  BOOST_TEST(one() == 0x9e65c2de0b37d532U);
  BOOST_TEST(one() == 0x3cd570e3ad7661f8U);
}

BOOST_AUTO_TEST_CASE(uniform_and_unit_have_the_pinned_values) {
  random_source source{random_key{7}.with(1)};
  BOOST_TEST(source.uniform(0, 1'000'000) == 926'156);
  BOOST_TEST(source.uniform(0, 1'000'000) == 716'781);
  BOOST_TEST(source.uniform(0, 1'000'000) == 139'721);
  BOOST_TEST(source.uniform(-5, 5) == -5);
  BOOST_TEST(source.unit() == 0.1265448474982095);
}

BOOST_AUTO_TEST_CASE(everything_is_usable_at_compile_time) {
  constexpr std::int64_t drawn = random_source{random_key{7}.with(1)}.uniform(0, 1'000'000);
  static_assert(drawn == 926'156);
}

BOOST_AUTO_TEST_CASE(uniform_includes_both_ends_and_nothing_beyond) {
  random_source source{random_key{3}};
  std::vector<std::uint64_t> counts(3);
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t drawn = source.uniform(-1, 1);
    BOOST_TEST_REQUIRE((drawn >= -1 && drawn <= 1));
    ++counts[static_cast<std::size_t>(drawn + 1)];
  }
  BOOST_TEST(excess_chi_square(counts) < 4);
}

BOOST_AUTO_TEST_CASE(uniform_of_an_empty_range_is_its_low_end) {
  random_source source{random_key{3}};
  BOOST_TEST(source.uniform(5, 5) == 5);
  BOOST_TEST(source.uniform(5, 4) == 5);
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(source.uniform(most, least) == most);
}

BOOST_AUTO_TEST_CASE(uniform_covers_the_widest_ranges) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  random_source source{random_key{9}};
  std::vector<std::uint64_t> quarters(4);
  std::vector<std::uint64_t> halves(2);
  for (int i = 0; i < 4000; ++i) {
    const auto drawn = static_cast<std::uint64_t>(source.uniform(least, most));
    ++quarters[drawn >> 62];
    const std::int64_t positive = source.uniform(0, most);
    BOOST_TEST_REQUIRE(positive >= 0);
    ++halves[static_cast<std::size_t>(positive > most / 2)];
  }
  BOOST_TEST(excess_chi_square(quarters) < 4);
  BOOST_TEST(excess_chi_square(halves) < 4);
}

BOOST_AUTO_TEST_CASE(draws_of_one_stream_are_uniform) {
  random_source source{random_key{11}};
  std::vector<std::uint64_t> counts(256);
  for (int i = 0; i < 1'000'000; ++i) ++counts[static_cast<std::size_t>(source.uniform(0, 255))];
  BOOST_TEST(std::abs(excess_chi_square(counts)) < 4);
}

BOOST_AUTO_TEST_CASE(first_draws_of_neighbouring_branches_are_uniform) {
  const random_key root{12};
  std::vector<std::uint64_t> counts(256);
  for (std::uint64_t i = 0; i < 1'000'000; ++i) {
    random_source source{root.with(i)};
    ++counts[static_cast<std::size_t>(source.uniform(0, 255))];
  }
  BOOST_TEST(std::abs(excess_chi_square(counts)) < 4);
}

BOOST_AUTO_TEST_CASE(every_bit_is_set_in_half_of_the_draws) {
  const random_key root{13};
  std::vector<int> set(64);
  constexpr int draws = 100'000;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t drawn = random_source{root.with(static_cast<std::uint64_t>(i))}();
    for (unsigned bit = 0; bit < 64; ++bit) set[bit] += static_cast<int>((drawn >> bit) & 1);
  }
  for (const int count : set) BOOST_TEST(std::abs(count - draws / 2) < 4.5 * std::sqrt(draws) / 2);
}

BOOST_AUTO_TEST_CASE(unit_is_uniform_from_0_to_below_1) {
  random_source source{random_key{14}};
  std::vector<double> sample;
  for (int i = 0; i < 100'000; ++i) sample.push_back(source.unit());
  for (const double x : sample) BOOST_TEST_REQUIRE((x >= 0 && x < 1));
  BOOST_TEST(distance(sample, [](double x) { return x; }) < 2.2);
}

/// Counts the pairs (first draw of a, first draw of b) in a table of 16 × 16.
template <class Keys>
double dependence(Keys keys) {
  std::vector<std::uint64_t> counts(256);
  for (std::uint64_t i = 0; i < 400'000; ++i) {
    const auto [a, b] = keys(i);
    ++counts[((random_source{a}() >> 60) << 4) | (random_source{b}() >> 60)];
  }
  return std::abs(excess_chi_square(counts));
}

BOOST_AUTO_TEST_CASE(branches_are_independent_of_their_neighbours) {
  const random_key root{15};
  const auto siblings = [&](std::uint64_t i) { return std::pair{root.with(i), root.with(i + 1)}; };
  const auto levels = [&](std::uint64_t i) {
    return std::pair{root.with(i), root.with(i).with(i)};
  };
  const auto swapped = [&](std::uint64_t i) {
    return std::pair{root.with(i).with(1), root.with(1).with(i)};
  };
  const auto parents = [&](std::uint64_t i) {
    return std::pair{root.with(i).with(5), root.with(i + 1).with(5)};
  };
  const auto seeds = [&](std::uint64_t i) { return std::pair{random_key{i}, random_key{i + 1}}; };
  BOOST_TEST(dependence(siblings) < 4);
  BOOST_TEST(dependence(levels) < 4);
  BOOST_TEST(dependence(swapped) < 4);
  BOOST_TEST(dependence(parents) < 4);
  BOOST_TEST(dependence(seeds) < 4);
}

BOOST_AUTO_TEST_CASE(consecutive_draws_of_a_stream_are_independent) {
  std::vector<std::uint64_t> counts(256);
  random_source source{random_key{16}};
  std::uint64_t before = source() >> 60;
  for (int i = 0; i < 400'000; ++i) {
    const std::uint64_t now = source() >> 60;
    ++counts[(before << 4) | now];
    before = now;
  }
  BOOST_TEST(std::abs(excess_chi_square(counts)) < 4);
}

BOOST_AUTO_TEST_CASE(no_two_places_of_a_large_tree_share_a_key) {
  std::unordered_set<std::uint64_t> seen;
  for (std::uint64_t writer = 0; writer < 1000; ++writer)
    for (std::uint64_t attempt = 0; attempt < 300; ++attempt)
      seen.insert(random_key{1}.with(writer).with(attempt).value());
  BOOST_TEST(seen.size() == 300'000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
