// A comparison for tests: three metrics of one policy, of which one is worse, one inconclusive and
// one has not changed.
#pragma once

#include <string>
#include <utility>

#include <contend/measure/comparison.hpp>

namespace contend::reports::test {

inline measure::metric_comparison changed(std::string metric, double baseline, double candidate,
                                          double half, double p, measure::change verdict) {
  const double apart = candidate - baseline;
  measure::metric_comparison m{.metric = std::move(metric),
                               .baseline = measure::estimate_of(baseline, 2, 30),
                               .candidate = measure::estimate_of(candidate, 2, 30),
                               .by = {.absolute = apart, .p_value = p, .paired = true}};
  if (baseline != 0) m.by.relative = apart / baseline;
  m.interval.emplace(apart - half, apart + half);
  m.bootstrapped = true;
  m.effect = apart / 2;
  m.p_holm = p;
  m.verdict = verdict;
  return m;
}

inline measure::comparison against(std::string baseline) {
  measure::comparison c{
      .baseline = std::move(baseline), .candidate = "this run", .paired = true, .smallest = 0.01};
  measure::policy_comparison p{
      .sweep = {{"/workload/writers", 10}}, .baseline = "full", .candidate = "full"};
  p.metrics = {changed("appends", 100, 103, 1, 0.00003, measure::change::worse),
               changed("latency.p99", 0.5, 0.51, 0.03, 0.4, measure::change::inconclusive),
               changed("goodput", 200, 200, 0.1, 1, measure::change::none)};
  p.metrics[1].replications_needed = 380;
  c.policies = {p};
  p.sweep["/workload/writers"] = 20;
  p.metrics = {changed("appends", 200, 200, 0.5, 1, measure::change::none)};
  c.policies.push_back(p);
  c.remarks = {"the scenarios differ in /seed"};
  return c;
}

}  // namespace contend::reports::test
