// Keys and arrivals are drawn over fixed streams and held against the shares and rates they state.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/sim/workload/arrivals.hpp>
#include <contend/sim/workload/keys.hpp>

using namespace contend;
using namespace contend::sim;
using namespace std::chrono_literals;

namespace {

constexpr int draws = 100'000;

std::vector<double> shares(const keys_model& keys, std::uint32_t actors) {
  const key_chooser chooser{keys, actors};
  std::vector<double> counts(actors);
  for (int i = 0; i < draws; ++i) {
    random_source source{random_key{3}.with(static_cast<std::uint64_t>(i))};
    counts.at(chooser.choose(source)) += 1.0 / draws;
  }
  return counts;
}

bool near(double share, double expected) {
  return std::abs(share - expected) < 4.5 * std::sqrt(expected * (1 - expected) / draws) + 1e-9;
}

struct collected final : arrival_sink {
  std::vector<std::pair<time_point, std::uint32_t>> all{};
  void arrive(time_point at, std::uint32_t writer) override { all.emplace_back(at, writer); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(workload)

BOOST_AUTO_TEST_CASE(uniform_keys_choose_every_actor_alike) {
  for (const double s : shares(uniform_keys{}, 8)) BOOST_TEST(near(s, 1.0 / 8));
}

BOOST_AUTO_TEST_CASE(zipf_chooses_actor_k_by_its_weight) {
  double sum = 0;
  for (int k = 1; k <= 20; ++k) sum += std::pow(k, -1.2);
  const auto found = shares(zipf{.exponent = 1.2}, 20);
  for (int k = 1; k <= 20; ++k)
    BOOST_TEST(near(found[static_cast<std::size_t>(k) - 1], std::pow(k, -1.2) / sum));
}

BOOST_AUTO_TEST_CASE(hot_keys_take_their_share) {
  const auto found = shares(hot{.share = {0.9}, .actors = 2}, 12);
  for (std::size_t k = 0; k < 12; ++k) BOOST_TEST(near(found[k], k < 2 ? 0.45 : 0.01));
}

BOOST_AUTO_TEST_CASE(hot_keys_cover_all_actors_if_all_are_hot) {
  for (const double s : shares(hot{.share = {0.5}, .actors = 9}, 4)) BOOST_TEST(near(s, 0.25));
}

BOOST_AUTO_TEST_CASE(a_burst_starts_every_writer_at_once_and_repeats_as_often_as_asked) {
  const arrivals_model model{burst{.at = 2s, .operations = 2}};
  const auto process = make_arrivals(model, {.first = 10, .count = 3}, random_key{1});
  collected sink;
  process->begin(sink);
  BOOST_REQUIRE_EQUAL(sink.all.size(), 3U);
  for (std::uint32_t w = 0; w < 3; ++w) {
    BOOST_TEST((sink.all[w].first == time_point{2s}));
    BOOST_TEST(sink.all[w].second == 10 + w);
  }
  process->ended(sink, time_point{2s}, time_point{3s}, 11, 1);
  BOOST_REQUIRE_EQUAL(sink.all.size(), 4U);
  BOOST_TEST((sink.all[3].first == time_point{3s}));
  process->ended(sink, time_point{4s}, time_point{4s}, 11, 2);
  BOOST_TEST(sink.all.size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_closed_loop_thinks_before_each_operation) {
  const arrivals_model model{closed{.think = duration{20ms}}};
  const auto process = make_arrivals(model, {.count = 2}, random_key{1});
  collected sink;
  process->begin(sink);
  BOOST_REQUIRE_EQUAL(sink.all.size(), 2U);
  BOOST_TEST((sink.all[1].first == time_point{20ms}));
  process->ended(sink, time_point{}, time_point{100ms}, 1, 1);
  BOOST_TEST((sink.all[2].first == time_point{120ms}));
}

BOOST_AUTO_TEST_CASE(poisson_arrivals_have_their_rate_and_reach_every_writer) {
  const arrivals_model model{open{.stream = poisson{.rate = {1000}}}};
  const auto process = make_arrivals(model, {.count = 4}, random_key{1});
  collected sink;
  process->begin(sink);
  for (std::size_t i = 0; i < draws; ++i) process->arrived(sink, sink.all[i].first);
  const double seconds =
      static_cast<double>(sink.all.back().first.time_since_epoch().count()) / 1e9;
  BOOST_TEST(std::abs(seconds - draws / 1000.0) < 4.5 * std::sqrt(draws) / 1000.0);
  std::vector<double> writers(4);
  for (const auto& [at, writer] : sink.all) writers.at(writer) += 1.0 / draws;
  for (const double s : writers) BOOST_TEST(near(s, 0.25));
}

BOOST_AUTO_TEST_CASE(adding_a_writer_shifts_no_other) {
  const arrivals_model model{closed{.think = exponential_time{.mean = 20ms}}};
  collected few;
  collected many;
  make_arrivals(model, {.count = 3}, random_key{9})->begin(few);
  make_arrivals(model, {.count = 30}, random_key{9})->begin(many);
  for (std::size_t w = 0; w < 3; ++w) BOOST_TEST((few.all[w] == many.all[w]));
}

BOOST_AUTO_TEST_SUITE_END()
