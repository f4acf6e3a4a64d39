// The histogram against what it stands for: the sorted list of all values. Values of every
// magnitude come from a seeded random source, so every run of this test sees the same ones.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/counting_new.hpp"
#include <contend/measure/histogram.hpp>
#include <contend/policies/random.hpp>

using contend::duration;
using contend::random_key;
using contend::random_source;
using contend::measure::duration_sum;
using contend::measure::histogram;

namespace {

/// From 0 to centuries, every magnitude about as likely.
duration any_magnitude(random_source& random) {
  const std::int64_t bits = random.uniform(0, 62);
  return duration{random.uniform(0, (std::int64_t{1} << bits))};
}

std::vector<duration> values(std::uint64_t seed, std::size_t n) {
  random_source random{random_key{seed}};
  std::vector<duration> all(n);
  for (auto& value : all) value = any_magnitude(random);
  return all;
}

histogram histogram_of(const std::vector<duration>& all) {
  histogram h;
  for (const duration value : all) h.record(value);
  return h;
}

/// The smallest value that at least the share `percent` of `sorted` does not exceed.
duration nearest_rank(const std::vector<duration>& sorted, std::size_t per_mille) {
  const std::size_t rank = (sorted.size() * per_mille + 999) / 1000;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

double relative_error(duration got, duration wanted) {
  if (got == wanted) return 0;
  return std::abs(static_cast<double>(got.count()) - static_cast<double>(wanted.count())) /
         static_cast<double>(wanted.count());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(histograms)

BOOST_AUTO_TEST_CASE(any_quantile_of_values_of_any_magnitude_is_within_one_part_in_128) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto all = values(seed, static_cast<std::size_t>(seed * seed));
    const histogram h = histogram_of(all);
    std::ranges::sort(all);
    for (std::size_t per_mille = 0; per_mille <= 1000; ++per_mille) {
      const duration got = h.quantile(static_cast<double>(per_mille) / 1000);
      BOOST_TEST_REQUIRE(relative_error(got, nearest_rank(all, per_mille)) <= 1.0 / 128);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_value_alone_comes_back_exactly_and_in_a_crowd_within_the_bound) {
  for (int bits = 0; bits <= 62; ++bits)
    for (const std::int64_t near : {-1, 0, 1}) {
      const duration value{std::max<std::int64_t>((std::int64_t{1} << bits) + near, 0)};
      histogram alone = histogram_of({value});
      BOOST_TEST(alone.quantile(0.5) == value);
      histogram crowd = histogram_of({duration{0}, value, duration::max()});
      BOOST_TEST(relative_error(crowd.quantile(0.5), value) <= 1.0 / 128);
    }
}

BOOST_AUTO_TEST_CASE(below_256_nanoseconds_quantiles_are_exact) {
  histogram h;
  for (int ns = 0; ns < 256; ++ns) h.record(duration{ns});
  for (int ns = 0; ns < 256; ++ns) BOOST_TEST(h.quantile((ns + 1) / 256.0).count() == ns);
}

BOOST_AUTO_TEST_CASE(quantiles_of_dense_values_are_far_better_than_the_bound) {
  histogram h;  // a million values, evenly from 100 ms to 200 ms
  for (int i = 0; i < 1'000'000; ++i) h.record(duration{100'000'000 + 100 * i});
  for (const double q : {0.1, 0.25, 0.5, 0.9, 0.99, 0.999}) {
    const duration exact{100'000'000 + static_cast<std::int64_t>(100e6 * q)};
    BOOST_TEST(relative_error(h.quantile(q), exact) < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(count_sum_minimum_and_maximum_are_exact) {
  const histogram h = histogram_of({duration{30}, duration{1'000'000'007}, duration{20'000'003}});
  BOOST_TEST(h.count() == 3U);
  BOOST_TEST((h.sum() == duration_sum::of(1, 20'000'040)));
  BOOST_TEST(h.min().count() == 30);
  BOOST_TEST(h.max().count() == 1'000'000'007);
  BOOST_TEST(h.quantile(0).count() == 30);
  BOOST_TEST(h.quantile(1).count() == 1'000'000'007);
}

BOOST_AUTO_TEST_CASE(an_empty_histogram_answers_zero) {
  const histogram h;
  BOOST_TEST(h.empty());
  BOOST_TEST(h.quantile(0.5).count() == 0);
  BOOST_TEST(h.min().count() == 0);
  BOOST_TEST(h.max().count() == 0);
  BOOST_TEST(h.buckets().empty());
}

BOOST_AUTO_TEST_CASE(a_negative_duration_counts_as_zero) {
  const histogram h = histogram_of({duration{-5}});
  BOOST_TEST(h.max().count() == 0);
  BOOST_TEST(h.count() == 1U);
  BOOST_TEST((h.sum() == duration_sum{}));
}

BOOST_AUTO_TEST_CASE(merging_gives_what_recording_all_values_in_one_would) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto some = values(seed, 50);
    const auto others = values(seed + 100, static_cast<std::size_t>(seed));
    auto both = some;
    both.insert(both.end(), others.begin(), others.end());

    histogram merged = histogram_of(some);
    merged.merge(histogram_of(others));
    histogram other_way = histogram_of(others);
    other_way.merge(histogram_of(some));
    BOOST_TEST((merged == histogram_of(both)));
    BOOST_TEST((other_way == merged));
  }
}

BOOST_AUTO_TEST_CASE(merging_an_empty_one_changes_nothing) {
  histogram h = histogram_of(values(7, 10));
  const histogram before = h;
  h.merge(histogram{});
  BOOST_TEST((h == before));
  histogram empty;
  empty.merge(before);
  BOOST_TEST((empty == before));
}

BOOST_AUTO_TEST_CASE(a_cleared_histogram_is_as_good_as_new) {
  histogram h = histogram_of(values(3, 100));
  h.clear();
  BOOST_TEST((h == histogram{}));
  h.record(duration{42});
  BOOST_TEST((h == histogram_of({duration{42}})));
}

BOOST_AUTO_TEST_CASE(emptied_by_assignment_it_keeps_its_memory) {
  histogram h;
  for (const duration value : values(6, 200)) h.record(value);
  h = {};
  BOOST_TEST(h.empty());
  BOOST_TEST((h == histogram{}));
  const std::size_t before = contend::test::allocations();
  for (const duration value : values(6, 200)) h.record(value);
  const std::size_t used = contend::test::allocations() - before;
  BOOST_TEST(used == 1U);  // the list of values
  BOOST_TEST((h == histogram_of(values(6, 200))));
}

BOOST_AUTO_TEST_CASE(copies_are_independent_and_what_was_moved_from_is_empty) {
  histogram original = histogram_of(values(5, 30));
  histogram copy = original;
  copy.record(duration{1});
  BOOST_TEST(original.count() == 30U);
  BOOST_TEST(copy.count() == 31U);

  histogram moved = std::move(original);
  BOOST_TEST((moved == histogram_of(values(5, 30))));
  BOOST_TEST(original.empty());  // NOLINT(bugprone-use-after-move): documented
  original.record(duration{9});
  BOOST_TEST(original.count() == 1U);
}

BOOST_AUTO_TEST_CASE(its_parts_restore_it) {
  const histogram h = histogram_of(values(11, 1000));
  BOOST_TEST((histogram::restore(h.buckets(), h.min(), h.max(), h.sum()) == h));
  BOOST_TEST((histogram::restore({}, {}, {}, {}) == histogram{}));
}

BOOST_AUTO_TEST_CASE(the_buckets_ascend_and_hold_every_value_near_its_own) {
  const auto all = values(13, 2000);
  const auto buckets = histogram_of(all).buckets();
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    count += buckets[i].count;
    if (i > 0) BOOST_TEST_REQUIRE(buckets[i - 1].middle.count() < buckets[i].middle.count());
  }
  BOOST_TEST(count == all.size());
}

BOOST_AUTO_TEST_CASE(recording_a_value_many_times_is_recording_it_that_often) {
  histogram once;
  once.record(duration{12345}, 1000);
  histogram often;
  for (int i = 0; i < 1000; ++i) often.record(duration{12345});
  BOOST_TEST((once == often));
  once.record(duration{1}, 0);
  BOOST_TEST((once == often));
}

BOOST_AUTO_TEST_CASE(a_sum_beyond_64_bits_of_nanoseconds_stays_exact) {
  histogram h;
  h.record(duration::max(), 1000);
  BOOST_TEST(h.sum().whole_seconds() == 9223372036854U);  // 1000 × 9223372036.854775807 s
  BOOST_TEST(h.sum().rest() == 775'807'000U);
}

BOOST_AUTO_TEST_SUITE_END()
