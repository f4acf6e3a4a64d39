// Acknowledgements are lost: with resolving nothing is doubled and nothing lost; a naive policy,
// which tries again blindly, doubles, and the invariants see it.
#include <cmath>

#include "measured.hpp"

using namespace contend;
using namespace contend::sim;

namespace {

scenario_model lossy(double share) {
  scenario_model model = calm();
  model.faults = {lost_acks{.share = {share}}};
  return model;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fault_lost_acks)

BOOST_AUTO_TEST_CASE(its_share_of_the_appends_stays_without_an_answer) {
  const measure::tally t = run_under(lossy(0.2), patient());
  const double n = static_cast<double>(t.appends);
  BOOST_TEST(std::abs(static_cast<double>(t.unanswered) / n - 0.2) < 4.5 * std::sqrt(0.16 / n));
}

BOOST_AUTO_TEST_CASE(what_is_resolved_is_stored_once_and_told_once) {
  const scenario_model model = lossy(0.5);
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(patient(), 0, t)->all_held());
  BOOST_TEST(sim.counted().repeated > 100U);  // resolves that found what they looked for
  BOOST_TEST(sim.counted().stored == sim.counted().committed);
}

BOOST_AUTO_TEST_CASE(a_naive_policy_doubles_and_the_invariants_tell) {
  const scenario_model model = lossy(0.2);
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  policy_model naive = patient();
  naive.limits.resolve = false;
  const invariants held = sim.run(naive, 0, t).value();
  BOOST_TEST(held.violation(invariant::nothing_twice).find("is stored more than once") !=
             std::string::npos);
  BOOST_TEST(held.violation(invariant::no_lost_updates) == "");
  BOOST_TEST(held.violation(invariant::unbroken_chains) == "");
  BOOST_TEST(held.violation(invariant::appends_add_up) == "");
  BOOST_TEST(sim.counted().stored > sim.counted().committed);
}

BOOST_AUTO_TEST_CASE(an_operation_that_gives_up_unresolved_was_told_nothing_false) {
  policy_model hasty = patient();
  hasty.limits = {.attempts = 1, .deadline = 100ms};  // ends before the timeout can be resolved
  const scenario_model model = lossy(0.3);
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(hasty, 0, t)->all_held());
  BOOST_TEST(t.give_ups > 100U);
  BOOST_TEST(sim.counted().stored > sim.counted().committed);
}

BOOST_AUTO_TEST_SUITE_END()
