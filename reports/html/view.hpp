// What every section of the page looks at: one run, or several laid over each other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/page.hpp>

namespace contend::reports::html {

/// A policy of a run. Its place in view::policies is its colour, its symbol and its dashes.
struct shown_policy {
  std::string label;  ///< As all of the page calls it: with its run, where there are several.
  std::size_t run = 0;
  std::string name;
};

/// A fault of the scenario, in seconds from the start of the run.
struct fault_span {
  std::string kind;
  double from = 0;
  std::optional<double> to{};  ///< Nothing: it lasts to the end.
};

/// The recommendation changes between a point and the next.
struct flip {
  std::size_t after = 0;  ///< The point before.
  std::string from{};     ///< The policy recommended there; empty: none is clearly better.
  std::string to{};
};

struct view {
  const page_input* input = nullptr;
  /// All runs as one result: points by what is swept, policies by label. Its scenario is the first
  /// run's.
  measure::result all{};
  /// Each run's result file, made once: a large one takes its time.
  std::vector<nlohmann::ordered_json> documents{};
  std::vector<shown_policy> policies{};
  std::vector<detail::axis> axes{};
  bool along_one_axis = false;  ///< There is one alone, and every point has its place on it.
  std::vector<const measure::metric*> metrics{};  ///< Worth a column.
  std::vector<fault_span> faults{};
  std::vector<flip> flips{};  ///< Along the only axis; empty where that is not so.

  [[nodiscard]] bool several_runs() const { return input->runs.size() > 1; }
  /// "writers = 10"; empty where there is no sweep.
  [[nodiscard]] std::string label_of(std::size_t point) const;
  /// `what` and, where there is a sweep, at which point: "Latency at writers = 10".
  [[nodiscard]] std::string at(std::string_view what, std::size_t point) const;
  /// The point that is shown first, and the only one in curves without scripts: the last.
  [[nodiscard]] std::size_t shown() const { return all.points.empty() ? 0 : all.points.size() - 1; }
  /// The place of this policy in `policies`.
  [[nodiscard]] std::size_t index_of(const measure::policy_result& p) const;
};

/// `input` must outlive it.
view view_of(const page_input& input);

/// "90s", "1m30s", "500ms" in seconds; nothing for anything else.
std::optional<double> seconds_of(std::string_view text);

}  // namespace contend::reports::html
