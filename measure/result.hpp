// The result of a run, as every report reads it: what was run, what came out, what it was made
// with.
//
// Plain data. Times in seconds, names of metrics as in metrics/. Written to and read from JSON by
// result_json.hpp (schema `contend.result/1`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/comparison.hpp>
#include <contend/measure/histogram.hpp>
#include <contend/measure/statistics.hpp>

namespace contend::measure {

struct metric;

struct named_estimate {
  std::string name;
  estimate value{};
  /// Of each replication (replication_values.hpp). Empty where all are alike, and where the file
  /// that it was read from is of an older version.
  std::vector<std::optional<double>> values{};
  friend bool operator==(const named_estimate&, const named_estimate&) = default;
};

/// One policy at one point of the sweep.
struct policy_result {
  std::string name;
  std::vector<named_estimate> metrics{};  ///< In the order of all_metrics(), then by group.
  histogram latency{};                    ///< Of all operations of all replications.
  nlohmann::ordered_json series = nlohmann::ordered_json::object();  ///< Over simulated time.
  // Each empty where the file that it was read from has none.
  nlohmann::ordered_json attempts = nlohmann::ordered_json::object();  ///< attempts.hpp
  nlohmann::ordered_json writers = nlohmann::ordered_json::object();   ///< sharing.hpp
  nlohmann::ordered_json worst_moment = nlohmann::ordered_json::object();

  /// The metric of this name, or null.
  [[nodiscard]] const estimate* find(std::string_view metric) const noexcept;
  friend bool operator==(const policy_result&, const policy_result&) = default;
};

/// In how many replications what `m` times never happened: those that lack a value though it was
/// due (metric::due_with). 0 for metrics of which null says no such thing.
std::uint64_t never_happened(const policy_result& p, const metric& m) noexcept;

/// One point of the sweep; the only one where there is no sweep.
struct point {
  nlohmann::ordered_json sweep = nlohmann::ordered_json::object();  ///< JSON pointer → value.
  std::vector<policy_result> policies{};

  /// The policy of this name, or null.
  [[nodiscard]] const policy_result* find(std::string_view policy) const noexcept;
  friend bool operator==(const point&, const point&) = default;
};

/// Something that must hold in every run.
struct invariant {
  std::string name;
  bool held = true;
  std::string detail{};  ///< Where it did not hold.
  friend bool operator==(const invariant&, const invariant&) = default;
};

struct threshold {
  std::string text;
  std::string verdict;   ///< passed, failed or inconclusive.
  std::string detail{};  ///< What came out, where it did not pass.
  friend bool operator==(const threshold&, const threshold&) = default;
};

/// What may differ between two runs of the same thing. Not part of the digest.
struct provenance {
  std::string version;
  std::string commit;
  std::string compiler;
  std::string command;
  friend bool operator==(const provenance&, const provenance&) = default;
};

struct result {
  nlohmann::ordered_json scenario = nlohmann::ordered_json::object();  ///< As resolved.
  std::vector<point> points{};
  std::vector<invariant> invariants{};
  std::vector<threshold> thresholds{};
  measure::provenance provenance{};
  /// How it compares with an earlier run, where that was asked for. Not part of the file.
  std::optional<comparison> against{};
  friend bool operator==(const result&, const result&) = default;
};

/// Fills in the metrics that belong to a sweep over load as a whole (metric::over_load), at its
/// point of highest load. A sweep is one over load if it has one axis, of numbers or rates, in the
/// workload.
void complete_sweep(std::vector<point>& points);

}  // namespace contend::measure
