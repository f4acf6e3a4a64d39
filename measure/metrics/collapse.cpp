#include <algorithm>
#include <cmath>

#include <contend/measure/metrics/collapse.hpp>
#include <contend/measure/result.hpp>

namespace contend::measure::metrics {

namespace {

double relative_error(const estimate& e) { return e.standard_error() / *e.mean; }

}  // namespace

estimate goodput_collapse(std::span<const policy_result* const> by_load) {
  const estimate* last = nullptr;
  const estimate* peak = nullptr;
  for (const policy_result* p : by_load) {
    last = p->find("goodput");
    if (last == nullptr || !last->mean) return {};
    if (peak == nullptr || *last->mean > *peak->mean) peak = last;
  }
  if (peak == nullptr || *peak->mean <= 0) return {};

  const double left = *last->mean / *peak->mean;
  const std::uint64_t n = std::min(last->replications, peak->replications);
  if (last == peak || left == 0) return estimate_of(left, 0, n);
  const double error = left * std::hypot(relative_error(*last), relative_error(*peak));
  return estimate_of(left, error * std::sqrt(static_cast<double>(n)), n);
}

}  // namespace contend::measure::metrics
