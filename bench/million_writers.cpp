// A million writers on a million actors in one run: how many bytes a writer costs beyond the store.
// Claim: at most 250.
//
// Every allocation of the process is counted. The store's own share is what a store of its own
// needs for the same million events, built in the same way in the same run.
//
//   build/release/bin/bench_million_writers
#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

#include <benchmark/benchmark.h>

#include <contend/policies/backoffs/all.hpp>
#include <contend/sim/detail/written_events.hpp>
#include <contend/sim/simulation.hpp>
#include <contend/store/memory/memory_store.hpp>

namespace {

std::atomic<std::size_t> in_use{0};
std::atomic<std::size_t> peak{0};

void* counted(std::size_t size) {
  void* const p = std::malloc(size);
  if (p == nullptr) throw std::bad_alloc{};
  const std::size_t now = in_use += malloc_usable_size(p);
  std::size_t seen = peak.load();
  while (now > seen && !peak.compare_exchange_weak(seen, now)) {
  }
  return p;
}

void uncounted(void* p) noexcept {
  if (p == nullptr) return;
  in_use -= malloc_usable_size(p);
  std::free(p);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* p) noexcept { uncounted(p); }
void operator delete[](void* p) noexcept { uncounted(p); }
void operator delete(void* p, std::size_t) noexcept { uncounted(p); }
void operator delete[](void* p, std::size_t) noexcept { uncounted(p); }

namespace {

using namespace contend;
using namespace std::chrono_literals;

constexpr std::uint32_t million = 1'000'000;

/// The bytes that the same events take in a store of their own.
std::size_t bytes_of_the_store(event_store& filled) {
  const std::size_t before = in_use;
  memory_store alone{{.shards = 1}};
  for (std::uint32_t a = 0; a < million; ++a) {
    const sim::detail::actor_name actor{a};
    for (const event_ptr& e : filled.get_events(actor).value()) {
      const std::vector<event_ptr> copy{make_event(*e)};
      alone.append(actor, expected_version::exact(e->version - 1), copy).value();
    }
  }
  return in_use - before;
}

void bytes_of_a_writer(benchmark::State& state) {
  for (auto _ : state) {
    sim::scenario_model model{.run = {.until = sim::stop_when::drained}};
    model.network.hop = sim::normal{.mean = 10ms, .stddev = 2ms};
    model.workload.writers = million;
    model.workload.actors = million;
    const sim::policy_model full{.name = "full", .backoff = jitter{}};
    const sim::population population{model};
    const std::size_t before = in_use;
    peak = in_use.load();
    sim::simulation simulation{model, population};
    measure::tally tally;
    simulation.run(full, 0, tally);
    const std::size_t used = peak - before;
    const std::size_t store = bytes_of_the_store(simulation.store());
    state.counters["bytes_a_writer"] =
        (static_cast<double>(used) - static_cast<double>(store)) / million;
    state.counters["store_bytes_a_writer"] = static_cast<double>(store) / million;
    state.counters["appends"] = static_cast<double>(tally.appends);
  }
}

}  // namespace

BENCHMARK(bytes_of_a_writer)->Iterations(1)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
