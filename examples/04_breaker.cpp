// While the store is down a breaker refuses at once, for everyone who shares it; then a probe finds
// the store well. The clock is told to move, so that nobody has to wait.
//
//   build/release/bin/example_04_breaker
#include <memory>

#include <fmt/format.h>

#include <contend/policies/backoffs/fixed.hpp>
#include <contend/policies/guards/breaker.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/forwarding_store.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/manual_clock.hpp>

using namespace contend;
using namespace std::chrono_literals;

struct moody_store final : forwarding_store {
  using forwarding_store::forwarding_store;
  result<std::vector<event_ptr>> get_events(std::string_view actor, event_range range) override {
    ++calls;
    if (!well) return store_error{.code = store_errc::unavailable};
    return behind().get_events(actor, range);
  }
  bool well = false;
  int calls = 0;
};

int main() {
  memory_store events;
  moody_store store{events};
  testing::manual_clock clock;
  const auto shared = std::make_shared<breaker>(
      breaker_options{.min_outcomes = 5, .open_for = 2s, .jitter = share{0}, .probes = 1},
      random_key{1});
  const policy<fixed, guard_list> careful{
      .backoff = {.delay = 10ms}, .limits = {.attempts = 3}, .guards = {shared}};

  const auto visit = [&] {
    const auto done =
        execute(store, "page-1", careful, [](const history&) { return new_event{"Visited"}; },
                {.clock = &clock});
    fmt::print("{} after {} attempts; the store was called {} times\n", to_string(done.how.end),
               done.how.attempts, store.calls);
    return done.committed();
  };
  for (int i = 0; i < 3; ++i) visit();
  store.well = true;
  clock.advance(2s);
  return visit() && store.calls == 6 ? 0 : 1;
}
