// Callers that must not wait: what fails at first is done in the background, in order.
//
//   build/release/bin/example_10_background_queue
#include <fmt/format.h>

#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/ready_made.hpp>
#include <contend/store/background/background_queue.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/faulty_store.hpp>

using namespace contend;
using namespace std::chrono_literals;

int main() {
  memory_store events;
  testing::faulty_store unwell{events, {.seed = 1, .unavailable = 0.3, .lost_acks = 0.2}};
  background_queue queue{{.books = {.jobs = 1000}, .threads = 2}};

  const policy<fixed> patient{.backoff = {.delay = 1ms}};
  int at_once = 0;
  int later = 0;
  for (int i = 0; i < 100; ++i) {
    const auto done = queue.execute(unwell, "log", ready_made::eventual_consistency(), patient,
                                    [](const history&) { return new_event{"Noted"}; });
    at_once += done.committed() ? 1 : 0;
    later += done.how.end == ending::deferred ? 1 : 0;
  }
  queue.drain();
  // How many were deferred is up to the threads: the store fails by its count of calls.
  const auto stored = events.get_latest_version("log").value();
  fmt::print("{} operations, at once or {}later; stored: {}\n", at_once + later,
             later > 0 ? "" : "never ", stored);
  fmt::print("dead letters: {}, handed back: {}\n", queue.take_dead_letters().size(),
             queue.stop().size());
  return at_once + later == 100 && later > 0 && stored == 100 ? 0 : 1;
}
