// 100,000 everyday calls in flight on one thread, against a store that answers after a delay.
//
// Reported: `bytes`, what each operation in flight takes of the heap, its share of the store's
// queue left out where it can be; `operations_per_second`, from the first start to the last
// completion; `cancel_ms`, from the cancellation of all of them, while they wait to retry, to the
// last completion; `left`, handlers that the io_context still had to run afterwards (timers among
// them).
#include <chrono>
#include <malloc.h>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/drivers/asio.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/delayed_store.hpp>
#include <contend/store/testing/faulty_store.hpp>

using namespace contend;
using namespace contend::testing;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr int in_flight = 100'000;
using clock_type = std::chrono::steady_clock;

struct position {
  version at = 0;
  void apply(const event& e) { at = e.version; }
};

new_event something(const position&) { return {.type = "Counted"}; }

double seconds_since(clock_type::time_point start) {
  return std::chrono::duration<double>(clock_type::now() - start).count();
}

void finishes(benchmark::State& state) {
  for (auto _ : state) {
    memory_store events;
    asio::io_context io{1};
    delayed_store delayed{events, io.get_executor(), 100ms};
    const asio_store store{io.get_executor(), delayed};
    const policy<jitter> polite{};
    int committed = 0;
    const auto start = clock_type::now();
    for (int i = 0; i < in_flight; ++i)
      async_execute<position>(
          store, fmt::format("{}", i), polite, something, {},
          [&](const std::exception_ptr&, const auto& done) { committed += done.committed(); });
    io.run();
    const double took = seconds_since(start);
    if (committed != in_flight) state.SkipWithError("not all committed");
    state.counters["operations_per_second"] = in_flight / took;
    state.SetIterationTime(took);
  }
}
BENCHMARK(finishes)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

void are_cancelled(benchmark::State& state) {
  for (auto _ : state) {
    memory_store events;
    faulty_store down{events, {.unavailable = 1}};
    asio::io_context io{1};
    delayed_store delayed{down, io.get_executor(), 1ms};
    const asio_store store{io.get_executor(), delayed};
    const policy<fixed> waits{.backoff = {.delay = 1h}};
    std::vector<asio::cancellation_signal> signals(in_flight);
    int ended = 0;
    const std::size_t before = mallinfo2().uordblks;
    for (auto& signal : signals)
      async_execute<position>(store, "a", waits, something, {},
                              asio::bind_cancellation_slot(
                                  signal.slot(), [&](const std::exception_ptr&, const auto& done) {
                                    ended += done.how.end == ending::cancelled;
                                  }));
    io.poll();
    while (delayed.waiting_calls() != 0) io.run_one();
    io.poll();
    const std::size_t after = mallinfo2().uordblks;
    const auto start = clock_type::now();
    for (auto& signal : signals) signal.emit(asio::cancellation_type::total);
    io.poll();
    const double took = seconds_since(start);
    if (ended != in_flight) state.SkipWithError("not all ended");
    state.counters["bytes"] = static_cast<double>(after - before) / in_flight;
    state.counters["cancel_ms"] = took * 1e3;
    io.restart();
    state.counters["left"] = static_cast<double>(io.run());
    state.SetIterationTime(took);
  }
}
BENCHMARK(are_cancelled)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace

BENCHMARK_MAIN();
