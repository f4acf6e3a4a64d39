// What a policy costs: one decision of a backoff, typed and erased, and one admission through a
// guard.
//
// Decisions: what an operation does after a failed attempt, the branch of randomness included, over
// failures 1 to 12 in turn with facts that change each time. `typed_ns` at most 10 (smooth jitter:
// 40), `erased_ns` at most 20.
//
// Guards: each word that an operation says to a guard, through its virtual function and at a moving
// time, against the bare atomic operations that it stands for, in the same run. `beyond_ns`, the
// difference of the medians, at most 5.
//
// The sides take turns of 1000 calls; all figures are medians over the turns.
//
//   build/release/bin/bench_policies
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "interleaved.hpp"
#include <contend/policies/any_backoff.hpp>
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/guards/all.hpp>

namespace {

using namespace contend;

constexpr int turn = 1000;

// Decisions
// ----------------------------------------------------------------------------------------

/// The facts of a turn, made beforehand, as they come from an operation.
const std::array<attempt_facts, turn>& facts_of_a_turn() {
  static const auto facts = [] {
    std::array<attempt_facts, turn> made{};
    random_source random{random_key{1}};
    for (std::uint32_t i = 0; i < turn; ++i) {
      made[i] = {.failures = 1 + i % 12,
                 .conflicts_in_a_row = 1,
                 .attempted = i + 1,
                 .current = i + random.uniform(1, 3),
                 .commits_since_previous = random.uniform(1, 20)};
    }
    return made;
  }();
  return facts;
}

template <class B>
void decide_all(const B& backoff, backoff_memory<B>& memory) {
  const random_key key{2};
  for (const attempt_facts& facts : facts_of_a_turn()) {
    random_source random{key.with(facts.failures)};
    benchmark::DoNotOptimize(ask(backoff, facts, random, memory));
  }
}

template <class B>
void decision_of(benchmark::State& state, const B& options) {
  // As the optimiser must see them: options that are known only when the program runs.
  const auto typed = std::make_unique<B>(options);
  benchmark::DoNotOptimize(typed.get());
  benchmark::ClobberMemory();
  const any_backoff erased{options};
  backoff_memory<B> memory{};
  any_backoff::memory kept{};
  bench::interleave(
      state, turn, [&] { decide_all(erased, kept); }, [&] { decide_all(*typed, memory); });
  state.counters["erased_ns"] = state.counters["ours_ns"];
  state.counters["typed_ns"] = state.counters["theirs_ns"];
  for (const char* name : {"ours_ns", "theirs_ns", "ratio"}) state.counters.erase(name);
}

template <class B>
void register_decision(const std::string& name, const B& options) {
  benchmark::RegisterBenchmark(("decision/" + name).c_str(), [options](benchmark::State& state) {
    decision_of(state, options);
  })->UseManualTime();
}

// Guards
// -------------------------------------------------------------------------------------------

/// Calls `ours(now)` and `bare(now)` a turn at a time; time moves on by a microsecond each call.
template <class Ours, class Bare>
void against_bare(benchmark::State& state, Ours ours, Bare bare) {
  time_point our_time{}, bare_time{};
  const auto all = [](time_point& now, auto& call) {
    for (int i = 0; i < turn; ++i) {
      now += duration{1000};
      benchmark::DoNotOptimize(call(now));
    }
  };
  bench::interleave(
      state, turn, [&] { all(our_time, ours); }, [&] { all(bare_time, bare); });
  state.counters["beyond_ns"] = state.counters["ours_ns"] - state.counters["theirs_ns"];
  state.counters["bare_ns"] = state.counters["theirs_ns"];
  state.counters.erase("theirs_ns");
}

/// What an operation makes of a failure, once for its backoff and its guards; only the time moves
/// on here.
struct known_facts {
  attempt_facts facts;
  const attempt_facts& at(time_point now) {
    facts.now = now;
    benchmark::DoNotOptimize(&facts);
    return facts;
  }
};

/// As an operation holds it: the compiler must not know which guard it is.
std::shared_ptr<guard> hidden(std::shared_ptr<guard> g) {
  benchmark::DoNotOptimize(g.get());
  benchmark::ClobberMemory();
  return g;
}

void breaker_admits_an_attempt(benchmark::State& state) {
  const auto closed = hidden(std::make_shared<breaker>());
  std::atomic<std::uint8_t> word{0};
  against_bare(
      state, [&](time_point now) { return closed->admit_attempt(now).ok(); },
      [&](time_point) { return word.load(std::memory_order_acquire) == 0; });
}
BENCHMARK(breaker_admits_an_attempt)->UseManualTime();

/// One addition to the slot of the step, and a look at what was seen last: the step, whether an
/// older judgement stands, and the two totals that are nothing.
void breaker_is_told_of_a_success(benchmark::State& state) {
  const auto closed = hidden(std::make_shared<breaker>());
  std::array<std::atomic<std::uint64_t>, 6> words{};
  against_bare(
      state,
      [&](time_point now) {
        closed->attempt_ended(outcome::committed, duration{500}, now);
        return 0;
      },
      [&](time_point) {
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < 5; ++i) seen += words[i].load(std::memory_order_acquire);
        return seen + words[5].fetch_add(1, std::memory_order_acq_rel);
      });
}
BENCHMARK(breaker_is_told_of_a_success)->UseManualTime();

/// One addition to the slot of the step, and a look at the step seen last.
void budget_admits_an_operation(benchmark::State& state) {
  const auto windowed = hidden(std::make_shared<budget>());
  std::atomic<std::int64_t> last{0};
  std::atomic<std::uint64_t> slot{0};
  against_bare(
      state, [&](time_point now) { return windowed->admit_operation(now).ok(); },
      [&](time_point) {
        return last.load(std::memory_order_acquire) == 0 &&
               slot.fetch_add(1, std::memory_order_acq_rel) != 0;
      });
}
BENCHMARK(budget_admits_an_operation)->UseManualTime();

/// The operations of 32 steps summed up, one check-and-take, one addition to the slot of the step.
void budget_admits_a_retry(benchmark::State& state) {
  const auto rich = hidden(std::make_shared<budget>(budget_options{.reserve = {1e6}}));
  std::array<std::atomic<std::uint64_t>, 32> steps{};
  std::array<std::atomic<std::int64_t>, 2> last{};
  std::atomic<std::int64_t> total{0};
  std::atomic<std::uint64_t> slot{0};
  known_facts known{{.failures = 1, .last = outcome::transient}};
  against_bare(
      state, [&](time_point now) { return rich->admit_retry(known.at(now)).ok(); },
      [&](time_point now) {
        known.at(now);
        std::int64_t seen = last[0].load(std::memory_order_acquire);
        seen += last[1].load(std::memory_order_acquire);
        std::int64_t taken = total.load(std::memory_order_acquire);
        for (const auto& step : steps)
          seen += static_cast<std::int64_t>(step.load(std::memory_order_acquire));
        while (!total.compare_exchange_weak(taken, taken + 1, std::memory_order_acq_rel)) {
        }
        slot.fetch_add(1, std::memory_order_acq_rel);
        return seen;
      });
}
BENCHMARK(budget_admits_a_retry)->UseManualTime();

void budget_admits_a_retry_after_a_conflict(benchmark::State& state) {
  const auto windowed = hidden(std::make_shared<budget>());
  known_facts known{{.failures = 1, .last = outcome::conflict}};
  against_bare(
      state, [&](time_point now) { return windowed->admit_retry(known.at(now)).ok(); },
      [&](time_point now) {
        known.at(now);
        return true;
      });
}
BENCHMARK(budget_admits_a_retry_after_a_conflict)->UseManualTime();

void success_funded_budget_admits_a_retry(benchmark::State& state) {
  const auto rich = hidden(
      std::make_shared<budget>(budget_options{.mode = budget_mode::success_funded, .most = 1e6}));
  std::atomic<std::int64_t> tokens{0};
  known_facts known{{.failures = 1, .last = outcome::transient}};
  against_bare(
      state,
      [&](time_point now) {
        const attempt_facts& facts = known.at(now);
        const bool admitted = rich->admit_retry(facts).ok();
        rich->retry_withdrawn(facts);  // so that it never runs dry
        return admitted;
      },
      [&](time_point now) {
        known.at(now);
        std::int64_t seen = tokens.load(std::memory_order_relaxed);
        while (!tokens.compare_exchange_weak(seen, seen - 1, std::memory_order_relaxed)) {
        }
        seen = tokens.load(std::memory_order_relaxed);
        while (!tokens.compare_exchange_weak(seen, seen + 1, std::memory_order_relaxed)) {
        }
        return seen;
      });
}
BENCHMARK(success_funded_budget_admits_a_retry)->UseManualTime();

}  // namespace

int main(int argc, char** argv) {
  all_backoffs::for_each([]<class B>() { register_decision(std::string{B::name}, B{}); });
  register_decision("exponential, x1.5", exponential{.multiplier = 1.5});
  register_decision("fixed with jitter", fixed{.jitter = {0.2}});
  for (const auto& [mode, name] : names(jitter_mode{}))
    register_decision("jitter/" + std::string{name}, jitter{.mode = mode});
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
