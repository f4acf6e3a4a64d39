// A scenario simulated for a person: with progress, and with Ctrl-C keeping what is finished.
#pragma once

#include <optional>

#include <contend/cli/precision.hpp>
#include <contend/cli/progress.hpp>
#include <contend/measure/result.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

struct simulated {
  measure::result result{};     ///< Without provenance. No points if nothing was finished.
  std::uint64_t finished = 0;   ///< Replications, over all points and policies.
  std::uint64_t asked_for = 0;  ///< The same, had nobody interrupted.

  [[nodiscard]] bool complete() const noexcept { return finished == asked_for; }
};

struct simulate_options {
  unsigned jobs = 0;  ///< Threads; 0: one a core.
  progress_style progress = progress_style::automatic;
  std::optional<precision> until{};  ///< Goes on after the scenario's replications until then.
};

/// Runs every point, and holds the thresholds against what comes out. Ends early once interrupted()
/// says so: see interrupt_guard. Throws what the simulator throws.
simulated simulate(const scenarios::scenario& s, const simulate_options& how);

}  // namespace contend::cli
