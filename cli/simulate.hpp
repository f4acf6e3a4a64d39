// A scenario simulated for a person: with progress, and with Ctrl-C keeping what is finished.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <contend/cli/precision.hpp>
#include <contend/cli/progress.hpp>
#include <contend/measure/result.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/sim/compare.hpp>

namespace contend::cli {

struct simulated {
  measure::result result{};            ///< Without provenance. No points if nothing was finished.
  std::uint64_t finished = 0;          ///< Replications, over all points and policies.
  std::uint64_t asked_for = 0;         ///< The same, had nobody interrupted.
  std::vector<std::string> remarks{};  ///< Sentences that the user should know.

  [[nodiscard]] bool complete() const noexcept { return finished == asked_for; }
};

struct simulate_options {
  unsigned jobs = 0;  ///< Threads; 0: one a core.
  progress_style progress = progress_style::automatic;
  std::optional<precision> until{};  ///< Goes on after the scenario's replications until then.
  /// What a point came to in an earlier run, if that is known: then it is not run.
  std::function<std::optional<sim::comparison>(std::size_t point)> known{};
  /// Told of each point as it is finished. What it throws ends the run.
  std::function<void(std::size_t point, const sim::comparison&)> finished{};
};

/// Runs every point, and holds the thresholds against what comes out. Ends early once interrupted()
/// says so: see interrupt_guard. Throws what the simulator throws.
simulated simulate(const scenarios::scenario& s, const simulate_options& how);

}  // namespace contend::cli
