// Scenarios that several tests simulate.
#pragma once

#include <string>

#include <contend/policies/backoffs/all.hpp>
#include <contend/sim/model.hpp>

namespace contend::sim {

using namespace std::chrono_literals;

/// The field's reference experiment: `writers` contend once each for one row, over hops of 10 ± 2
/// ms.
inline scenario_model reference_experiment(std::uint32_t writers) {
  scenario_model m{.name = "reference", .run = {.until = stop_when::drained}};
  m.network.hop = normal{.mean = 10ms, .stddev = 2ms};
  m.workload.writers = writers;
  m.policies = {
      {.name = "none", .backoff = none{}},
      {.name = "exponential", .backoff = exponential{.base = 10ms, .cap = 2s}},
      {.name = "equal", .backoff = jitter{.mode = jitter_mode::equal, .base = 5ms, .cap = 2s}},
      {.name = "full", .backoff = jitter{.mode = jitter_mode::full, .base = 5ms, .cap = 2s}},
      {.name = "decorrelated",
       .backoff = jitter{.mode = jitter_mode::decorrelated, .base = 5ms, .cap = 2s}}};
  return m;
}

}  // namespace contend::sim
