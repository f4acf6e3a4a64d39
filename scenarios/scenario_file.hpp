// The scenario file, field by field. What a run needs of it is in sim/model.hpp; here is what only
// the file has: guards and policies by name, the sweep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <contend/policies/config/node.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/scenarios/data_file_shape.hpp>
#include <contend/scenarios/thresholds.hpp>
#include <contend/sim/model.hpp>

// What messages call the choices of a scenario.
template <>
inline constexpr std::string_view contend::config::noun<contend::sim::distribution> =
    "distribution";
template <>
inline constexpr std::string_view contend::config::noun<contend::sim::arrivals_model> =
    "arrival process";
template <>
inline constexpr std::string_view contend::config::noun<contend::sim::arrival_stream> =
    "stream of arrivals";
template <>
inline constexpr std::string_view contend::config::noun<contend::sim::keys_model> =
    "choice of keys";
template <>
inline constexpr std::string_view contend::config::noun<contend::sim::fault_model> = "fault";

namespace contend::scenarios {

/// In the order of the file.
template <class T>
using by_name = std::vector<std::pair<std::string, T>>;

/// A guard by name: { "breaker": { … }, "shared_by": "node" }.
struct shared_guard {
  config::guard_recipe kind{};
  sharing shared_by = sharing::node;

  static constexpr auto fields() {
    return std::tuple{
        field("", &shared_guard::kind, "which guard, and its options"),
        field("shared_by", &shared_guard::shared_by, "who shares one instance of it")};
  }
};

struct scenario_file {
  std::optional<std::string> schema{};
  std::string name{};
  std::string description{};
  std::uint64_t seed = 1;
  std::uint32_t replications = 30;
  sim::run_model run{};
  sim::store_model store{};
  sim::network_model network{};
  sim::workload_model workload{};
  std::vector<sim::fault_model> faults{};
  by_name<shared_guard> guards{};
  by_name<config::policy_description> policies{};
  by_name<std::vector<config::node>> sweep{};
  std::vector<threshold_file> thresholds{};

  static constexpr auto fields() {
    using s = scenario_file;
    return std::tuple{
        field("$schema", &s::schema, "for editors: where scenario.schema.json is"),
        field("name", &s::name, "what reports call it; by default the file's name"),
        field("description", &s::description, "what it shows, in a sentence"),
        field("seed", &s::seed, "same seed, scenario and build: same bytes"),
        field("replications", &s::replications, "independent runs of each policy", between(1, 1e8)),
        field("run", &s::run, "how long a run is"),
        field("store", &s::store, "the event store: service and notices"),
        field("network", &s::network, "between writers and store"),
        field("workload", &s::workload, "who writes what, when"),
        field("faults", &s::faults, "what goes wrong, and when"),
        field("guards", &s::guards, "guards by name, which policies then share"),
        field("policies", &s::policies, "policies by name: what is compared"),
        field("sweep", &s::sweep,
              "JSON pointers into the scenario and the values that each takes; several give every "
              "combination"),
        field("thresholds", &s::thresholds,
              "what must come out for the run to count as passed; also as the command line has it: "
              "\"latency.p99 < 50ms\"")};
  }
};

/// What the simulator needs of it.
sim::scenario_model model_of(const scenario_file& file);

}  // namespace contend::scenarios
