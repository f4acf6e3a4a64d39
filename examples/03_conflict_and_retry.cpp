// Two writers share one account: each decides on what it sees, and nothing is lost or spent twice.
//
//   build/release/bin/example_03_conflict_and_retry
#include <cstdint>
#include <cstdio>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace std::chrono_literals;

struct account {
  std::int64_t balance = 0;
  void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
};

int main() {
  memory_store store;
  const policy<jitter> polite{.backoff = {.base = 100us, .cap = 10ms},
                              .limits = {.attempts = 50, .deadline = 5s}};

  execute<account>(store, "account-1", polite, [](const account&) {
    return new_event{"Deposited", {{"amount", 100}}};
  });

  // Withdraws 1 until nothing is left; the decision is made anew on what the other writer left.
  const auto spend = [&] {
    const auto withdraw = [](const account& seen) -> std::optional<new_event> {
      if (seen.balance == 0) return {};
      return new_event{"Withdrawn", {{"amount", -1}}};
    };
    while (execute<account>(store, "account-1", polite, withdraw).committed()) {
    }
  };
  {
    std::jthread first{spend};
    std::jthread second{spend};
  }

  const auto events = store.get_events("account-1").value();
  account end;
  for (const event_ptr& e : events) end.apply(*e);
  fmt::print("{} events, balance {}\n", events.size(), end.balance);
  return events.size() == 101 && end.balance == 0 ? 0 : 1;
}
