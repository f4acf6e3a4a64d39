// Replications on two threads against one, beside a control that shares nothing: what two threads
// gain on this machine at this moment. Claim: two jobs are at least 1.8 times as fast as one, or
// gain at least 0.9 of what the control gains.
//
//   build/release/bin/bench_replications
#include <thread>

#include <benchmark/benchmark.h>

#include "interleaved.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/random.hpp>
#include <contend/sim/compare.hpp>

namespace {

using namespace contend;
using namespace std::chrono_literals;

/// The scenario hot-key for ten seconds: 64 writers on one row.
sim::scenario_model hot_key() {
  sim::scenario_model m{.replications = 10, .run = {.length = 10s}};
  m.network.hop = sim::normal{.mean = 10ms, .stddev = 2ms};
  m.store.service.append = sim::exponential_time{.mean = 200us};
  m.workload.writers = 64;
  m.workload.nodes = 4;
  m.workload.arrivals = sim::closed{.think = sim::exponential_time{.mean = 20ms}};
  m.policies = {{.name = "none", .backoff = none{}}, {.name = "full", .backoff = jitter{}}};
  return m;
}

/// Work that touches no memory.
void spin(std::uint64_t draws) {
  random_source random{random_key{1}};
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < draws; ++i) sum += random();
  benchmark::DoNotOptimize(sum);
}

constexpr std::uint64_t draws = 400'000'000;

void two_jobs_against_one(benchmark::State& state) {
  const sim::scenario_model model = hot_key();
  bench::interleave(
      state, model.replications, [&] { sim::compare(model, {.jobs = 1}); },
      [&] { sim::compare(model, {.jobs = 2}); });
}

void control_two_threads_against_one(benchmark::State& state) {
  bench::interleave(
      state, 1, [] { spin(draws); },
      [] {
        const std::jthread other{[] { spin(draws / 2); }};
        spin(draws / 2);
      });
}

}  // namespace

BENCHMARK(two_jobs_against_one)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(4);
BENCHMARK(control_two_threads_against_one)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2);

BENCHMARK_MAIN();
