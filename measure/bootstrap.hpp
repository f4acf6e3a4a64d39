// Confidence intervals by resampling: no assumption that replications are normally distributed,
// which a p99 or a maximum is not.
//
//   estimate::interval i = bootstrap_interval(differences);          // of a mean
//   estimate::interval i = bootstrap_interval(baseline, candidate);  // of a difference of means
//
// Bias-corrected and accelerated (BCa: Efron, "Better bootstrap confidence intervals", 1987), at
// levels widened as Hesterberg does ("What teachers should know about the bootstrap", 2015):
// resampling n values underestimates their spread by (n − 1)/n and knows nothing of Student's t, so
// that plain 95 % intervals of 30 replications hold the truth less often than they say.
//
// Resamples are drawn by counter from `key`: the same values give the same interval, anywhere.
#pragma once

#include <cstdint>
#include <span>

#include <contend/measure/statistics.hpp>
#include <contend/policies/random.hpp>

namespace contend::measure {

/// Resampling fewer values than this cannot reach beyond them: use Student's interval there.
inline constexpr std::size_t fewest_to_resample = 10;

inline constexpr std::uint32_t usual_resamples = 2000;

struct bootstrap_options {
  std::uint32_t resamples = usual_resamples;  ///< At least 1.
  random_key key{1};
};

/// 95 % interval of the mean of `values`, at least two. Time: values × resamples draws of some
/// nanoseconds.
estimate::interval bootstrap_interval(std::span<const double> values,
                                      const bootstrap_options& how = {});

/// 95 % interval of the mean of `candidate` less that of `baseline`, which are independent; at
/// least two values each.
estimate::interval bootstrap_interval(std::span<const double> baseline,
                                      std::span<const double> candidate,
                                      const bootstrap_options& how = {});

/// The share that each side of such an interval leaves out before bias and skewness are corrected:
/// Φ(−wider · t), where t is Student's for `degrees` degrees of freedom, and `wider` the standard
/// error against what resampling takes for it.
double widened_tail(double wider, double degrees);

}  // namespace contend::measure
