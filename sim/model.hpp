// What is simulated: the workload, the network, the store and the policies, as plain data.
//
// These structs are the scenario file's layout (each describes its fields, see describe.hpp), and
// everything that the simulator knows. Units: durations in nanoseconds, shares from 0 to 1.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <contend/policies/any_backoff.hpp>
#include <contend/policies/coordination/all.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/guard.hpp>
#include <contend/policies/limits.hpp>
#include <contend/sim/distribution.hpp>
#include <contend/sim/faults/all.hpp>
#include <contend/sim/workload/arrivals.hpp>
#include <contend/sim/workload/keys.hpp>

namespace contend::sim {

/// The store's servers: one queue, first come first served.
struct service_model {
  distribution read{};
  distribution append{};
  std::uint32_t servers = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("read", &service_model::read, "how long the store works on a read"),
        field("append", &service_model::append, "how long the store works on an append"),
        field("servers", &service_model::servers, "requests that it works on at once",
              between(1, 1e6))};
  }
};

/// How commits are announced to those who wait for one.
struct notices_model {
  distribution delay{};
  share loss{};

  static constexpr auto fields() {
    return std::tuple{
        field("delay", &notices_model::delay,
              "from the commit until its notice leaves, before the hop"),
        field("loss", &notices_model::loss, "share of notices that never arrive", between(0, 1))};
  }
};

struct store_model {
  service_model service{};
  std::optional<notices_model> notices{};
  std::optional<duration> timeout{};

  static constexpr auto fields() {
    return std::tuple{
        field("service", &store_model::service, "service times and servers"),
        field("notices", &store_model::notices, "announcement of commits; none if absent"),
        field(
            "timeout", &store_model::timeout,
            "how long a writer waits for an answer; left out: for ever, or 1s if there are faults",
            above(0))};
  }
};

struct network_model {
  distribution hop{};

  static constexpr auto fields() {
    return std::tuple{field("hop", &network_model::hop, "one way of a message, drawn for each")};
  }
};

/// Part of the writers. What a group does not say is as in the workload and the network; of
/// arrivals that are said of all writers together it has its part, by the number of writers.
struct group_model {
  std::uint32_t writers = 1;
  std::optional<network_model> network{};
  std::optional<keys_model> keys{};
  std::optional<arrivals_model> arrivals{};
  std::optional<distribution> decision{};

  static constexpr auto fields() {
    return std::tuple{
        field("writers", &group_model::writers, "writers of this group", between(1, 1e7)),
        field("network", &group_model::network,
              "between this group and the store; left out: as for all"),
        field("keys", &group_model::keys,
              "how an operation of this group chooses its actor; left out: as for all"),
        field("arrivals", &group_model::arrivals,
              "when operations of this group start; left out: its part, by writers, of the "
              "workload's"),
        field("decision", &group_model::decision,
              "time to decide between read and append; left out: as for all")};
  }
};

struct workload_model {
  std::uint32_t writers = 1;
  std::uint32_t nodes = 1;
  std::uint32_t actors = 1;
  keys_model keys{};
  arrivals_model arrivals{};
  distribution decision{};
  std::uint32_t events_per_append = 1;
  std::vector<std::pair<std::string, group_model>> groups{};  ///< By name, in the file's order.

  /// Nodes that have a writer.
  [[nodiscard]] std::uint32_t nodes_in_use() const noexcept {
    return std::min(nodes, total_writers());
  }
  /// All groups together, if there are any.
  [[nodiscard]] std::uint32_t total_writers() const noexcept {
    std::uint32_t sum = 0;
    for (const auto& [name, group] : groups) sum += group.writers;
    return groups.empty() ? writers : sum;
  }

  static constexpr auto fields() {
    return std::tuple{
        field(
            "writers", &workload_model::writers,
            "concurrent writers, those of all nodes together; with groups: their sum, or left out",
            between(1, 1e7)),
        field(
            "nodes", &workload_model::nodes,
            "processes over which the writers are spread in turn, one after the other through all "
            "groups: each node has some of each",
            between(1, 1e6)),
        field("actors", &workload_model::actors, "actors (streams) that they write to",
              between(1, 1e7)),
        field("keys", &workload_model::keys, "how an operation chooses its actor"),
        field("arrivals", &workload_model::arrivals, "when operations start"),
        field("decision", &workload_model::decision, "time to decide between read and append"),
        field("events_per_append", &workload_model::events_per_append,
              "events that one append writes", between(1, 1000)),
        field("groups", &workload_model::groups,
              "groups of writers by name, each with a network, keys and arrivals of its own")};
  }
};

enum class stop_when : std::uint8_t { drained };

constexpr auto names(stop_when) {
  return std::array{named<stop_when>{stop_when::drained, "drained"}};
}

/// How long a run is: `for` a time, or `until` drained.
struct run_model {
  std::optional<duration> length{};
  duration warmup{};
  std::optional<stop_when> until{};
  std::optional<duration> at_most{};

  static constexpr auto fields() {
    return std::tuple{
        field(
            "for", &run_model::length,
            "operations start within this time, warm-up included; then the run drains, for as long "
            "again at most",
            above(0)),
        field("warmup", &run_model::warmup, "time at the start that is simulated but not measured",
              at_least(0)),
        field("until", &run_model::until, "\"drained\": until every operation has ended"),
        field("at_most", &run_model::at_most, "the latest end, whatever is still open", above(0))};
  }
};

/// A guard by name: how to make an instance, and who shares one.
struct guard_model {
  std::string name{};
  std::function<std::shared_ptr<guard>(random_key)> make{};
  sharing shared_by = sharing::node;
};

/// A policy to compare. `guards` are names of the scenario's guards, asked in this order.
struct policy_model {
  std::string name{};
  any_backoff backoff{};
  contend::limits limits{};
  std::vector<std::string> guards{};
  std::vector<shared_coordination> coordination{};

  /// The options of this kind of coordination, or null.
  template <class Kind>
  [[nodiscard]] const Kind* coordinated_by() const noexcept {
    const shared_coordination* found = coordination_of<Kind>();
    return found == nullptr ? nullptr : std::get_if<Kind>(&found->kind);
  }
  /// The same with who shares it.
  template <class Kind>
  [[nodiscard]] const shared_coordination* coordination_of() const noexcept {
    for (const shared_coordination& one : coordination)
      if (std::holds_alternative<Kind>(one.kind)) return &one;
    return nullptr;
  }
};

/// One scenario at one point of its sweep.
struct scenario_model {
  std::string name{};
  std::string description{};
  std::uint64_t seed = 1;
  std::uint32_t replications = 30;
  run_model run{};
  store_model store{};
  network_model network{};
  workload_model workload{};
  std::vector<fault_model> faults{};
  std::vector<guard_model> guards{};
  std::vector<policy_model> policies{};
};

}  // namespace contend::sim
