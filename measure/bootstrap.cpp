#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <contend/measure/bootstrap.hpp>

namespace contend::measure {

namespace {

const boost::math::normal standard_normal{};

/// One of the samples that are resampled, and what of it goes into the interval's corrections.
class side {
 public:
  /// `sign`: whether its mean is added or taken away.
  side(std::span<const double> values, double sign) : values_{values}, sign_{sign} {
    const double n = size();
    mean_ = std::accumulate(values.begin(), values.end(), 0.0) / n;
    for (const double x : values) {
      const double apart = x - mean_;
      squares_ += apart * apart;
      cubes_ += apart * apart * apart;
    }
  }

  [[nodiscard]] double size() const { return static_cast<double>(values_.size()); }
  [[nodiscard]] double mean() const { return sign_ * mean_; }
  /// Of its mean, as estimated from the sample.
  [[nodiscard]] double variance() const { return squares_ / (size() * (size() - 1)); }
  /// The same as resampling has it: also the sum of the squares of all values' influence.
  [[nodiscard]] double resampled_variance() const { return squares_ / (size() * size()); }
  /// The sum of the cubes of all values' influence on the mean.
  [[nodiscard]] double cubed_influence() const {
    return sign_ * cubes_ / (size() * size() * size());
  }

  [[nodiscard]] double resampled_mean(random_source& random) const {
    const auto last = static_cast<std::int64_t>(values_.size()) - 1;
    double sum = 0;
    for (std::size_t i = 0; i < values_.size(); ++i)
      sum += values_[static_cast<std::size_t>(random.uniform(0, last))];
    return sign_ * sum / size();
  }

 private:
  std::span<const double> values_;
  double sign_;
  double mean_ = 0;
  double squares_ = 0;
  double cubes_ = 0;
};

/// Between the two values that stand around the share q of `sorted`.
double quantile_of(const std::vector<double>& sorted, double q) {
  const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

/// How far the resampled means lie to one side of the mean, in standard deviations.
double bias_of(const std::vector<double>& sorted, double mean) {
  // clang 14 cannot read the subrange that std::ranges::equal_range gives.
  const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), mean);
  const auto count = static_cast<double>(sorted.size());
  const double below =
      static_cast<double>(low - sorted.begin()) + static_cast<double>(high - low) / 2;
  return boost::math::quantile(standard_normal,
                               std::clamp(below / count, 0.5 / count, 1 - 0.5 / count));
}

/// The share at which the interval ends on the side of z.
double corrected_level(double z, double bias, double acceleration) {
  const double from = bias + z;
  const double under = 1 - acceleration * from;
  if (under <= 0) return z < 0 ? 0 : 1;
  return boost::math::cdf(standard_normal, bias + from / under);
}

estimate::interval interval_of(std::span<const side> sides, const bootstrap_options& how) {
  double mean = 0, variance = 0, resampled_variance = 0, cubes = 0, under = 0;
  for (const side& s : sides) {
    mean += s.mean();
    variance += s.variance();
    resampled_variance += s.resampled_variance();
    cubes += s.cubed_influence();
    under += s.variance() * s.variance() / (s.size() - 1);
  }
  if (!(variance > 0)) return {mean, mean};
  std::vector<double> means(how.resamples);
  random_source random{how.key};
  for (double& one : means) {
    one = 0;
    for (const side& s : sides) one += s.resampled_mean(random);
  }
  std::ranges::sort(means);
  const double acceleration = cubes / (6 * std::pow(resampled_variance, 1.5));
  const double bias = bias_of(means, mean);
  const double tail =
      widened_tail(std::sqrt(variance / resampled_variance), variance * variance / under);
  const double z = boost::math::quantile(standard_normal, tail);
  return {quantile_of(means, corrected_level(z, bias, acceleration)),
          quantile_of(means, corrected_level(-z, bias, acceleration))};
}

}  // namespace

double widened_tail(double wider, double degrees) {
  const boost::math::students_t student{degrees};
  const double t = boost::math::quantile(boost::math::complement(student, 0.025));
  // Beyond 30 standard deviations nothing is left, and the quantile would be infinite.
  return boost::math::cdf(standard_normal, -std::min(wider * t, 30.0));
}

estimate::interval bootstrap_interval(std::span<const double> values,
                                      const bootstrap_options& how) {
  const side only[] = {{values, 1}};
  return interval_of(only, how);
}

estimate::interval bootstrap_interval(std::span<const double> baseline,
                                      std::span<const double> candidate,
                                      const bootstrap_options& how) {
  const side both[] = {{baseline, -1}, {candidate, 1}};
  return interval_of(both, how);
}

}  // namespace contend::measure
