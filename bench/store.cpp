// What the in-memory store costs. Claims:
//   append                 at least 0.5 times as fast as a plain sharded hash map of vectors that
//                          builds the same events (ratio at most 2)
//   two_threads            two threads on different actors gain at least 0.9 of what they gain on a
//                          store each (ratio at least 0.9)
// get_latest_version and refused_append (argument: actors, in turn) show what a look and a conflict
// cost; nothing is claimed of them.
//
//   build/release/bin/bench_store --benchmark_repetitions=5
#include <array>
#include <atomic>
#include <barrier>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/unordered/unordered_flat_map.hpp>

#include "interleaved.hpp"
#include <contend/store/memory/memory_store.hpp>

namespace {

using namespace contend;
using bench::interleave;

constexpr std::size_t actors = 1000;
constexpr version versions = 20;
constexpr double appends = static_cast<double>(actors) * versions;

std::vector<std::string> names(std::string_view prefix) {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < actors; ++i) made.push_back(std::string{prefix} + std::to_string(i));
  return made;
}

event built(const std::string& actor, version v) {
  return {.id = std::to_string(v), .type = "Written", .actor_id = actor, .version = v};
}

/// The peer: the same shards, map and events, and none of the checks.
class plain_map {
 public:
  void append(const std::string& actor, std::shared_ptr<const event> e) {
    const std::size_t hash = std::hash<std::string>{}(actor);
    shard& home = shards_[(hash >> 16U) % shards_.size()];
    const std::lock_guard hold{home.lock};
    home.streams[actor].push_back(std::move(e));
  }

 private:
  struct alignas(128) shard {
    std::mutex lock{};
    boost::unordered_flat_map<std::string, std::vector<std::shared_ptr<const event>>,
                              std::hash<std::string>>
        streams{};
  };
  std::array<shard, 64> shards_{};
};

void append(benchmark::State& state) {
  const auto all = names("account-");
  std::optional<memory_store> ours;
  std::optional<plain_map> theirs;
  interleave(
      state, appends,
      [&] {
        for (version v = 1; v <= versions; ++v)
          for (const std::string& actor : all) {
            const event_ptr e = make_event(built(actor, v));
            ours->append(actor, expected_version::exact(v - 1), {&e, 1}).value();
          }
      },
      [&] {
        for (version v = 1; v <= versions; ++v)
          for (const std::string& actor : all)
            theirs->append(actor, std::make_shared<const event>(built(actor, v)));
      },
      [&] {
        ours.emplace();
        theirs.emplace();
      });
}

/// Two threads that stay, so that what is timed is appends alone. Each appends 20000 events to
/// actors of its own, in the store that it is given.
class two_writers {
 public:
  explicit two_writers(std::size_t actors_each) {
    for (std::size_t t = 0; t < 2; ++t) {
      const auto all = names(std::to_string(t) + "-");
      actors_[t].assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(actors_each));
      threads_[t] = std::jthread{[this, t] { work(t); }};
    }
  }
  ~two_writers() {
    over_ = true;
    (void)start_.arrive();
    for (auto& thread : threads_) thread.join();
  }

  /// How long it takes both; a writer without a store does nothing.
  double fill(memory_store* first, memory_store* second) {
    stores_ = {first, second};
    auto both = [this] {
      start_.arrive_and_wait();
      end_.arrive_and_wait();
    };
    return bench::nanoseconds(both);
  }

 private:
  void work(std::size_t t) {
    for (start_.arrive_and_wait(); !over_; start_.arrive_and_wait()) {
      if (stores_[t] != nullptr) append_all(*stores_[t], actors_[t]);
      end_.arrive_and_wait();
    }
  }

  static void append_all(memory_store& store, const std::vector<std::string>& all) {
    const auto last = static_cast<version>(20'000 / all.size());
    for (version v = 1; v <= last; ++v)
      for (const std::string& actor : all) {
        const event_ptr e = make_event(built(actor, v));
        store.append(actor, expected_version::exact(v - 1), {&e, 1}).value();
      }
  }

  std::array<std::vector<std::string>, 2> actors_{};
  std::array<memory_store*, 2> stores_{};
  std::atomic<bool> over_{false};
  std::barrier<> start_{3};
  std::barrier<> end_{3};
  std::array<std::jthread, 2> threads_{};
};

/// Argument: actors of each thread.
void two_threads(benchmark::State& state) {
  two_writers writers{static_cast<std::size_t>(state.range(0))};
  std::vector<double> gains;
  std::vector<double> control_gains;
  std::vector<double> ratios;
  for (auto _ : state) {
    std::array<std::optional<memory_store>, 4> stores;
    for (auto& store : stores) store.emplace();
    const double one = writers.fill(&*stores[0], nullptr);
    const double shared = writers.fill(&*stores[1], &*stores[1]);
    const double apart = writers.fill(&*stores[2], &*stores[3]);
    gains.push_back(2 * one / shared);
    control_gains.push_back(2 * one / apart);
    ratios.push_back(apart / shared);
    state.SetIterationTime((one + shared + apart) / 1e9);
  }
  state.counters["gain"] = bench::median(gains);
  state.counters["control_gain"] = bench::median(control_gains);
  state.counters["ratio"] = bench::median(ratios);
}

/// The first `count` of `all` at version 20.
std::unique_ptr<memory_store> warm_store(const std::vector<std::string>& all, std::size_t count) {
  auto store = std::make_unique<memory_store>();
  for (std::size_t i = 0; i < count; ++i)
    for (version v = 1; v <= versions; ++v) store->save_event(make_event(built(all[i], v))).value();
  return store;
}

/// Argument: actors, asked in turn.
void get_latest_version(benchmark::State& state) {
  const auto all = names("account-");
  const auto count = static_cast<std::size_t>(state.range(0));
  const auto store = warm_store(all, count);
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(store->get_latest_version(all[i]).value());
    i = i + 1 == count ? 0 : i + 1;
  }
}

/// Argument: actors, written to in turn.
void refused_append(benchmark::State& state) {
  const auto all = names("account-");
  const auto count = static_cast<std::size_t>(state.range(0));
  const auto store = warm_store(all, count);
  std::vector<event_ptr> late;
  for (const std::string& actor : all) {
    event e = built(actor, versions);
    e.id = "late";
    late.push_back(make_event(std::move(e)));
  }
  std::size_t i = 0;
  for (auto _ : state) {
    const auto refused =
        store->append(all[i], expected_version::exact(versions - 1), {&late[i], 1});
    if (refused) return state.SkipWithError("it was not refused");
    benchmark::DoNotOptimize(refused.error().current);
    i = i + 1 == count ? 0 : i + 1;
  }
}

}  // namespace

BENCHMARK(append)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(two_threads)->Arg(1)->Arg(10)->Arg(1000)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(get_latest_version)->Arg(1)->Arg(1000);
BENCHMARK(refused_append)->Arg(1)->Arg(1000);

BENCHMARK_MAIN();
