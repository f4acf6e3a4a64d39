// Results as large as real ones, for tests of the page: with latencies, series, attempts, writers
// and worst moments, drawn from a seeded source.
#pragma once

#include <string>

#include <contend/measure/summary.hpp>
#include <contend/policies/random.hpp>

namespace contend::reports::test {

/// One replication of a run of a minute: 64 writers, 1500 operations.
inline measure::tally minute(std::uint64_t draw) {
  using namespace std::chrono_literals;
  random_source random{random_key{7}.with(draw)};
  const auto up_to = [&random](std::int64_t most) { return random.uniform(0, most); };
  measure::tally t{.measured = 55s, .starts = 5s};
  t.worst = measure::worst_moment{160ms};
  t.commits_of_writer.resize(64);
  t.solo_rate = 40;
  t.actors_written = 1;
  for (int i = 0; i < 1500; ++i) {
    const duration at{i * t.measured.count() / 1500};
    const bool commits = up_to(2) == 0;
    ++t.operations;
    ++t.appends;
    t.over_time.append(at);
    t.retrying.change(at, i % 2 == 0 ? 1 : -1);
    const duration latency{20'000'000 + up_to(std::int64_t{1} << up_to(33))};
    t.latency.record(latency);
    t.latency_over_time.record(at, latency);
    const auto writer = static_cast<std::uint32_t>(up_to(63));
    auto& fates = t.fates.at(static_cast<std::size_t>(up_to(19)));
    using fate = measure::attempt_record::fate;
    t.worst.add({.writer = writer,
                 .number = 1,
                 .read = 5s + at - 20ms,
                 .append = 5s + at,
                 .how = commits ? fate::committed : fate::conflict});
    if (commits) {
      ++t.commits;
      ++t.commits_of_writer[writer];
      ++fates.committed;
      t.over_time.commit(at);
    } else {
      ++t.conflicts;
      ++fates.conflicts;
      t.over_time.conflict(at);
    }
  }
  t.retrying.close(t.measured);
  return t;
}

inline measure::policy_result measured(std::string name, std::uint64_t seed, int replications) {
  measure::summary all;
  for (int r = 0; r < replications; ++r)
    all.add(measure::observe(minute(seed * 1000 + static_cast<std::uint64_t>(r))));
  return all.finish(std::move(name));
}

/// A sweep over writers.
inline measure::result measured_sweep(std::uint64_t policies, std::uint64_t points,
                                      int replications) {
  measure::result r;
  r.scenario = {{"name", "hot-key"}, {"seed", 1}};
  for (std::uint64_t point = 0; point < points; ++point) {
    measure::point p{.sweep = {{"/workload/writers", 10 * (point + 1)}}};
    for (std::uint64_t policy = 0; policy < policies; ++policy)
      p.policies.push_back(measured("policy number " + std::to_string(policy + 1),
                                    point * policies + policy, replications));
    r.points.push_back(std::move(p));
  }
  measure::complete_sweep(r.points);
  r.invariants = {{"no lost updates", true, ""}};
  r.provenance = {"0.1.0", "abc1234", "g++ 12.2.0", "contend run hot-key"};
  return r;
}

}  // namespace contend::reports::test
