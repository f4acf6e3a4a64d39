// Runs against an earlier one, as `compare` and `run --baseline` ask for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/measure/comparison.hpp>
#include <contend/measure/result.hpp>

namespace contend::cli {

struct baseline_options {
  std::vector<std::string> metrics{};  ///< Empty: those that tables show.
  double smallest = 0.01;              ///< The share of the baseline that is worth reporting.
};

/// A result, and how people call it.
struct labelled_result {
  std::string label;
  const measure::result* result;  ///< Not null.
};

/// Throws failure (usage) for a metric that there is not, and failure (invalid_input) where the two
/// have no policy at any point in common.
measure::comparison against_baseline(const labelled_result& baseline,
                                     const labelled_result& candidate, const baseline_options& how);

/// The other policies of a run against `policy`. Throws failure (usage) where there is none of that
/// name, and as against_baseline().
measure::comparison against_policy(const measure::result& run, const std::string& policy,
                                   const baseline_options& how);

/// Of "1%" or "0.01". Throws failure (usage) for what is no share from 0 to 1.
double parse_smallest(std::string_view text);

/// The result that `--baseline` means for a scenario of this name: a result file, the folder that
/// `run --out` wrote, or one in which each scenario has a folder. Throws failure (invalid_input).
measure::result read_baseline(const std::string& name, const std::string& scenario);

}  // namespace contend::cli
