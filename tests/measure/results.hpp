// Results for tests, made from tallies as a run makes them.
#pragma once

#include <chrono>
#include <string>

#include <contend/measure/result.hpp>
#include <contend/measure/summary.hpp>
#include <contend/policies/random.hpp>

namespace contend::measure::test {

/// A replication whose numbers vary with `draw`.
inline tally varied(std::uint64_t draw) {
  random_source random{random_key{draw}};
  tally t;
  t.measured = std::chrono::seconds{10};
  t.operations = 100;
  t.commits = static_cast<std::uint64_t>(random.uniform(50, 100));
  t.give_ups = 100 - t.commits;
  t.conflicts = static_cast<std::uint64_t>(random.uniform(0, 300));
  t.appends = t.commits + t.conflicts;
  t.commits_of_writer.resize(7);
  for (std::uint64_t i = 0; i < t.commits; ++i)
    ++t.commits_of_writer[static_cast<std::size_t>(random.uniform(0, 6))];
  for (int i = 0; i < 100; ++i)
    t.latency.record(duration{random.uniform(0, std::int64_t{1} << random.uniform(0, 42))});
  return t;
}

inline policy_result policy_of(const std::string& name, std::uint64_t seed,
                               std::uint64_t replications) {
  summary all;
  for (std::uint64_t r = 0; r < replications; ++r) all.add(observe(varied(seed * 1000 + r)));
  return all.finish(name);
}

/// Two policies at two points of a sweep over the number of writers.
inline result example_result() {
  result r;
  r.scenario = {{"name", "hot-key"}, {"seed", 1}, {"workload", {{"writers", 64}, {"share", 0.1}}}};
  for (std::uint64_t writers : {10U, 20U}) {
    point p{.sweep = {{"/workload/writers", writers}}};
    p.policies = {policy_of("full jitter", writers, 5), policy_of("none", writers + 1, 5)};
    r.points.push_back(p);
  }
  complete_sweep(r.points);
  r.invariants = {{"no lost updates", true, ""}, {"no version twice", false, "replication 3"}};
  r.thresholds = {{"conflict_rate < 50%", "passed"}};
  r.provenance = {"0.1.0", "abc1234", "g++ 12.2.0", "contend run hot-key"};
  return r;
}

}  // namespace contend::measure::test
