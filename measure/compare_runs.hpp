// From two results to what became better and what became worse.
//
//   comparison c = compare_runs(yesterday, today, {.metrics = {"appends", "latency.p99"}});
//   if (c.overall() == change::worse) …
//
// Points are matched by what is swept, policies by name. Where both sides have the same seed and
// number of replications, replication number r of the one met the same random numbers as number r
// of the other, and they are compared pair by pair; else by means and deviations alone (Welch),
// which is also what is left of files that do not hold single replications. See
// docs/decisions/0010-how-runs-are-compared.md.
#pragma once

#include <string>
#include <vector>

#include <contend/measure/comparison.hpp>
#include <contend/measure/result.hpp>

namespace contend::measure {

struct compare_options {
  /// Names of metrics, those of groups among them. What a side has no value of is left out.
  std::vector<std::string> metrics{};
  double smallest = 0.01;     ///< The smallest share of the baseline that is worth reporting.
  double significant = 0.05;  ///< Of p-values, corrected for all that differs at all.
};

/// Whether replications of the one pair with those of the other: the same seed.
bool have_common_random_numbers(const result& baseline, const result& candidate);

/// The run `candidate` against the run `baseline`. No policies where they have none in common.
comparison compare_runs(const result& baseline, const result& candidate,
                        const compare_options& how);

/// Within one run: every other policy against the one called `policy`, point by point. No policies
/// where nobody is called so.
comparison compare_policies(const result& run, const std::string& policy,
                            const compare_options& how);

}  // namespace contend::measure
