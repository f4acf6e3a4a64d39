// Every replication of every policy of a scenario, on as many threads as asked for.
//
// A replication depends on (seed, replication, policy) alone, so the order in which threads take
// them leaves no trace in the result.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include <contend/measure/tally.hpp>
#include <contend/sim/invariants.hpp>
#include <contend/sim/model.hpp>

namespace contend::sim {

struct replication_options {
  unsigned jobs = 1;       ///< Threads; 0: as many as the machine has cores.
  std::stop_token stop{};  ///< Ends replications that are under way, unfinished.
  std::atomic<std::uint64_t>* done = nullptr;  ///< Counts finished replications, if not null.
  std::uint32_t first = 0;                     ///< The replication to begin with.
  std::optional<std::uint32_t> count{};        ///< How many from there on; the model's if not said.
};

/// One finished replication. The references are good during the call only.
struct finished_replication {
  std::uint32_t policy;       ///< Index into the scenario's policies.
  std::uint32_t replication;  ///< From 0.
  std::uint64_t events;       ///< Simulated: what it cost, the same on every machine.
  const measure::tally& tally;
  const invariants& held;
};

/// How many threads `jobs` means.
unsigned threads_of(unsigned jobs) noexcept;

/// Runs them, replication by replication (all policies of the first, then of the second, …), and
/// calls `visit` once for each, from several threads at a time. Returns how many replications
/// all policies have finished: fewer than asked for if stopped. What `visit` throws is thrown on,
/// after all threads have ended.
std::uint32_t run_replications(const scenario_model& model, const replication_options& options,
                               const std::function<void(const finished_replication&)>& visit);

}  // namespace contend::sim
