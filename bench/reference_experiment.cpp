// The whole simulator (kernel, network, operation, policy, store, invariants, measures) against a
// loop written by hand for nothing but the reference experiment: N = 100 writers, full jitter,
// counting only appends and makespan. Claim: at most 2.5 times its time.
//
//   build/release/bin/bench_reference_experiment
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/random/normal_distribution.hpp>

#include "interleaved.hpp"
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/random.hpp>
#include <contend/sim/simulation.hpp>

namespace {

using namespace contend;
using namespace std::chrono_literals;

constexpr std::uint32_t writers = 100;
constexpr std::uint32_t runs = 20;

/// Four events an attempt: the read arrives, its answer, the append arrives, its answer.
class hand_written {
 public:
  explicit hand_written(std::uint64_t seed) : random_{random_key{seed}} {}

  std::int64_t run() {
    std::vector<std::int64_t> read(writers);
    std::vector<std::uint32_t> failures(writers);
    std::vector<char> stored(writers);
    std::int64_t current = 0;
    std::int64_t appends = 0;
    std::int64_t makespan = 0;
    for (std::uint32_t w = 0; w < writers; ++w) push(hop(), w, 0);
    while (!queue_.empty()) {
      const entry e = queue_.top();
      queue_.pop();
      switch (e.step) {
        case 0:
          read[e.writer] = current;
          push(e.at + hop(), e.writer, 1);
          break;
        case 1:
          ++appends;
          push(e.at + hop(), e.writer, 2);
          break;
        case 2:
          stored[e.writer] = read[e.writer] == current;
          if (stored[e.writer]) ++current;
          push(e.at + hop(), e.writer, 3);
          break;
        default:
          if (stored[e.writer]) {
            makespan = e.at;
            break;
          }
          const std::uint32_t n = std::min(++failures[e.writer], 30U);
          const std::int64_t v = std::min<std::int64_t>(2'000'000'000, 5'000'000LL << n);
          push(e.at + random_.uniform(0, v) + hop(), e.writer, 0);
      }
    }
    return appends + makespan;
  }

 private:
  struct entry {
    std::int64_t at;
    std::uint32_t writer;
    std::uint32_t step;
    bool operator<(const entry& other) const { return at > other.at; }
  };

  std::int64_t hop() { return std::llround(std::abs(10e6 + 2e6 * normal_(random_))); }
  void push(std::int64_t at, std::uint32_t writer, std::uint32_t step) {
    queue_.push({at, writer, step});
  }

  random_source random_;
  boost::random::normal_distribution<double> normal_{};
  std::priority_queue<entry> queue_{};
};

void simulator_against_hand_written_loop(benchmark::State& state) {
  sim::scenario_model model{.run = {.until = sim::stop_when::drained}};
  model.network.hop = sim::normal{.mean = 10ms, .stddev = 2ms};
  model.workload.writers = writers;
  const sim::policy_model full{.name = "full", .backoff = jitter{.base = 5ms, .cap = 2s}};
  const sim::population population{model};
  sim::simulation simulation{model, population};
  measure::tally tally;
  hand_written by_hand{1};
  std::uint32_t replication = 0;

  bench::interleave(
      state, runs,
      [&] {
        for (std::uint32_t r = 0; r < runs; ++r) {
          simulation.run(full, replication++, tally);
          benchmark::DoNotOptimize(tally.appends);
        }
      },
      [&] {
        for (std::uint32_t r = 0; r < runs; ++r) benchmark::DoNotOptimize(by_hand.run());
      });
}

}  // namespace

BENCHMARK(simulator_against_hand_written_loop)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(4);

BENCHMARK_MAIN();
