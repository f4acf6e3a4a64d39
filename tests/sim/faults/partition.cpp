// Who is cut off commits nothing; everybody else goes on.
#include "measured.hpp"

using namespace contend;
using namespace contend::sim;

BOOST_AUTO_TEST_SUITE(fault_partition)

BOOST_AUTO_TEST_CASE(a_node_that_is_cut_off_commits_nothing) {
  scenario_model model = calm();
  model.faults = {partition{.node = 3}};
  const measure::tally t = run_under(model, patient());
  for (std::uint32_t w = 0; w < model.workload.writers; ++w)
    BOOST_TEST((t.commits_of_writer.at(w) == 0) == (w % 4 == 3));
}

BOOST_AUTO_TEST_CASE(a_group_that_is_cut_off_commits_nothing) {
  scenario_model model = calm();
  model.workload.groups = {{"near", {.writers = 5}}, {"far", {.writers = 10}}};
  model.faults = {partition{.group = "far"}};
  const measure::tally t = run_under(model, patient());
  BOOST_REQUIRE(t.commits_of_writer.size() == 15U);
  for (std::uint32_t w = 0; w < 15; ++w) BOOST_TEST((t.commits_of_writer[w] == 0) == (w >= 5));
}

BOOST_AUTO_TEST_CASE(it_finds_back_when_the_cut_heals) {
  scenario_model model = calm();
  model.faults = {partition{.node = 0, .from = 5s, .length = 2s},
                  partition{.node = 1, .from = 10s, .length = 2s}};
  const measure::tally t = run_under(model, patient());
  for (const std::uint32_t commits : t.commits_of_writer) BOOST_TEST(commits > 300U);
  BOOST_TEST((t.latency.max() > 1500ms));
}

BOOST_AUTO_TEST_SUITE_END()
