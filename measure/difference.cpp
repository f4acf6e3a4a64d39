#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/distributions/students_t.hpp>

#include <contend/measure/difference.hpp>

namespace contend::measure {

namespace {

constexpr double two_sided_95 = 0.025;

std::optional<double> relative_to(double baseline, double absolute) {
  if (absolute == 0) return 0;
  if (baseline == 0) return {};
  return absolute / std::abs(baseline);
}

/// Fills in what Student's t says of a difference with this standard error. `replications`: of the
/// side that has fewer.
void judge(difference& d, double standard_error, double degrees, std::uint64_t replications) {
  d.standard_error = standard_error;
  if (!(standard_error > 0)) {
    d.ci95.emplace(d.absolute, d.absolute);
    d.p_value = d.absolute == 0 ? 1 : std::exp2(1 - static_cast<double>(replications));
    return;
  }
  const boost::math::students_t student{degrees};
  const double t = boost::math::quantile(boost::math::complement(student, two_sided_95));
  d.degrees = degrees;
  d.ci95.emplace(d.absolute - t * standard_error, d.absolute + t * standard_error);
  const double apart = std::abs(d.absolute) / standard_error;
  d.p_value =
      std::isfinite(apart) ? 2 * boost::math::cdf(boost::math::complement(student, apart)) : 0;
}

/// A side's part of the variance of the difference.
double variance_of_mean(const estimate& e) {
  const double error = e.standard_error();
  return error * error;
}

}  // namespace

difference paired_difference(std::span<const double> baseline, std::span<const double> candidate) {
  if (baseline.empty() || baseline.size() != candidate.size())
    throw std::invalid_argument{
        "a paired difference needs as many values on one side as the other"};
  statistics before;
  statistics differences;
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    before.add(plain(baseline[i]));
    differences.add(plain(candidate[i] - baseline[i]));
  }
  const estimate of_all = differences.result();
  difference d{.absolute = *of_all.mean,
               .relative = relative_to(*before.result().mean, *of_all.mean),
               .paired = true};
  const std::uint64_t n = of_all.replications;
  if (of_all.stddev) judge(d, of_all.standard_error(), static_cast<double>(n - 1), n);
  return d;
}

difference unpaired_difference(const estimate& baseline, const estimate& candidate) {
  if (!baseline.mean || !candidate.mean)
    throw std::invalid_argument{"a difference needs a mean on either side"};
  const double absolute = *candidate.mean - *baseline.mean;
  difference d{.absolute = absolute, .relative = relative_to(*baseline.mean, absolute)};
  if (!baseline.stddev || !candidate.stddev) return d;
  const double before = variance_of_mean(baseline);
  const double after = variance_of_mean(candidate);
  const double sum = before + after;
  const auto freedom = [](const estimate& e) { return static_cast<double>(e.replications - 1); };
  const double under = before * before / freedom(baseline) + after * after / freedom(candidate);
  judge(d, std::sqrt(sum), under > 0 ? sum * sum / under : 1,
        std::min(baseline.replications, candidate.replications));
  return d;
}

std::optional<double> effect_size(const estimate& baseline, const estimate& candidate) {
  if (!baseline.stddev || !candidate.stddev) return {};
  const double spread = std::hypot(*baseline.stddev, *candidate.stddev) / std::sqrt(2.0);
  if (!(spread > 0)) return {};
  return (*candidate.mean - *baseline.mean) / spread;
}

}  // namespace contend::measure
