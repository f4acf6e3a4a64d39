// Groups of writers, each with a network, keys and arrivals of its own, in one run.
#include "faults/measured.hpp"
#include <contend/measure/metrics/all.hpp>

using namespace contend;
using namespace contend::sim;

BOOST_AUTO_TEST_SUITE(groups)

BOOST_AUTO_TEST_CASE(each_group_has_its_own_round_trip) {
  scenario_model model = reference_experiment(1);
  model.workload.actors = 2;
  model.workload.keys = uniform_keys{};
  model.workload.groups = {{"near", {.writers = 1, .network = network_model{duration{1ms}}}},
                           {"far", {.writers = 1, .network = network_model{duration{40ms}}}}};
  model.policies.resize(1);
  const measure::tally t = run_under(model, model.policies.front());
  BOOST_TEST(t.commits == 2U);
  BOOST_TEST((t.latency.min() == 4ms));
  BOOST_TEST((t.latency.max() >= 160ms));
}

BOOST_AUTO_TEST_CASE(what_a_group_does_not_say_is_as_in_the_workload) {
  scenario_model model = calm();
  const measure::tally one = run_under(model, patient());
  model.workload.groups = {{"a", {.writers = 8}}, {"b", {.writers = 12}}};
  const measure::tally two = run_under(model, patient());
  BOOST_TEST(one.commits == two.commits);  // the very same writers, drawing the same numbers
  BOOST_TEST((one.latency == two.latency));
  BOOST_TEST(std::abs(one.offered_rate - two.offered_rate) < 1e-6);
}

BOOST_AUTO_TEST_CASE(groups_share_the_arrivals_that_are_said_of_all_writers) {
  scenario_model model = calm();
  model.workload.arrivals = open{.stream = poisson{.rate = {40}}, .max_in_flight = 10};
  model.workload.groups = {{"a", {.writers = 5}}, {"b", {.writers = 15}}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(std::abs(t.offered_rate - 40) < 1e-9);
  std::uint64_t a = 0, b = 0;
  for (std::uint32_t w = 0; w < 20; ++w) (w < 5 ? a : b) += t.commits_of_writer[w];
  BOOST_TEST((a > 222U && a < 378U));   // 300 ± 4.5 √300
  BOOST_TEST((b > 765U && b < 1035U));  // 900 ± 4.5 √900

  const auto part = std::get<open>(shared_out(model.workload.arrivals, 0.25));
  BOOST_TEST(part.max_in_flight.value() == 3U);
  BOOST_TEST(std::get<open>(shared_out(part, 1e-9)).max_in_flight.value() == 1U);
  const auto jumping =
      std::get<open>(shared_out(open{.stream = bursty{.rate = {10}, .burst_rate = {80}}}, 0.5));
  BOOST_TEST(std::get<bursty>(jumping.stream).rate.per_second == 5);
  BOOST_TEST(std::get<bursty>(jumping.stream).burst_rate.per_second == 40);
}

BOOST_AUTO_TEST_CASE(each_group_has_its_own_arrivals) {
  scenario_model model = calm();
  model.workload.groups = {
      {"users", {.writers = 10, .arrivals = open{.stream = poisson{.rate = {20}}}}},
      {"batch", {.writers = 4, .arrivals = burst{.at = 5s, .operations = 25}}}};
  const measure::tally t = run_under(model, patient());
  std::uint64_t users = 0, batch = 0;
  for (std::uint32_t w = 0; w < 14; ++w) (w < 10 ? users : batch) += t.commits_of_writer[w];
  BOOST_TEST(batch == 100U);
  BOOST_TEST((users > 490U && users < 710U));  // 600 ± 4.5 √600
}

BOOST_AUTO_TEST_CASE(the_most_in_flight_are_counted_by_group) {
  scenario_model model = calm();
  model.store.service.append = duration{100ms};
  model.store.timeout.reset();
  const open flood{.stream = poisson{.rate = {100}}, .max_in_flight = 1};
  model.workload.groups = {{"a", {.writers = 2, .arrivals = flood}},
                           {"b", {.writers = 2, .arrivals = flood}}};
  const measure::tally t = run_under(model, patient());
  // One server that works 100 ms serves both groups' one operation each in turn: 10 commits/s.
  BOOST_TEST((t.commits > 250U && t.commits <= 300U));
  BOOST_TEST(t.open_operations > 5000U);
}

BOOST_AUTO_TEST_CASE(what_happens_to_a_group_is_told_of_it_too) {
  scenario_model model = calm();
  model.workload.actors = 3;
  model.workload.groups = {{"near", {.writers = 6, .network = network_model{duration{1ms}}}},
                           {"far", {.writers = 4, .network = network_model{duration{40ms}}}}};
  const measure::tally t = run_under(model, patient());
  BOOST_REQUIRE(t.groups.size() == 2U);
  BOOST_TEST(t.groups[0].group == "near");
  BOOST_TEST(t.groups[1].commits_of_writer.size() == 4U);
  BOOST_TEST((t.groups[0].latency.min() == 4 * 1ms + 200us));
  BOOST_TEST((t.groups[1].latency.min() >= 4 * 40ms + 200us));  // and conflicts
  const auto sum = [&](auto counter) { return t.groups[0].*counter + t.groups[1].*counter; };
  using measure::tally;
  for (const auto counter :
       {&tally::operations, &tally::commits, &tally::give_ups, &tally::open_operations,
        &tally::appends, &tally::reads, &tally::conflicts, &tally::thrash_operations,
        &tally::conflicts_absorbed, &tally::conflicts_escaped, &tally::rejected})
    BOOST_TEST(sum(counter) == t.*counter);
  BOOST_TEST(t.conflicts > 50U);
  BOOST_TEST(t.groups[0].latency.count() + t.groups[1].latency.count() == t.latency.count());
  std::uint64_t of_far = 0;
  for (const std::uint32_t commits : t.groups[1].commits_of_writer) of_far += commits;
  BOOST_TEST(of_far == t.groups[1].commits);
  BOOST_TEST((t.groups[1].measured == t.measured));
}

BOOST_AUTO_TEST_CASE(what_one_group_suffers_is_not_told_of_the_other) {
  scenario_model model = calm();
  model.workload.actors = 2;
  model.workload.keys = uniform_keys{};
  model.workload.groups = {
      {"early", {.writers = 1, .arrivals = burst{.at = 0s, .operations = 10}}},
      {"many", {.writers = 12, .arrivals = burst{.at = 5s, .operations = 50}}}};
  const measure::tally t = run_under(
      model, {.name = "twice", .backoff = fixed{.delay = 1ms}, .limits = {.attempts = 2}});
  const measure::tally& early = t.groups[0];
  const measure::tally& many = t.groups[1];
  const auto value = [](std::string_view name, const measure::tally& of) {
    const measure::ratio r = measure::find_metric(name)->of(of);
    return r.over / r.under;
  };
  BOOST_TEST(many.conflicts_absorbed > 50U);
  BOOST_TEST(many.conflicts_escaped > 50U);
  BOOST_TEST(value("failure_rate", many) > 0.2);
  BOOST_TEST(value("restart_ratio", many) > 0.5);
  BOOST_TEST(early.commits == 10U);
  BOOST_TEST(early.conflicts_absorbed == 0U);
  BOOST_TEST(early.conflicts_escaped == 0U);
  BOOST_TEST(value("failure_rate", early) == 0);
  BOOST_TEST(value("restart_ratio", early) == 0);
}

BOOST_AUTO_TEST_CASE(without_names_there_are_no_groups) {
  BOOST_TEST(run_under(calm(), patient()).groups.empty());
}

BOOST_AUTO_TEST_SUITE_END()
