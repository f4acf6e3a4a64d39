// Recordings of single replications: lock-step runs, whose course is known to the nanosecond, and
// the rules that hold for each: steps follow each other, losers name their winner, watching changes
// nothing.
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "sim/models.hpp"
#include <contend/sim/simulation.hpp>
#include <contend/sim/timeline.hpp>

using namespace contend;
using namespace contend::sim;
using course = measure::timeline;
using step = course::step;

namespace {

/// Writers in lock-step: constant hops of 10 ms, no backoff, so each round one of them commits.
scenario_model lock_step(std::uint32_t writers) {
  scenario_model m = reference_experiment(writers);
  m.network.hop = constant{10ms};
  m.policies.resize(1);
  return m;
}

std::vector<step> steps_of(const course& seen, std::size_t operation) {
  std::vector<step> all;
  for (const step& s : seen.steps)
    if (s.operation == operation) all.push_back(s);
  return all;
}

/// What must hold for every recording: each operation's steps follow each other within it.
void check_order(const course& seen) {
  for (std::size_t i = 0; i < seen.operations.size(); ++i) {
    const course::operation& o = seen.operations[i];
    duration reached = o.from;
    std::uint32_t attempt = 0;
    for (const step& s : steps_of(seen, i)) {
      BOOST_TEST((s.from >= reached && s.to >= s.from && s.to <= o.to));
      BOOST_TEST(s.attempt >= attempt);
      if (s.served) BOOST_TEST((*s.served >= s.from && (s.open || *s.served <= s.to)));
      reached = s.to;
      attempt = s.attempt;
    }
  }
}

/// Whoever lost names the append that wrote the version that it wanted to write, and no later one.
std::size_t check_winners(const course& seen) {
  std::size_t arrows = 0;
  for (const step& s : seen.steps) {
    if (s.lost_to == course::nowhere) continue;
    ++arrows;
    const step& winner = seen.steps[s.lost_to];
    BOOST_TEST((winner.what == step::kind::append));
    BOOST_TEST(winner.expected == s.expected);
    BOOST_TEST((*winner.served <= *s.served));
    BOOST_TEST(seen.operations[winner.operation].actor == seen.operations[s.operation].actor);
  }
  return arrows;
}

std::size_t count(const course& seen, step::kind what) {
  return static_cast<std::size_t>(std::count_if(seen.steps.begin(), seen.steps.end(),
                                                [&](const step& s) { return s.what == what; }));
}

scenario_model busy() {
  scenario_model m = reference_experiment(8);
  m.workload.nodes = 2;
  m.workload.arrivals = closed{.think = exponential_time{.mean = 20ms}};
  m.workload.decision = constant{1ms};
  m.store.service.append = exponential_time{.mean = 1ms};
  m.run = {.length = 2s};
  for (policy_model& p : m.policies) p.limits.attempts = 6;
  return m;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timelines)

BOOST_AUTO_TEST_CASE(in_lock_step_all_but_one_lose_to_the_same_append) {
  const scenario_model m = lock_step(3);
  const course seen = timeline_of(m, m.policies[0], 0);
  BOOST_TEST_REQUIRE(seen.operations.size() == 3U);
  BOOST_TEST((seen.until == course::end::of_the_run));
  // 3 + 2 + 1 attempts of a read and an append each.
  BOOST_TEST(seen.steps.size() == 12U);
  check_order(seen);
  BOOST_TEST(check_winners(seen) == 3U);
  const std::vector<step> first = steps_of(seen, 0);
  BOOST_TEST_REQUIRE(first.size() == 2U);
  BOOST_TEST((first[0].what == step::kind::read && first[1].what == step::kind::append));
  BOOST_TEST((first[0].from == 0ms && *first[0].served == 10ms && first[0].to == 20ms));
  BOOST_TEST((first[1].from == 20ms && *first[1].served == 30ms && first[1].to == 40ms));
  const std::vector<step> last = steps_of(seen, 2);
  BOOST_TEST_REQUIRE(last.size() == 6U);
  BOOST_TEST((last[1].how == outcome::conflict && last[1].current == 1 && last[1].expected == 0));
  BOOST_TEST(seen.steps[last[1].lost_to].operation == 0U);
  BOOST_TEST((last[5].how == outcome::committed && last[5].attempt == 3));
  BOOST_TEST((seen.operations[2].to == 120ms && seen.operations[2].result.committed()));
}

BOOST_AUTO_TEST_CASE(waits_and_decisions_are_steps_and_keep_their_order) {
  const scenario_model m = busy();
  for (const policy_model& p : m.policies) {
    const course seen = timeline_of(m, p, 2, {.operations = 300});
    check_order(seen);
    BOOST_TEST(check_winners(seen) > 10U);
    BOOST_TEST(count(seen, step::kind::decide) > 200U);
    if (p.name != "none") BOOST_TEST(count(seen, step::kind::wait) > 10U);
  }
}

BOOST_AUTO_TEST_CASE(a_recording_is_the_run_that_everybody_gets) {
  const scenario_model m = busy();
  const population writers{m};
  const auto latency = [&](timeline_recorder* by) {
    simulation one{m, writers};
    one.watch(by);
    measure::tally tally;
    BOOST_TEST(one.run(m.policies[3], 1, tally).has_value());
    return tally.latency;
  };
  timeline_recorder all{{.operations = 1'000'000}};
  const measure::histogram watched = latency(&all);
  BOOST_TEST((watched == latency(nullptr)));
  const course seen = std::move(all).result(time_point{} + 4s);
  BOOST_TEST(seen.operations.size() == watched.count());
  check_order(seen);
}

BOOST_AUTO_TEST_CASE(limits_keep_whole_operations) {
  const scenario_model m = busy();
  const course few = timeline_of(m, m.policies[3], 0, {.operations = 5});
  BOOST_TEST(few.operations.size() == 5U);
  BOOST_TEST((few.until == course::end::most_operations));
  for (const auto& o : few.operations) BOOST_TEST(!o.open);
  const course window =
      timeline_of(m, m.policies[3], 0, {.from = 1s, .length = 100ms, .operations = 10'000});
  BOOST_TEST((window.until == course::end::of_the_window));
  BOOST_TEST(window.operations.size() > 3U);
  for (const auto& o : window.operations) BOOST_TEST((o.from >= 1s && o.from < 1100ms && !o.open));
  check_order(window);
}

BOOST_AUTO_TEST_CASE(too_many_steps_end_it_where_they_are) {
  const scenario_model m = busy();
  const course cut = timeline_of(m, m.policies[0], 0, {.operations = 1000, .steps = 100});
  BOOST_TEST(cut.steps.size() == 100U);
  BOOST_TEST((cut.until == course::end::most_steps));
  check_order(cut);
}

BOOST_AUTO_TEST_CASE(turns_and_second_lives_are_seen_as_such) {
  scenario_model m = busy();
  m.policies = {
      {.name = "turns", .backoff = none{}, .coordination = {coordination::serialize{}}},
      {.name = "together", .backoff = none{}, .coordination = {coordination::coalesce{}}},
      {.name = "later", .backoff = eventual{}, .coordination = {coordination::background_queue{}}}};
  const course turns = timeline_of(m, m.policies[0], 0);
  check_order(turns);
  BOOST_TEST(count(turns, step::kind::in_line) > 20U);
  const course together = timeline_of(m, m.policies[1], 0);
  check_order(together);
  BOOST_TEST(count(together, step::kind::taken_along) > 20U);
  const course later = timeline_of(m, m.policies[2], 0);
  check_order(later);
  BOOST_TEST(std::ranges::count_if(later.operations, &course::operation::background) > 10);
}

BOOST_AUTO_TEST_SUITE_END()
