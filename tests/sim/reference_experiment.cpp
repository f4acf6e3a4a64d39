// The reference experiment of the field (Brooker's optimistic-concurrency simulation, Amazon
// Architecture blog): mean appends and mean makespan of each policy and number of writers, held
// against an independent simulator's values in reference/aws_backoff.csv.
//
// Gate: every cell within 4.5 standard errors (both sides' errors added in squares) and within 0.5
// %. Seeds are fixed; replications are enough for our own error to stay near a tenth of a percent.
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models.hpp"
#include <contend/sim/replications.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

struct cell {
  double mean = 0;
  double stderr_of_mean = 0;
};

struct row {
  std::string policy;
  std::uint32_t writers = 0;
  cell appends;
  cell makespan_ms;
};

std::vector<row> reference() {
  std::ifstream file{CONTEND_TEST_FOLDER "/sim/reference/aws_backoff.csv"};
  BOOST_REQUIRE(file);
  std::vector<row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    row r;
    double replications = 0;
    std::istringstream{line} >> r.policy >> r.writers >> replications >> r.appends.mean >>
        r.appends.stderr_of_mean >> r.makespan_ms.mean >> r.makespan_ms.stderr_of_mean;
    rows.push_back(r);
  }
  return rows;
}

cell summarise(const std::vector<double>& samples) {
  double sum = 0;
  double squares = 0;
  for (const double x : samples) sum += x;
  const double n = static_cast<double>(samples.size());
  const double mean = sum / n;
  for (const double x : samples) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

/// Simulates `writers` contenders and calls check(policy, appends, makespan in ms).
template <class Check>
void simulate(std::uint32_t writers, std::uint32_t replications, Check check) {
  scenario_model model = reference_experiment(writers);
  model.replications = replications;
  std::vector<std::vector<double>> appends(model.policies.size(),
                                           std::vector<double>(replications));
  auto makespans = appends;
  bool held = true;
  run_replications(model, {.jobs = 0}, [&](const finished_replication& r) {
    appends[r.policy][r.replication] = static_cast<double>(r.tally.appends);
    makespans[r.policy][r.replication] = static_cast<double>(r.tally.makespan->count()) / 1e6;
    if (!r.held.all_held() || r.tally.commits != writers) held = false;
  });
  BOOST_TEST(held);
  for (std::size_t p = 0; p < model.policies.size(); ++p)
    check(model.policies[p].name, summarise(appends[p]), summarise(makespans[p]));
}

void compare(const std::string& what, const cell& ours, const cell& reference) {
  const double error = std::hypot(ours.stderr_of_mean, reference.stderr_of_mean);
  // The file rounds its means to 4 and 3 decimals; where nothing varies that is all the error.
  const double z = std::abs(ours.mean - reference.mean) / std::max(error, 1e-3);
  const double off = std::abs(ours.mean / reference.mean - 1);
  BOOST_TEST_MESSAGE(what << ": " << ours.mean << " against " << reference.mean << ", |z| = " << z
                          << ", off by " << 100 * off << " %");
  BOOST_TEST(z <= 4.5, what << ": |z| = " << z);
  BOOST_TEST(off <= 0.005, what << ": off by " << 100 * off << " %");
}

void check_against_reference(std::uint32_t writers, std::uint32_t replications) {
  std::map<std::string, row> expected;
  for (const row& r : reference())
    if (r.writers == writers) expected[r.policy] = r;
  BOOST_REQUIRE_EQUAL(expected.size(), 5U);
  simulate(writers, replications, [&](const std::string& policy, cell appends, cell makespan) {
    const std::string name = policy + ", " + std::to_string(writers) + " writers";
    compare(name + ", appends", appends, expected.at(policy).appends);
    compare(name + ", makespan", makespan, expected.at(policy).makespan_ms);
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_reference_experiment)

BOOST_AUTO_TEST_CASE(one_writer) { check_against_reference(1, 20'000); }
BOOST_AUTO_TEST_CASE(ten_writers) { check_against_reference(10, 40'000); }
BOOST_AUTO_TEST_CASE(fifty_writers) { check_against_reference(50, 12'000); }
BOOST_AUTO_TEST_CASE(a_hundred_writers) { check_against_reference(100, 6'000); }

BOOST_AUTO_TEST_CASE(one_writer_alone_sends_one_append_over_four_hops) {
  simulate(1, 20'000, [](const std::string&, cell appends, cell makespan) {
    BOOST_TEST(appends.mean == 1.0);
    BOOST_TEST(std::abs(makespan.mean - 40) < 4.5 * makespan.stderr_of_mean);
    // Four hops of 2 ms deviation each: sqrt(4) * 2 = 4 ms.
    const double stddev = makespan.stderr_of_mean * std::sqrt(20'000.0);
    BOOST_TEST(std::abs(stddev - 4) < 4.5 * 4 / std::sqrt(2 * 20'000.0));
  });
}

BOOST_AUTO_TEST_SUITE_END()
