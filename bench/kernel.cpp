// The event kernel against a bare loop over std::priority_queue, in the hold model.
//
// The hold model (Jones, "An empirical comparison of priority-queue and event-set implementations",
// 1986): with a number of events pending, each step takes the earliest and schedules a successor
// after a random increment, so that the number stays. Increments are exponential with a mean of
// 10 ms, a usual network hop.
//
// The kernel's side is what a simulation does: payloads of 24 bytes, each dispatched by its kind to
// one of four handlers through a pointer, which schedules the successor. The other side is as bare
// as can be: {time, id}, top, pop, push, no dispatch.
//
// Both sides take the same increments in the same order from a table made beforehand, so neither
// pays for a logarithm; and they must pop the same times, which is checked. They run in turns of
// 2,000 steps: short, so that a busy machine seldom breaks into one (the slower side's longer turns
// would suffer more). `times_faster` is the median over the turns of the other side's time / the
// kernel's; claim: at least what the label says.
//
//   build/release/bin/bench_kernel
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include <benchmark/benchmark.h>

#include "interleaved.hpp"
#include <contend/policies/random.hpp>
#include <contend/sim/kernel.hpp>

namespace {

using contend::duration;
using contend::time_point;

constexpr double mean_increment = 10e6;

/// The increments, again and again: half a mebibyte, read in order.
class increment_table {
 public:
  duration next() noexcept { return table_[position_++ % size]; }

 private:
  static constexpr std::size_t size = 1 << 16;

  static const std::vector<duration>& made() {
    static const std::vector<duration> table = [] {
      contend::random_source random{contend::random_key{1}};
      std::vector<duration> all(size);
      for (duration& d : all)
        d = duration{1 + static_cast<std::int64_t>(-std::log1p(-random.unit()) * mean_increment)};
      return all;
    }();
    return table;
  }

  const duration* table_ = made().data();
  std::size_t position_ = 0;
};

struct message {
  std::uint32_t kind = 0;
  std::uint32_t slot = 0;
  std::uint64_t request = 0;
  std::uint64_t version = 0;
};

/// One side: `pending` events, and steps that add up the times at which events happened.
class kernel_side {
 public:
  explicit kernel_side(std::size_t pending) {
    contend::random_source random{contend::random_key{2}};
    for (std::size_t i = 0; i < pending; ++i)
      events_.schedule(time_point{increments_.next()},
                       {.kind = static_cast<std::uint32_t>(random.uniform(0, 3)),
                        .slot = static_cast<std::uint32_t>(i)});
  }

  std::uint64_t steps(std::size_t count) {
    sum_ = 0;
    left_ = count;
    events_.run([this](const message& m) {
      (this->*handlers[m.kind])(m);
      if (--left_ == 0) events_.stop();
    });
    return sum_;
  }

 private:
  template <std::uint32_t Kind>
  void handle(message m) {
    sum_ += static_cast<std::uint64_t>(events_.now().time_since_epoch().count());
    m.request += Kind;
    events_.schedule(events_.now() + increments_.next(), m);
  }

  static constexpr std::array handlers{&kernel_side::handle<0>, &kernel_side::handle<1>,
                                       &kernel_side::handle<2>, &kernel_side::handle<3>};

  contend::sim::kernel<message> events_;
  increment_table increments_;
  std::uint64_t sum_ = 0;
  std::size_t left_ = 0;
};

class priority_queue_side {
 public:
  explicit priority_queue_side(std::size_t pending) {
    for (std::size_t i = 0; i < pending; ++i) queue_.push({increments_.next().count(), i});
  }

  std::uint64_t steps(std::size_t count) {
    std::uint64_t sum = 0;
    for (; count > 0; --count) {
      const item first = queue_.top();
      queue_.pop();
      sum += static_cast<std::uint64_t>(first.at);
      queue_.push({first.at + increments_.next().count(), first.id});
    }
    return sum;
  }

 private:
  struct item {
    std::int64_t at;
    std::uint64_t id;
    friend bool operator>(const item& a, const item& b) noexcept { return a.at > b.at; }
  };

  std::priority_queue<item, std::vector<item>, std::greater<>> queue_;
  increment_table increments_;
};

void hold(benchmark::State& state, const char* claim) {
  constexpr std::size_t turn = 2'000;
  const auto pending = static_cast<std::size_t>(state.range(0));
  const auto kernel = std::make_unique<kernel_side>(pending);
  priority_queue_side queue{pending};

  const std::size_t settling = 3 * pending;
  std::uint64_t ours = kernel->steps(settling);
  std::uint64_t theirs = queue.steps(settling);
  contend::bench::interleave(
      state, turn, [&] { ours += kernel->steps(turn); }, [&] { theirs += queue.steps(turn); });
  if (ours != theirs) state.SkipWithError("the two sides popped different times");
  state.counters["times_faster"] = 1 / state.counters["ratio"];
  state.SetLabel(claim);
}

}  // namespace

int main(int argc, char** argv) {
  const auto claim = [](std::int64_t pending, const char* what) {
    benchmark::RegisterBenchmark("hold", hold, what)
        ->Arg(pending)
        ->Iterations(3000)
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
  };
  claim(100, "at least 1");
  claim(1'000, "at least 1.4");
  claim(100'000, "at least 1.6");
  claim(1'000'000, "at least 2.2");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
