// The control of time_left: two threads at equal units of work whose number is known from the
// start, so that nothing but the machine changes its speed. Says its time left as the command line
// does.
//
//   build/release/bin/bench_steady_work SECONDS     roughly so long
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <queue>
#include <thread>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <contend/policies/random.hpp>
#include <contend/reports/pace.hpp>
#include <contend/reports/progress.hpp>

namespace {

using namespace contend;
using namespace std::chrono_literals;

double seconds_since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

/// A few milliseconds of what a simulator does: a queue of a few hundred times, the first taken and
/// put back.
void unit_of_work() {
  random_source random{random_key{1}};
  std::priority_queue<std::uint64_t> pending;
  for (int i = 0; i < 200; ++i) pending.push(random());
  for (int i = 0; i < 60'000; ++i) {
    const std::uint64_t first = pending.top();
    pending.pop();
    pending.push((first >> 1) + (random() >> 2));
  }
  benchmark::DoNotOptimize(pending);
}

std::uint64_t units_in(double seconds) {
  const auto started = std::chrono::steady_clock::now();
  std::uint64_t units = 0;
  for (; seconds_since(started) < 0.5; ++units) unit_of_work();
  return static_cast<std::uint64_t>(2 * static_cast<double>(units) * seconds / 0.5);
}

}  // namespace

int main(int, char** argv) {
  const double seconds = argv[1] == nullptr ? 0 : std::strtod(argv[1], nullptr);
  if (!(seconds > 0 && seconds < 3600)) {
    fmt::print(stderr, "usage: bench_steady_work SECONDS\n");
    return 2;
  }
  const std::uint64_t total = units_in(seconds);
  std::atomic<std::uint64_t> taken = 0;
  std::atomic<std::uint64_t> done = 0;
  const auto work = [&] {
    for (; taken++ < total; ++done) unit_of_work();
  };
  const auto started = std::chrono::steady_clock::now();
  const std::jthread one{work}, other{work};
  reports::pace pace;
  for (int update = 0; done < total; ++update) {
    reports::progress now = reports::progress::of_equal(done, total);
    now.seconds = seconds_since(started);
    pace.at(now.seconds, now.worked);
    now.seconds_left = pace.seconds_for(*now.ahead);
    if (update % 10 == 0) fmt::print(stderr, "{}\n", reports::progress_json(now));
    std::this_thread::sleep_for(100ms);
  }
}
