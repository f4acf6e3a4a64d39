// Scenarios: from a file or a name to models that the simulator runs.
//
//   const scenario s = load("hot-key", {.settings = {"/workload/writers=32"}});
//   for (const sweep_point& point : s.points) sim::compare(point.model, …);
//
// The file is described in scenario_file.hpp and sim/model.hpp; its schema is schema().
//
// Errors: config::invalid_config with every mistake, each with its place: of the file, of the
// settings, of every point of the sweep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <contend/policies/config/node.hpp>
#include <contend/scenarios/thresholds.hpp>
#include <contend/sim/model.hpp>

namespace contend::scenarios {

/// What the command line changes. Applied in this order, before the sweep.
struct load_options {
  std::vector<std::string> settings{};  ///< "/json/pointer=value".
  std::optional<std::uint64_t> seed{};
  std::optional<std::uint32_t> replications{};
  std::vector<std::string> thresholds{};  ///< Further ones, as parse_threshold() takes them.
  std::vector<std::string> policies{};    ///< Only these, in the file's order; empty: all.
};

struct sweep_point {
  std::vector<std::pair<std::string, config::node>> at{};  ///< JSON pointer → value; may be empty.
  sim::scenario_model model{};
};

struct scenario {
  std::string name{};
  std::string description{};
  config::node resolved{};            ///< As run, every field given: for the result file.
  std::vector<sweep_point> points{};  ///< At least one.
  std::vector<threshold> thresholds{};
  /// Of what the CSV files that it names hold; empty where it names none.
  std::string data_digest{};
};

/// A file, or a shipped scenario by its name (a name that has a '/' or ends in ".json" is a
/// file's).
scenario load(const std::string& path_or_name, const load_options& options = {});

/// From text, called `name` in messages.
scenario read_scenario(std::string text, std::string name, const load_options& options = {});

/// JSON Schema of the scenario file, for editors and validators.
config::node schema();

}  // namespace contend::scenarios
