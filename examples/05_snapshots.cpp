// An actor with a long history is loaded from its latest snapshot and the few events after it.
//
//   build/release/bin/example_05_snapshots
#include <cstdint>

#include <fmt/format.h>

#include <contend/policies/ready_made.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/load.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/snapshots.hpp>

using namespace contend;

struct account {
  std::int64_t balance = 0;
  void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(account, balance)

int main() {
  memory_store store;
  snapshots kept{every_events{100}};
  const auto deposit = [](const account&) { return new_event{"Deposited", {{"amount", 1}}}; };
  for (int i = 0; i < 1050; ++i)
    execute<account>(store, "account-1", ready_made::simple(), deposit, {.snapshots = &kept});

  const auto loaded = load<account>(store, "account-1").value();
  fmt::print("balance {} at version {}: snapshot of version {} and {} events\n",
             loaded.state.balance, loaded.at, loaded.snapshot, loaded.replayed);
  const snapshot_metrics m = kept.metrics();
  fmt::print("{} snapshots taken, {:.1f} events replayed by an operation on average\n", m.taken,
             m.mean_replay_length());
  return loaded.state.balance == 1050 && loaded.replayed == 50 ? 0 : 1;
}
