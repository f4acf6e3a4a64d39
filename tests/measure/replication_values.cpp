// What is kept of single replications: held against the statistics of the same replications.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/measure/replication_values.hpp>
#include <contend/policies/random.hpp>

using namespace contend::measure;
using contend::random_key;
using contend::random_source;

namespace {

struct both {
  statistics all{};
  replication_values each{};

  void add(const ratio& r) {
    all.add(r);
    each.add(r);
  }
  [[nodiscard]] std::vector<std::optional<double>> values() const {
    return each.result(all.result());
  }
  [[nodiscard]] estimate of_values() const {
    statistics s;
    for (const auto& v : values())
      if (v) s.add(plain(*v));
    return s.result();
  }
};

both of(const std::vector<ratio>& replications) {
  both b;
  for (const ratio& r : replications) b.add(r);
  return b;
}

/// Shares of a random number of trials.
both random_shares(int count) {
  random_source random{random_key{1}};
  both b;
  for (int i = 0; i < count; ++i) {
    const auto under = static_cast<double>(random.uniform(100, 300));
    b.add({std::floor(under * random.unit()), under});
  }
  return b;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values_of_replications)

BOOST_AUTO_TEST_CASE(a_plain_metric_keeps_its_values_and_a_null_its_place) {
  const auto values = of({plain(39), plain(0.1), nothing, plain(1234567)}).values();
  const std::vector<std::optional<double>> expected = {39, 0.1, std::nullopt, 1234567};
  BOOST_TEST((values == expected));
}

BOOST_AUTO_TEST_CASE(a_ratio_of_sums_is_shared_out_so_that_mean_and_deviation_are_the_metrics) {
  const both b = random_shares(200);
  BOOST_TEST(b.values().size() == 200U);
  BOOST_TEST(*b.of_values().mean == *b.all.result().mean, boost::test_tools::tolerance(1e-7));
  BOOST_TEST(*b.of_values().stddev == *b.all.result().stddev, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(neighbours_are_put_together_once_there_are_too_many) {
  const both b = random_shares(1001);
  const estimate e = b.of_values();
  BOOST_TEST(e.replications == 251U);  // of four each, and the last alone
  BOOST_TEST(*e.mean == *b.all.result().mean, boost::test_tools::tolerance(1e-6));
  // Their standard error is that of the replications, within what 251 deviations can tell.
  BOOST_TEST(e.standard_error() == b.all.result().standard_error(),
             boost::test_tools::tolerance(0.15));
}

BOOST_AUTO_TEST_CASE(there_are_never_more_than_256_and_at_least_half_as_many) {
  both b;
  for (int i = 0; i < 5000; ++i) {
    b.add(plain(i % 7));
    const std::size_t kept = b.each.result(b.all.result()).size();
    BOOST_TEST_REQUIRE(kept <= replication_values::most_values);
    BOOST_TEST_REQUIRE((i < 256 || kept > replication_values::most_values / 2 - 1));
  }
}

BOOST_AUTO_TEST_CASE(values_that_are_all_alike_need_not_be_kept) {
  BOOST_TEST(of({plain(5), plain(5), plain(5)}).values().empty());
  BOOST_TEST(of({plain(5)}).values().empty());
  BOOST_TEST(of({}).values().empty());
  BOOST_TEST(of({nothing, nothing}).values().empty());
}

BOOST_AUTO_TEST_CASE(seven_digits_are_kept) {
  BOOST_TEST(seven_digits(0.123456789) == 0.1234568);
  BOOST_TEST(seven_digits(-123.456789) == -123.4568);
  BOOST_TEST(seven_digits(9999999) == 9999999);
  BOOST_TEST(seven_digits(123456789012) == 123456800000);
  BOOST_TEST(seven_digits(1.23456789e-9) == 1.234568e-9);
  BOOST_TEST(seven_digits(0) == 0);
  BOOST_TEST(std::isinf(seven_digits(INFINITY)));
}

BOOST_AUTO_TEST_SUITE_END()
