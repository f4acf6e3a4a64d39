// One run under faults, with a window's worth of numbers about it.
#pragma once

#include <boost/test/unit_test.hpp>

#include "sim/models.hpp"
#include <contend/sim/simulation.hpp>

namespace contend::sim {

/// 20 writers over 200 actors, in a closed loop for 30 s: hardly a conflict, some 300 commits/s.
inline scenario_model calm() {
  scenario_model m{.name = "calm", .run = {.length = 30s}};
  m.network.hop = duration{5ms};
  m.store.service = {.read = duration{100us}, .append = duration{100us}};
  m.store.timeout = 200ms;
  m.workload.writers = 20;
  m.workload.nodes = 4;
  m.workload.actors = 200;
  m.workload.arrivals = closed{.think = exponential_time{.mean = 40ms}};
  return m;
}

inline policy_model patient() {
  return {.name = "patient", .backoff = jitter{.base = 20ms, .cap = 1s}};
}

/// A run that must hold every invariant, its appends adding up.
inline measure::tally run_under(const scenario_model& model, const policy_model& policy) {
  const population writers{model};
  simulation sim{model, writers};
  measure::tally t;
  const invariants held = sim.run(policy, 0, t).value();
  for (std::size_t i = 0; i < invariant_count; ++i)
    BOOST_TEST(held.violation(static_cast<invariant>(i)) == "");
  BOOST_TEST(t.operations == t.commits + t.give_ups + t.deferred + t.rejected + t.open_operations);
  BOOST_TEST(t.appends ==
             t.commits + t.conflicts + t.store_rejects + t.unanswered + t.open_appends);
  BOOST_TEST(t.latency.count() == t.operations);
  return t;
}

}  // namespace contend::sim
