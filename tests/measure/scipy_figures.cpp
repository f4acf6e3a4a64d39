// Tests, intervals and effects of fixed samples against those that scipy gave of them:
// reference/scipy_figures.json, which tests/scipy/figures.py writes.
#include <cmath>
#include <fstream>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <contend/measure/bootstrap.hpp>
#include <contend/measure/difference.hpp>

using namespace contend::measure;
using boost::test_tools::tolerance;
using nlohmann::json;

namespace {

estimate of(const std::vector<double>& values) {
  statistics s;
  for (const double x : values) s.add(plain(x));
  return s.result();
}

/// A drawn interval's ends are uncertain by some hundredths of its width.
void check_bootstrap(const json& expected, const std::vector<double>& differences,
                     double standard_error) {
  const auto [low, high] = bootstrap_interval(differences, {.resamples = 20'000});
  BOOST_TEST(std::abs(low - expected[0].get<double>()) < 0.15 * standard_error);
  BOOST_TEST(std::abs(high - expected[1].get<double>()) < 0.15 * standard_error);
}

void check(const json& one) {
  const auto baseline = one["baseline"].get<std::vector<double>>();
  const auto candidate = one["candidate"].get<std::vector<double>>();
  const difference d = one["paired"] ? paired_difference(baseline, candidate)
                                     : unpaired_difference(of(baseline), of(candidate));
  BOOST_TEST(*d.p_value == one["p"].get<double>(), tolerance(1e-8));
  BOOST_TEST(d.ci95->first == one["student"][0].get<double>(), tolerance(1e-8));
  BOOST_TEST(d.ci95->second == one["student"][1].get<double>(), tolerance(1e-8));
  BOOST_TEST(*effect_size(of(baseline), of(candidate)) == one["effect"].get<double>(),
             tolerance(1e-10));
  if (!one.contains("bootstrap")) return;
  std::vector<double> differences;
  for (std::size_t i = 0; i < baseline.size(); ++i)
    differences.push_back(candidate[i] - baseline[i]);
  check_bootstrap(one["bootstrap"], differences, *d.standard_error);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scipy_figures)

BOOST_AUTO_TEST_CASE(every_sample_has_scipys_test_interval_effect_and_bootstrap) {
  std::ifstream file{CONTEND_TEST_FOLDER "/measure/reference/scipy_figures.json"};
  BOOST_REQUIRE(file);
  const json all = json::parse(file);
  BOOST_TEST(all.size() == 8U);
  for (const json& one : all) {
    BOOST_TEST_CONTEXT(one["name"].get<std::string>()) { check(one); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
