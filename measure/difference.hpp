// By how much two samples differ in the mean, and whether that can be chance.
//
//   difference d = paired_difference(before, after);      // replication by replication
//   difference d = unpaired_difference(before, after);    // of means and deviations alone
//   if (d.p_value && *d.p_value < 0.05) …
//
// Runs of one seed meet the same random numbers, replication by replication: their differences vary
// less than either side, and only the paired form may be used, since the sides are not independent.
// Everything is candidate less baseline. Pure.
#pragma once

#include <optional>
#include <span>

#include <contend/measure/statistics.hpp>

namespace contend::measure {

struct difference {
  double absolute = 0;  ///< Candidate less baseline, in the metric's unit.
  /// The same against the baseline's size; nothing where the baseline is 0 and the candidate is
  /// not.
  std::optional<double> relative{};
  // Of the following there is nothing where a side has fewer than two replications.
  std::optional<double> standard_error{};
  std::optional<double> degrees{};           ///< Of freedom; nothing where nothing varies.
  std::optional<estimate::interval> ci95{};  ///< Of `absolute`, by Student's t.
  /// Two-sided: how likely a difference as large is where there is none. Where nothing varies 1 for
  /// equals, and 2^(1 − n) for others: that all n differences have the same sign by chance.
  std::optional<double> p_value{};
  bool paired = false;

  friend bool operator==(const difference&, const difference&) = default;
};

/// Student's test of the differences. Throws std::invalid_argument if the sides are empty or of
/// different length.
difference paired_difference(std::span<const double> baseline, std::span<const double> candidate);

/// Welch's test ("The generalization of Student's problem", 1947), degrees of freedom as
/// Satterthwaite has them (1946): the sides may vary differently and be of different length. Throws
/// std::invalid_argument if a side has no mean.
difference unpaired_difference(const estimate& baseline, const estimate& candidate);

/// Cohen's d with the mean of both variances under the root (d_av of Lakens, "Calculating and
/// reporting effect sizes", 2013): the difference in standard deviations of single replications,
/// the same whether the sides are paired or not. Nothing where a side has no deviation, or neither
/// varies.
std::optional<double> effect_size(const estimate& baseline, const estimate& candidate);

}  // namespace contend::measure
