// Writers of one actor in one process share reads and appends, each with a result of its own.
//
//   build/release/bin/example_11_coalesce
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/coordination/coalescer.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;

struct seats {
  int left = 100;
  void apply(const event&) { --left; }
};

int main() {
  memory_store store;
  coalescer<seats, policy<jitter>> together{store, {.limits = {.attempts = 10}}};

  // Each decides on what all before it have decided, also within one append.
  const auto reserve = [](const seats& seen) -> boost::system::result<new_event, int> {
    if (seen.left == 0) return 1;
    return new_event{"Reserved"};
  };
  std::atomic<int> reserved{0};
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> callers;
    for (int t = 0; t < 8; ++t)
      callers.emplace_back([&] {
        for (int i = 0; i < 20; ++i) {
          const auto done = together.execute("flight-1", reserve);
          reserved += done.committed() ? 1 : 0;
          refused += done.refusal ? 1 : 0;
        }
      });
  }
  fmt::print("{} reserved, {} refused\n", reserved.load(), refused.load());
  return reserved == 100 && refused == 60 ? 0 : 1;
}
