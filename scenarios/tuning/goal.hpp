// What tuning is to reach: one metric as low or as high as can be, while others stay within limits.
//
//   minimise latency.p99 subject to appends_per_commit < 2 and failure_rate < 1%
#pragma once

#include <string>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/scenarios/thresholds.hpp>

namespace contend::scenarios {

struct goal {
  const measure::metric* metric = nullptr;  ///< Of single replications: metric::of is there.
  bool minimise = true;
  std::vector<threshold> constraints{};  ///< Each of such a metric, of all policies and points.
  std::string text{};                    ///< As it was written.

  /// Whether a goal of `a` is better than one of `b`.
  [[nodiscard]] bool better(double a, double b) const noexcept { return minimise ? a < b : a > b; }
};

/// Throws config::invalid_config for what is none, with its place in the text.
goal parse_goal(const std::string& text);

}  // namespace contend::scenarios
