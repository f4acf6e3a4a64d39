#include <cmath>

#include <boost/math/distributions/students_t.hpp>

#include <contend/measure/statistics.hpp>

namespace contend::measure {

double estimate::half_width() const noexcept { return ci95 ? (ci95->second - ci95->first) / 2 : 0; }

double estimate::standard_error() const noexcept {
  return stddev ? *stddev / std::sqrt(static_cast<double>(replications)) : 0;
}

estimate estimate_of(double mean, double stddev, std::uint64_t replications) {
  estimate e{.mean = mean, .replications = replications};
  if (replications < 2) return e;
  e.stddev = stddev;
  const double half = student_t95(replications - 1) * e.standard_error();
  e.ci95.emplace(mean - half, mean + half);
  return e;
}

void statistics::add(const ratio& value) noexcept {
  if (value.null()) return;
  const double n = static_cast<double>(++n_);
  const double over = value.over - mean_over_;
  const double under = value.under - mean_under_;
  mean_over_ += over / n;
  mean_under_ += under / n;
  over_over_ += over * (value.over - mean_over_);
  over_under_ += over * (value.under - mean_under_);
  under_under_ += under * (value.under - mean_under_);
}

estimate statistics::result() const {
  if (n_ == 0 || mean_under_ == 0) return {};
  const double mean = mean_over_ / mean_under_;
  const double spread = over_over_ + mean * mean * under_under_;
  double residual = spread - 2 * mean * over_under_;
  // What is left of a difference of equals is rounding, not variance.
  if (residual < 1e-14 * spread) residual = 0;
  const double variance = n_ > 1 ? residual / static_cast<double>(n_ - 1) : 0;
  return estimate_of(mean, std::sqrt(variance) / std::abs(mean_under_), n_);
}

double student_t95(std::uint64_t degrees) {
  const boost::math::students_t distribution{static_cast<double>(degrees)};
  const double t = boost::math::quantile(boost::math::complement(distribution, 0.025));
  // Nine decimals are enough, and hide what mathematics libraries make of the last bits.
  return std::round(t * 1e9) / 1e9;
}

std::optional<std::uint64_t> replications_for(const estimate& e, double half_width) {
  constexpr std::uint64_t most = 1'000'000;
  if (!e.stddev || !(half_width > 0)) return {};
  const auto narrow_enough = [&](std::uint64_t n) {
    return student_t95(n - 1) * *e.stddev / std::sqrt(static_cast<double>(n)) <= half_width;
  };
  if (!narrow_enough(most)) return {};
  std::uint64_t too_few = 1;
  std::uint64_t enough = most;
  while (enough - too_few > 1) {
    const std::uint64_t middle = too_few + (enough - too_few) / 2;
    (narrow_enough(middle) ? enough : too_few) = middle;
  }
  return enough;
}

}  // namespace contend::measure
