// The policies of a scenario, compared: every replication run and summed up into results.
//
//   comparison c = compare(model, {.jobs = 0});
//   c.policies[0].find("conflict_rate")->mean;
//
// All policies meet the same random numbers (see streams.hpp). The same model gives the same bytes
// for any number of jobs.
#pragma once

#include <cstdint>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/replications.hpp>

namespace contend::sim {

struct comparison {
  std::vector<measure::policy_result> policies{};  ///< In the order of the model.
  std::vector<measure::invariant> invariants{};    ///< Over all replications of all policies.
  std::uint32_t replications = 0;  ///< That every policy finished: fewer than asked for if stopped.
};

/// Threads are started and joined within. Throws std::invalid_argument for a model that cannot run
/// (a policy that names an unknown guard).
comparison compare(const scenario_model& model, const replication_options& options);

/// Puts the invariants of several points of a sweep together: each holds if it held at every point.
std::vector<measure::invariant> all_of(const std::vector<comparison>& points);

}  // namespace contend::sim
