// A run with an outage in its middle: what commits when, and how the run finds back.
#include "measured.hpp"
#include <contend/measure/metrics/all.hpp>
#include <contend/sim/detail/written_events.hpp>

using namespace contend;
using namespace contend::sim;

BOOST_AUTO_TEST_SUITE(fault_outage)

BOOST_AUTO_TEST_CASE(no_append_commits_while_it_lasts_and_all_goes_on_afterwards) {
  scenario_model model = calm();
  model.faults = {outage{.from = 10s, .length = 5s}};
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(patient(), 0, t)->all_held());

  std::uint64_t before = 0, during = 0, after = 0;
  for (std::uint32_t a = 0; a < model.workload.actors; ++a)
    for (const event_ptr& e : sim.store().get_events(sim::detail::actor_name{a}).value()) {
      const duration at = e->timestamp.time_since_epoch();
      ++(at < 10s ? before : at < 15s ? during : after);
    }
  BOOST_TEST(during == 0U);
  BOOST_TEST(before > 2000U);
  BOOST_TEST(after > 3000U);
}

BOOST_AUTO_TEST_CASE(its_requests_stay_without_an_answer_and_its_appends_are_resolved) {
  scenario_model model = calm();
  model.faults = {outage{.from = 10s, .length = 5s}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.unanswered > 0U);
  BOOST_TEST(t.store_rejects == 0U);
  BOOST_TEST(t.give_ups == 0U);  // unlimited attempts outlast it
  BOOST_TEST((t.latency.max() > 4s));
}

BOOST_AUTO_TEST_CASE(what_gives_up_in_it_is_counted) {
  scenario_model model = calm();
  model.faults = {outage{.from = 10s, .length = 5s}};
  policy_model hasty = patient();
  hasty.limits = {.attempts = 2, .deadline = 1s};
  const measure::tally t = run_under(model, hasty);
  BOOST_TEST(t.give_ups > 20U);
  BOOST_TEST((t.latency.max() < 2s));
}

BOOST_AUTO_TEST_CASE(one_without_an_end_lasts_to_the_end) {
  scenario_model model = calm();
  model.faults = {outage{.from = 1s}};
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.open_operations == 20U);
}

BOOST_AUTO_TEST_CASE(a_fault_that_is_always_on_is_none_to_recover_from) {
  scenario_model model = calm();
  model.faults = {lost_acks{.share = {0.01}}, outage{.from = 10s, .length = 3s}};
  const measure::tally both = run_under(model, patient());
  BOOST_TEST((both.faults->begin == 10s));
  BOOST_TEST((both.faults->end == 13s));
  BOOST_TEST(!measure::find_metric("recovered")->of(both).null());

  model.faults = {lost_acks{.share = {0.01}}};
  BOOST_TEST(!run_under(model, patient()).faults.has_value());
  model.faults = {lost_acks{.share = {0.01}, .from = 1s}};
  BOOST_TEST((run_under(model, patient()).faults->begin == 1s));
}

BOOST_AUTO_TEST_SUITE_END()
