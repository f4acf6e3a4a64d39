// What it costs to append under a policy when nobody contends: operation, policy with deadline and
// attempts, observer and blocking driver against the same read, decide, append written by hand.
// Claim, for `guarded`: ratio at most 1.25.
//
// `guarded` decides on an event with one fact in its data. `guarded_bare` decides on one that says
// nothing, the least work there can be: half of what is added then is the one reading of the clock
// that a deadline takes.
//
// `timed_observer` and `everyday_call` are for information: an observer that wants round trips
// makes the driver read the clock four times; execute() also makes UUIDs and wall-clock timestamps,
// and its other side reads and folds the events by hand, too.
//
//   build/release/bin/bench_guarded_append --benchmark_repetitions=5
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "interleaved.hpp"
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/drivers/blocking.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>

namespace {

using namespace contend;
using namespace std::chrono_literals;
using bench::interleave;

constexpr std::size_t actors = 1000;
constexpr int operations = 10;  // on each actor
constexpr double items = static_cast<double>(actors) * operations;

const policy<jitter> careful{.backoff = {.base = 5ms, .cap = 2s},
                             .limits = {.attempts = 10, .deadline = 5s}};

std::vector<std::string> names() {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < actors; ++i) made.push_back("account-" + std::to_string(i));
  return made;
}

/// What is decided: the next event.
struct one_fact {
  event_ptr operator()(const std::string& actor, version at) const {
    return make_event({.id = std::to_string(at + 1),
                       .type = "Deposited",
                       .actor_id = actor,
                       .version = at + 1,
                       .data = {{"amount", at}}});
  }
};
struct no_fact {
  event_ptr operator()(const std::string& actor, version at) const {
    return make_event(
        {.id = std::to_string(at + 1), .type = "Touched", .actor_id = actor, .version = at + 1});
  }
};

template <class Decide>
void by_hand(event_store& store, const std::string& actor) {
  const version at = store.get_latest_version(actor).value();
  const event_ptr e = Decide{}(actor, at);
  store.append(actor, expected_version::exact(at), {&e, 1}).value();
}

template <class Decide>
struct store_io {
  event_store& store;
  const std::string& actor;
  event_ptr next{};

  answer read(version) {
    const auto at = store.get_latest_version(actor);
    return at ? read_at(*at) : read_failed(classify(at.error()));
  }
  answer decide(version at) {
    next = Decide{}(actor, at);
    return decided();
  }
  answer append(version expected) {
    const auto stored = store.append(actor, expected_version::exact(expected), {&next, 1});
    if (stored) return stored_at(*stored);
    return append_failed(classify(stored.error()), stored.error().current);
  }
  answer resolve(version expected) { return append(expected); }
};

template <bool Timed>
struct counting_observer {
  static constexpr bool times_attempts = Timed;
  std::uint64_t failures = 0;
  std::uint64_t waits = 0;
  std::uint64_t commits = 0;
  void attempt_failed(const attempt_facts&) { ++failures; }
  void waiting(const attempt_facts&, duration) { ++waits; }
  void ended(const operation_result& r) { commits += r.committed() ? 1 : 0; }
};

template <class Decide, bool Timed>
void guarded_append(benchmark::State& state) {
  const auto all = names();
  std::optional<memory_store> ours;
  std::optional<memory_store> theirs;
  counting_observer<Timed> observer;
  steady_clock_source clock;
  const std::stop_source source;
  const std::stop_token stop = source.get_token();
  std::uint64_t number = 0;
  std::uint64_t expected = 0;
  interleave(
      state, items,
      [&] {
        for (int i = 0; i < operations; ++i)
          for (const std::string& actor : all) {
            store_io<Decide> io{*ours, actor};
            operation<policy<jitter>, counting_observer<Timed>> op{careful, random_key{++number},
                                                                   observer};
            run_blocking(op, io, clock, stop);
          }
        expected += actors * operations;
      },
      [&] {
        for (int i = 0; i < operations; ++i)
          for (const std::string& actor : all) by_hand<Decide>(*theirs, actor);
      },
      [&] {
        ours.emplace();
        theirs.emplace();
      });
  if (observer.commits != expected) state.SkipWithError("not every operation committed");
}

void guarded(benchmark::State& state) { guarded_append<one_fact, false>(state); }
void guarded_bare(benchmark::State& state) { guarded_append<no_fact, false>(state); }
void timed_observer(benchmark::State& state) { guarded_append<one_fact, true>(state); }

struct account {
  std::int64_t balance = 0;
  void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
};

void fold_by_hand(event_store& store, const std::string& actor) {
  account state;
  version at = 0;
  const auto events = store.get_events(actor).value();
  for (const event_ptr& e : events) {
    state.apply(*e);
    at = e->version;
  }
  const event_ptr e = make_event({.id = std::to_string(at + 1),
                                  .type = "Written",
                                  .actor_id = actor,
                                  .version = at + 1,
                                  .data = {{"amount", state.balance + 1}}});
  store.append(actor, expected_version::exact(at), {&e, 1}).value();
}

void everyday_call(benchmark::State& state) {
  const auto all = names();
  std::optional<memory_store> ours;
  std::optional<memory_store> theirs;
  const auto decide = [](const account& a) {
    return new_event{.type = "Written", .data = {{"amount", a.balance + 1}}};
  };
  interleave(
      state, items,
      [&] {
        for (int i = 0; i < operations; ++i)
          for (const std::string& actor : all)
            benchmark::DoNotOptimize(execute<account>(*ours, actor, careful, decide).committed());
      },
      [&] {
        for (int i = 0; i < operations; ++i)
          for (const std::string& actor : all) fold_by_hand(*theirs, actor);
      },
      [&] {
        ours.emplace();
        theirs.emplace();
      });
}

}  // namespace

BENCHMARK(guarded)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(guarded_bare)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(timed_observer)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(everyday_call)->UseManualTime()->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
