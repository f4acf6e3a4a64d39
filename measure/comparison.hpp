// How a run compares with an earlier one, metric by metric: as every report of it reads it.
//
// Plain data, made by compare_runs.hpp. Everything is candidate against baseline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/difference.hpp>
#include <contend/measure/statistics.hpp>

namespace contend::measure {

/// The later ones are the more worth knowing.
enum class change : std::uint8_t {
  identical,     ///< The runs' digests are equal: the same numbers, to the bit.
  none,          ///< The interval of the difference lies within what is not worth reporting.
  inconclusive,  ///< Neither that nor one of the following: more replications would tell.
  differs,       ///< As better and worse, of a metric of which neither more nor less is good.
  better,        ///< Significant, and worth reporting.
  worse,
};

constexpr std::string_view to_string(change c) noexcept {
  constexpr std::string_view names[] = {"identical", "no change", "inconclusive",
                                        "differs",   "better",    "worse"};
  return names[static_cast<std::size_t>(c)];
}

/// One metric of one policy at one point.
struct metric_comparison {
  std::string metric;
  estimate baseline{};
  estimate candidate{};
  difference by{};
  /// 95 % interval of by.absolute: by bootstrap where single replications are known, else
  /// Student's.
  std::optional<estimate::interval> interval{};
  bool bootstrapped = false;
  std::optional<double> effect{};  ///< Cohen's d.
  std::optional<double> p_holm{};  ///< by.p_value, corrected for all that differs at all.
  change verdict = change::inconclusive;
  /// Where that is inconclusive: about how many replications in all would tell; nothing where that
  /// cannot be said.
  std::optional<std::uint64_t> replications_needed{};
  friend bool operator==(const metric_comparison&, const metric_comparison&) = default;
};

/// One policy at one point.
struct policy_comparison {
  nlohmann::ordered_json sweep = nlohmann::ordered_json::object();  ///< The point: as in results.
  std::string baseline;                                             ///< The policy's name there.
  std::string candidate;  ///< The same, unless policies were compared with each other.
  std::vector<metric_comparison> metrics{};
  friend bool operator==(const policy_comparison&, const policy_comparison&) = default;
};

struct comparison {
  std::string baseline;   ///< What the baseline is called.
  std::string candidate;  ///< What is compared with it.
  bool identical = false;
  bool paired = false;  ///< Whether replications were compared pair by pair, wherever known.
  double smallest = 0;  ///< The smallest share of the baseline that is worth reporting.
  std::vector<policy_comparison> policies{};
  /// What only one of the sides has, or has otherwise: remarks for people.
  std::vector<std::string> remarks{};

  [[nodiscard]] std::size_t count(change c) const noexcept;
  /// How many metrics were compared, over all policies and points.
  [[nodiscard]] std::size_t compared() const noexcept;
  /// Of everything that was compared the last in the order of `change`.
  [[nodiscard]] change overall() const noexcept;
  friend bool operator==(const comparison&, const comparison&) = default;
};

}  // namespace contend::measure
