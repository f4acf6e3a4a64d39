// The background queue in virtual time. First exactly, on runs whose times are constant; then under
// faults, where every run reads its store back and must find nothing lost or doubled.
#include <boost/test/unit_test.hpp>

#include "sim/faults/measured.hpp"
#include "sim/models.hpp"

using namespace contend;
using namespace contend::sim;

namespace {

policy_model eventually(coordination::background_queue queue) {
  return {.name = "eventual", .backoff = eventual{}, .coordination = {std::move(queue)}};
}

/// One operation each of `writers` at once on one actor of its own, 1 ms a hop, while the store
/// refuses everything for the first 100 ms.
scenario_model refused_at_first(std::uint32_t writers) {
  scenario_model m{.name = "refused", .run = {.until = stop_when::drained}};
  m.network.hop = duration{1ms};
  m.store.timeout = 50ms;
  m.workload.writers = writers;
  m.workload.actors = 1;
  m.faults = {reject{.share = {1}, .length = 100ms}};
  return m;
}

measure::tally run_once(const scenario_model& model, const policy_model& policy) {
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  const invariants held = sim.run(policy, 0, t).value();
  for (std::size_t i = 0; i < invariant_count; ++i)
    BOOST_TEST(held.violation(static_cast<invariant>(i)) == "");
  BOOST_TEST(t.operations == t.commits - t.background_commits + t.give_ups + t.deferred +
                                 t.rejected + t.open_operations);
  return t;
}

coordination::background_queue every_10_ms() {
  return {.policy = {.backoff = fixed{.delay = 10ms}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(background_queue_in_virtual_time)

BOOST_AUTO_TEST_CASE(the_caller_goes_on_at_the_first_failure_and_the_queue_does_it_later) {
  const measure::tally t = run_once(refused_at_first(1), eventually(every_10_ms()));
  BOOST_TEST(t.operations == 1U);
  BOOST_TEST(t.deferred == 1U);
  BOOST_TEST(t.commits == 1U);
  BOOST_TEST(t.background_commits == 1U);
  BOOST_TEST((t.latency.max() == 2ms));  // the read that was refused: there and back
  // Tries at 2, 14, 26, … ms: each takes 2 ms and waits 10. The one at 98 ms arrives at 99 ms and
  // is refused too, the one at 110 ms commits at 114 ms.
  BOOST_TEST((t.makespan.value() == 114ms));
  BOOST_TEST(t.deferred_delay.seconds() == 0.114);
  BOOST_TEST(t.queues.most_jobs == 1U);
  BOOST_TEST((t.queues.oldest == 112ms));
  BOOST_TEST(t.queues.watched.seconds() >= 0.114);
  BOOST_TEST(t.queues.depth_time.seconds() == 0.112);
  BOOST_TEST(t.queues.age_time == 0.112 * 0.112 / 2, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(jobs_of_one_actor_are_done_one_after_the_other) {
  coordination::background_queue queue = every_10_ms();
  queue.workers = 5;
  const measure::tally t = run_once(refused_at_first(5), eventually(queue));
  BOOST_TEST(t.deferred == 5U);
  BOOST_TEST(t.background_commits == 5U);
  BOOST_TEST(t.conflicts == 0U);
  BOOST_TEST(t.queues.most_jobs == 5U);
  // The first commits at 114 ms as above; each of the others takes 4 ms after the one before.
  BOOST_TEST((t.makespan.value() == 130ms));
}

BOOST_AUTO_TEST_CASE(a_full_queue_keeps_its_callers_waiting_and_then_rejects_them) {
  coordination::background_queue queue = every_10_ms();
  queue.jobs = 2;
  queue.patience = 20ms;
  const measure::tally t = run_once(refused_at_first(5), eventually(queue));
  BOOST_TEST(t.deferred == 2U);
  BOOST_TEST(t.rejected == 3U);
  BOOST_TEST((t.latency.max() == 22ms));
  queue.patience = 0ms;
  BOOST_TEST((run_once(refused_at_first(5), eventually(queue)).latency.max() == 2ms));
}

BOOST_AUTO_TEST_CASE(room_ends_the_wait_of_a_caller) {
  coordination::background_queue queue = every_10_ms();
  queue.jobs = 2;
  queue.patience = 1h;
  const measure::tally t = run_once(refused_at_first(5), eventually(queue));
  BOOST_TEST(t.deferred == 5U);
  BOOST_TEST(t.background_commits == 5U);
  BOOST_TEST(t.queues.most_jobs == 2U);
  // Room comes as each commit is known: at 114, 118 and 122 ms.
  BOOST_TEST((t.latency.max() == 122ms));
}

BOOST_AUTO_TEST_CASE(what_the_queues_policy_gives_up_is_a_dead_letter) {
  coordination::background_queue queue = every_10_ms();
  queue.policy.limits.attempts = 3;
  const measure::tally t = run_once(refused_at_first(4), eventually(queue));
  BOOST_TEST(t.deferred == 4U);
  // One after the other: at 2, 14 and 26 ms; 28, 40 and 52; 54, 66 and 78; 80, 92, and at 104 ms
  // the store is well again.
  BOOST_TEST(t.dead_letters == 3U);
  BOOST_TEST(t.background_commits == 1U);
  BOOST_TEST(t.commits == 1U);
}

BOOST_AUTO_TEST_CASE(each_node_has_a_queue_of_its_own) {
  scenario_model model = refused_at_first(6);
  model.workload.nodes = 3;
  coordination::background_queue queue = every_10_ms();
  queue.jobs = 1;
  queue.patience = 0ms;
  const measure::tally t = run_once(model, eventually(queue));
  BOOST_TEST(t.deferred == 3U);
  BOOST_TEST(t.rejected == 3U);
}

BOOST_AUTO_TEST_CASE(what_was_deferred_without_an_answer_is_resolved_and_never_doubled) {
  scenario_model model = calm();
  model.workload.actors = 20;
  model.faults = {lost_acks{.share = {0.3}}, reject{.share = {0.1}},
                  partition{.node = 1, .from = 10s, .length = 3s}};
  coordination::background_queue queue{.workers = 4};
  queue.policy.backoff = jitter{.base = 20ms, .cap = 1s};
  const measure::tally t = run_once(model, eventually(queue));
  BOOST_TEST(t.deferred > 500U);
  BOOST_TEST(t.dead_letters == 0U);
  BOOST_TEST(t.give_ups == 0U);
  // All that was deferred within the span is done by its end, but for what waits still.
  BOOST_TEST(t.background_commits + t.queues.most_jobs >= t.deferred);
}

BOOST_AUTO_TEST_CASE(the_queue_takes_its_turn_where_operations_are_serialized) {
  scenario_model model = calm();
  model.workload.actors = 2;
  model.workload.nodes = 1;
  model.faults = {reject{.share = {0.1}}};
  policy_model policy = eventually({.workers = 4});
  policy.coordination.insert(policy.coordination.begin(), coordination::serialize{});
  const measure::tally t = run_once(model, policy);
  BOOST_TEST(t.conflicts == 0U);
  BOOST_TEST(t.background_commits > 50U);
}

BOOST_AUTO_TEST_CASE(who_shares_a_queue_decides_what_waits_in_it) {
  // Four writers on two nodes burst on one actor: one commits, three conflict and are deferred.
  scenario_model model = refused_at_first(4);
  model.faults.clear();
  model.workload.nodes = 2;
  const auto shared_by = [&](sharing by) {
    policy_model policy = eventually({});
    policy.coordination.front().shared_by = by;
    const measure::tally t = run_once(model, policy);
    BOOST_TEST(t.background_commits == 3U);
    return t;
  };
  const measure::tally all = shared_by(sharing::all);
  BOOST_TEST(all.queues.most_jobs == 3U);
  BOOST_TEST(all.conflicts == 3U);  // jobs of one actor are done one after the other
  const measure::tally node = shared_by(sharing::node);
  BOOST_TEST(node.queues.most_jobs == 2U);
  BOOST_TEST((node.conflicts > 3U && node.conflicts < 6U));
  const measure::tally writer = shared_by(sharing::writer);
  BOOST_TEST(writer.queues.most_jobs == 1U);
  BOOST_TEST(writer.conflicts == 3U + 2U + 1U);  // in lock-step
}

BOOST_AUTO_TEST_CASE(guards_of_the_worker_are_those_of_the_scenario) {
  struct counting : guard {
    explicit counting(std::uint32_t& n) : admitted_{n} {}
    admission admit_operation(time_point) override {
      ++admitted_;
      return admitted();
    }
    std::uint32_t& admitted_;
  };
  std::uint32_t made = 0;
  std::uint32_t asked = 0;
  scenario_model model = refused_at_first(3);
  model.guards = {{.name = "shared", .make = [&](random_key) {
                     ++made;
                     return std::make_shared<counting>(asked);
                   }}};
  coordination::background_queue queue = every_10_ms();
  queue.policy.guards = {"shared"};
  policy_model policy = eventually(queue);
  policy.guards = {"shared"};
  run_once(model, policy);
  BOOST_TEST(made == 1U);
  BOOST_TEST(asked == 6U);  // three callers, three jobs
}

BOOST_AUTO_TEST_SUITE_END()
