// Serialize and coalesce in virtual time: laws that hold exactly, on runs in which all times are
// constant; then every invariant under faults and deadlines.
#include <boost/test/unit_test.hpp>

#include "sim/faults/measured.hpp"
#include "sim/models.hpp"

using namespace contend;
using namespace contend::sim;

namespace {

/// `writers` on `nodes` burst once on one actor; every hop takes 10 ms.
scenario_model burst_on_one_actor(std::uint32_t writers, std::uint32_t nodes) {
  scenario_model m{.name = "burst", .run = {.until = stop_when::drained}};
  m.network.hop = duration{10ms};
  m.workload.writers = writers;
  m.workload.nodes = nodes;
  return m;
}

policy_model at_once(std::vector<shared_coordination> coordination) {
  return {.name = "at once", .coordination = std::move(coordination)};
}

measure::tally run_once(const scenario_model& model, const policy_model& policy) {
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  BOOST_TEST(sim.run(policy, 0, t).value().all_held());
  return t;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(together)

BOOST_AUTO_TEST_CASE(serialized_writers_of_one_node_never_conflict_and_wait_for_each_other) {
  const measure::tally t =
      run_once(burst_on_one_actor(10, 1), at_once({coordination::serialize{}}));
  BOOST_TEST(t.commits == 10U);
  BOOST_TEST(t.appends == 10U);
  BOOST_TEST(t.conflicts == 0U);
  BOOST_TEST((t.makespan.value() == 10 * 40ms));
  // The k-th waits for k - 1 others, and its latency counts that.
  BOOST_TEST((t.latency.min() == 40ms));
  BOOST_TEST((t.latency.max() == 400ms));
  BOOST_TEST(t.waited_by_choice.seconds() == 0);
}

BOOST_AUTO_TEST_CASE(serialized_nodes_contend_as_if_each_were_one_writer) {
  // In lock-step k contenders need k(k+1)/2 appends; here 3 nodes, one contender each at a time.
  const measure::tally t = run_once(burst_on_one_actor(3, 3), at_once({coordination::serialize{}}));
  BOOST_TEST(t.appends == 6U);
  const measure::tally many =
      run_once(burst_on_one_actor(30, 3), at_once({coordination::serialize{}}));
  BOOST_TEST(many.commits == 30U);
  BOOST_TEST(many.appends < 3 * 30U);
  BOOST_TEST(run_once(burst_on_one_actor(30, 3), at_once({})).appends == 30U * 31 / 2);
}

/// Eight writers on two nodes, whose lines are shared like this: appends that they need.
template <class Kind>
std::uint64_t appends_where_shared_by(sharing by) {
  const measure::tally t =
      run_once(burst_on_one_actor(8, 2), at_once({shared_coordination{Kind{}, by}}));
  BOOST_TEST(t.commits == 8U);
  return t.appends;
}

BOOST_AUTO_TEST_CASE(who_shares_a_line_decides_who_contends) {
  using coordination::serialize;
  BOOST_TEST(appends_where_shared_by<serialize>(sharing::all) == 8U);  // one contender
  BOOST_TEST(appends_where_shared_by<serialize>(sharing::writer) == 8U * 9 / 2);
  const std::uint64_t by_node = appends_where_shared_by<serialize>(sharing::node);
  BOOST_TEST((by_node > 8U && by_node < 16U));  // two: at most one of them loses at a time
}

BOOST_AUTO_TEST_CASE(who_shares_a_batch_decides_who_goes_along) {
  using coordination::coalesce;
  // The first goes alone, and then the other seven together.
  BOOST_TEST(appends_where_shared_by<coalesce>(sharing::all) == 2U);
  BOOST_TEST(appends_where_shared_by<coalesce>(sharing::writer) == 8U * 9 / 2);
  // Four batches, of which two contend at a time.
  const std::uint64_t by_node = appends_where_shared_by<coalesce>(sharing::node);
  BOOST_TEST((by_node > 4U && by_node < 8U));
}

BOOST_AUTO_TEST_CASE(coalesced_writers_share_one_append_and_each_has_its_own_version) {
  // The first goes alone, for nobody waited yet; the other nine share the next append. That each
  // was told its own version, and found its event there, is an invariant of the run.
  const measure::tally t = run_once(burst_on_one_actor(10, 1), at_once({coordination::coalesce{}}));
  BOOST_TEST(t.commits == 10U);
  BOOST_TEST(t.appends == 2U);
  BOOST_TEST((t.makespan.value() == 2 * 40ms));
  BOOST_TEST(t.actors_written == 1U);
}

BOOST_AUTO_TEST_CASE(a_batch_takes_no_more_than_its_size) {
  const measure::tally t =
      run_once(burst_on_one_actor(10, 1), at_once({coordination::coalesce{.batch = 3}}));
  BOOST_TEST(t.commits == 10U);
  BOOST_TEST(t.appends == 4U);
}

BOOST_AUTO_TEST_CASE(sixty_four_coalesced_writers_need_an_eighth_of_the_appends) {
  scenario_model model = burst_on_one_actor(64, 1);
  model.workload.arrivals = burst{.operations = 20};
  const measure::tally serial = run_once(model, at_once({coordination::serialize{}}));
  const measure::tally shared = run_once(model, at_once({coordination::coalesce{}}));
  BOOST_TEST(serial.commits == 64U * 20);
  BOOST_TEST(shared.commits == 64U * 20);
  BOOST_TEST(serial.appends == 64U * 20);
  BOOST_TEST(shared.appends * 8 <= serial.appends);
}

BOOST_AUTO_TEST_CASE(several_events_an_append_keep_their_order) {
  scenario_model model = burst_on_one_actor(12, 2);
  model.workload.events_per_append = 3;
  const measure::tally t = run_once(model, at_once({coordination::coalesce{}}));
  BOOST_TEST(t.commits == 12U);
  BOOST_TEST(t.appends < 12U);
}

BOOST_AUTO_TEST_CASE(a_full_line_rejects_and_a_deadline_ends_the_wait_in_it) {
  const measure::tally full =
      run_once(burst_on_one_actor(10, 1), at_once({coordination::serialize{.waiting = 4}}));
  BOOST_TEST(full.commits == 5U);
  BOOST_TEST(full.rejected == 5U);
  policy_model hasty = at_once({coordination::serialize{}});
  hasty.limits.deadline = 100ms;
  const measure::tally late = run_once(burst_on_one_actor(10, 1), hasty);
  // Turns come at 0, 40 and 80 ms; at 100 ms the other seven go.
  BOOST_TEST(late.commits == 3U);
  BOOST_TEST(late.give_ups == 7U);
  BOOST_TEST((late.latency.max() == 120ms));
}

BOOST_AUTO_TEST_CASE(under_lost_answers_nothing_is_lost_or_doubled) {
  for (const any_coordination& one :
       {any_coordination{coordination::serialize{}}, any_coordination{coordination::coalesce{}}}) {
    scenario_model model = calm();
    model.workload.actors = 3;
    model.faults = {lost_acks{.share = {0.2}}, reject{.share = {0.1}}};
    policy_model policy = patient();
    policy.coordination = {one};
    const measure::tally t = run_once(model, policy);
    BOOST_TEST(t.commits > 300U);
    BOOST_TEST(t.unanswered > 50U);
    BOOST_TEST(t.give_ups == 0U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
