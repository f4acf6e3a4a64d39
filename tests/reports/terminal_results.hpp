// The results that the tests of tables render.
#pragma once

#include "reports/results.hpp"

namespace contend::reports::test {

/// A run without end of four policies, one with a wide name; some give up.
inline measure::result hot_key() {
  const auto one = [](const char* name, double goodput, double p99, double give_ups) {
    return policy(name, {{"operations", 5000, 100},
                         {"give_ups", give_ups, give_ups / 10},
                         {"failure_rate", give_ups / 5000, give_ups / 50000},
                         {"conflict_rate", 0.8 - goodput / 100, 0.004},
                         {"appends_per_commit", 100 / goodput, 0.02},
                         {"goodput", goodput, 0.4},
                         {"latency.p50", p99 / 12, 0.002},
                         {"latency.p99", p99, 0.03},
                         {"wasted_work", 0.7 - goodput / 100, 0.002},
                         {"thrash_time", 0},
                         {"fairness_jain", 0.999, 0.0002}});
  };
  measure::result r = one_point({one("none", 21.2, 3.4, 0), one("full jitter", 33.1, 1.2, 12),
                                 one("equal jitter", 33.2, 1.6, 0), one("全抖动", 25, 2.05, 0)});
  r.scenario = nlohmann::ordered_json::parse(R"({
    "name": "hot-key", "description": "64 writers in 4 services update one account",
    "seed": 1, "replications": 100, "run": { "for": "60s", "warmup": "5s" },
    "workload": { "writers": 64, "nodes": 4, "actors": 1,
                  "arrivals": { "closed": { "think": "20ms" } } } })");
  return r;
}

/// A burst over a growing number of writers.
inline measure::result sweep() {
  measure::result r;
  for (const int writers : {10, 50, 100, 200})
    r.points.push_back(burst({{"/workload/writers", writers}}, writers / 100.0 + 1));
  r.scenario = nlohmann::ordered_json::parse(R"({
    "name": "aws-backoff", "seed": 7, "run": { "until": "drained" },
    "workload": { "writers": 10, "actors": 1, "nodes": 1,
                  "arrivals": { "burst": { "operations": 1 } } } })");
  return r;
}

/// Two parameters at once.
inline measure::result grid() {
  measure::result r;
  for (const char* base : {"5ms", "10ms"})
    r.points.push_back(burst({{"/workload/writers", 10}, {"/policies/full jitter/base", base}}, 1));
  r.scenario = {{"name", "grid"}};
  return r;
}

}  // namespace contend::reports::test
