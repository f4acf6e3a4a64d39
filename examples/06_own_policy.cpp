// A policy of one's own is a struct with one function; an observer sees what it does.
//
//   build/release/bin/example_06_own_policy
#include <fmt/format.h>

#include <contend/policies/policy.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/faulty_store.hpp>
#include <contend/store/testing/manual_clock.hpp>

using namespace contend;
using namespace std::chrono_literals;

/// Waits one step longer each time, and gives up where the store asks for patience.
struct stubborn {
  duration step = 10ms;
  [[nodiscard]] decision next(const attempt_facts& facts, random_source&) const {
    if (facts.last == outcome::throttled) return give_up(reason::backoff);
    return retry_after(step * facts.failures);
  }
};

struct printing final : observer {
  void waiting(std::string_view, const attempt_facts& facts, duration wait) override {
    fmt::print("{}: waits {} ms\n", to_string(facts.last), wait / 1ms);
  }
  void ended(std::string_view, const operation_result& how) override {
    fmt::print("{} ({}) after {} attempts\n", to_string(how.end), to_string(how.why), how.attempts);
  }
};

int main() {
  memory_store events;
  testing::faulty_store unwell{events, {.seed = 6, .unavailable = 0.4, .throttled = 0.2}};
  testing::manual_clock clock;
  printing observer;
  const policy<stubborn> mine{.limits = {.attempts = 10}};
  int committed = 0;
  for (int i = 0; i < 4; ++i)
    committed += execute(unwell, "log", mine, [](const history&) { return new_event{"Noted"}; },
                         {.observer = &observer, .clock = &clock})
                         .committed()
                     ? 1
                     : 0;
  return events.get_latest_version("log").value() == committed ? 0 : 1;
}
