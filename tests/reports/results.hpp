// Results for tests of reports, made by hand: each policy with the means and deviations that the
// test is about.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <contend/measure/result.hpp>

namespace contend::reports::test {

struct value {
  std::string metric;
  double mean;
  double half_width = 0;  ///< Of the interval.
};

inline measure::policy_result policy(std::string name, const std::vector<value>& values,
                                     std::uint64_t replications = 30) {
  measure::policy_result p{.name = std::move(name)};
  for (const value& v : values) {
    measure::estimate e{.mean = v.mean, .replications = replications};
    if (replications > 1) {
      e.stddev = v.half_width;
      e.ci95 = {v.mean - v.half_width, v.mean + v.half_width};
    }
    p.metrics.push_back({v.metric, e});
  }
  return p;
}

inline measure::result one_point(std::vector<measure::policy_result> policies) {
  measure::result r;
  r.points.push_back({.policies = std::move(policies)});
  return r;
}

/// Three policies that drain a burst, like the reference experiment.
inline measure::point burst(nlohmann::ordered_json sweep, double scale) {
  const auto one = [scale](const char* name, double makespan, double appends) {
    return policy(name, {{"operations", 100},
                         {"commits", 100},
                         {"appends", appends * scale, scale},
                         {"conflict_rate", 1 - 100 / (appends * scale), 0.001},
                         {"appends_per_commit", appends * scale / 100, scale / 100},
                         {"makespan", makespan * scale, 0.01 * scale},
                         {"latency.p99", makespan * scale * 0.95, 0.01 * scale}});
  };
  return {.sweep = std::move(sweep),
          .policies = {one("none", 12.3, 5050), one("full jitter", 4.921, 795),
                       one("decorrelated", 4.576, 1003)}};
}

}  // namespace contend::reports::test
