// Thresholds: what must come out of a run for it to count as passed.
//
//   { "metric": "conflict_rate", "policy": "full jitter", "below": "50%",
//     "at": { "/workload/writers": 50 } }
//
// or, as text, conflict_rate < 50% for "full jitter" at /workload/writers=50. Without a policy it
// holds for all, without "at" for every point of the sweep.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/metric.hpp>
#include <contend/measure/result.hpp>
#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/document.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/policies/describe.hpp>
#include <contend/scenarios/sound_parts.hpp>

namespace contend::scenarios {

/// One threshold as a file has it, as an object or as the text that the command line takes.
struct threshold_file {
  std::string metric{};
  std::optional<std::string> policy{};
  std::optional<config::node> below{};
  std::optional<config::node> above{};
  std::vector<std::pair<std::string, config::node>> at{};

  /// The object that `text`, a string, stands for, all of it where the string stands.
  static config::node from_text(const config::node& text, config::diagnostics& errors);

  static constexpr auto fields() {
    using t = threshold_file;
    return std::tuple{
        field("metric", &t::metric,
              "a metric's name: `contend list metrics`; of one group of writers: "
              "\"latency.p99{group:users}\"",
              at_least(1)),
        field("policy", &t::policy, "a policy's name; every policy if left out"),
        field("below", &t::below, "passed if the metric is below this: 0.5, \"50%\", \"5ms\""),
        field("above", &t::above, "passed if the metric is above this; either this or below"),
        field("at", &t::at, "only at this point of the sweep: pointers and values")};
  }
};

/// One that was checked: everything it names is there.
struct threshold {
  const measure::metric* metric = nullptr;
  std::string group{};   ///< Of writers; empty: all of them.
  std::string policy{};  ///< Empty: every policy.
  bool below = true;
  double limit = 0;  ///< In the metric's unit.
  std::vector<std::pair<std::string, nlohmann::ordered_json>> at{};
  std::string text{};  ///< For people, and as the command line takes it.
};

/// The object that `text`, called `name` in messages, stands for, as a file would have it; its
/// source is kept in `keep`. Mistakes go to `errors`; null after one.
config::node parse_threshold(std::string text, config::document& keep, config::diagnostics& errors,
                             std::string name = "--threshold");

/// What whoever wrote the unknown metric `wrong` probably meant, or where to look: never empty.
std::string metric_meant(std::string_view wrong);

/// The thresholds of a scenario that is `root`, read with the mistakes that `sound` knows. More go
/// to `errors`: a metric, policy, point or value that there is not.
std::vector<threshold> thresholds_of(const config::node& root, const sound_parts& sound,
                                     config::diagnostics& errors);

/// The detail of a verdict on a policy or point that was not run: no replication more would tell.
inline constexpr std::string_view nothing_was_run = "nothing it is about was run";

/// Each held against the results. By the 95 % confidence interval: passed if all of it is on the
/// right side, failed if all is on the wrong one, else inconclusive; failed as well if what the
/// metric times never happened in a replication. Over several policies and points the worst counts.
std::vector<measure::threshold> judge(const std::vector<threshold>& all,
                                      const std::vector<measure::point>& points);

}  // namespace contend::scenarios
