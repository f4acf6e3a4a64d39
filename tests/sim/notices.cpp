// A backoff that waits for commits, in a run whose notices are known: who hears what, and when.
#include <boost/test/unit_test.hpp>

#include "models.hpp"
#include <contend/sim/simulation.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

struct wait_for_commit {
  duration at_most{};
  [[nodiscard]] decision next(const attempt_facts& facts, random_source&) const {
    return retry_on_commit(facts.current, at_most);
  }
};

/// Writers that read, append and lose together: a round takes 40 ms, one of them commits at 30 ms.
scenario_model lock_step(std::uint32_t writers) {
  scenario_model model = reference_experiment(writers);
  model.network.hop = duration{10ms};
  model.store.notices = notices_model{};
  return model;
}

measure::tally run(const scenario_model& model, duration at_most) {
  const population writers{model};
  simulation sim{model, writers};
  measure::tally tally;
  const policy_model policy{.name = "wait", .backoff = wait_for_commit{at_most}};
  BOOST_TEST(sim.run(policy, 0, tally)->all_held());
  return tally;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notices)

BOOST_AUTO_TEST_CASE(a_wait_for_a_commit_that_never_comes_ends_at_its_time) {
  // 40 ms to the conflict, 500 ms of waiting, 40 ms for the second attempt.
  const measure::tally t = run(lock_step(2), 500ms);
  BOOST_TEST((t.makespan.value() == 580ms));
  BOOST_TEST(t.waited_by_choice.seconds() == 0.5);
}

BOOST_AUTO_TEST_CASE(a_notice_wakes_those_who_wait_for_it) {
  // Of three, the two losers of the first round hear of its commit and wait for a newer one.
  const measure::tally t = run(lock_step(3), 400ms);
  BOOST_TEST(t.commits == 3U);
  BOOST_TEST(t.notices > 0U);
}

BOOST_AUTO_TEST_CASE(a_late_writer_wakes_an_early_loser) {
  // The winner's second operation commits at 70 ms; its notice ends the loser's wait of 10 s at 80
  // ms.
  scenario_model model = lock_step(2);
  model.workload.arrivals = burst{.operations = 2};
  const measure::tally t = run(model, 10s);
  BOOST_TEST(t.commits == 4U);
  BOOST_TEST((t.makespan.value() < 11s));
  BOOST_TEST(t.waited_by_choice.seconds() > 0.0);
}

BOOST_AUTO_TEST_CASE(lost_notices_leave_the_wait_to_its_time) {
  scenario_model model = lock_step(2);
  model.workload.arrivals = burst{.operations = 2};
  model.store.notices->loss = {1.0};
  const measure::tally lost = run(model, 1s);
  BOOST_TEST(lost.notices == 0U);
  model.store.notices->loss = {0.0};
  BOOST_TEST((run(model, 1s).makespan.value() < lost.makespan.value()));
}

BOOST_AUTO_TEST_SUITE_END()
