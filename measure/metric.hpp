// A metric: a name of the field, what it means, and how one replication's tally gives it.
//
// To add one: a value of this struct in a file in metrics/, its test, and its line in
// metrics/all.cpp. Result files, reports, thresholds and `contend explain` follow by themselves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <contend/measure/statistics.hpp>
#include <contend/measure/tally.hpp>

namespace contend::measure {

struct policy_result;

enum class unit : std::uint8_t { count, share, ratio, per_second, seconds, index };

constexpr std::string_view to_string(unit u) noexcept {
  constexpr std::string_view names[] = {"count", "share", "ratio", "1/s", "s", "index"};
  return names[static_cast<std::size_t>(u)];
}

/// Which values are the good ones.
enum class better : std::uint8_t { lower, higher, neither };

struct metric {
  std::string_view name;  ///< As in results, thresholds and on the command line.
  measure::unit unit = unit::count;
  measure::better better = better::neither;
  std::string_view help;       ///< One sentence for a person.
  std::string_view formula;    ///< How it is computed, in the words of the other metrics.
  std::string_view reference;  ///< Where it comes from, or where it is described.

  /// Its value in one replication. Pure. Times in seconds.
  ratio (*of)(const tally&) = nullptr;
  /// Instead of `of`, for a metric of a whole sweep over load: its value for one policy, whose
  /// results come in ascending order of load.
  estimate (*over_load)(std::span<const policy_result* const>) = nullptr;

  /// Also given for each named group of writers, as "NAME{group:GROUP}".
  bool by_group = false;
  /// Left out of results in which no replication has a value of it.
  bool where_given = false;
  /// Set where null means that what it times never happened: the metric that has a value in every
  /// replication in which it could have happened.
  std::string_view due_with{};
};

/// A metric as results name it: of all writers, or of one group.
struct metric_name {
  std::string_view metric;
  std::string_view group{};  ///< Empty: of all.

  /// "latency.p99{group:users}" is latency.p99 of the group users.
  static constexpr metric_name parse(std::string_view text) noexcept {
    constexpr std::string_view before = "{group:";
    const std::size_t brace = text.find(before);
    if (brace == std::string_view::npos || !text.ends_with('}')) return {text};
    const std::size_t name = brace + before.size();
    return {text.substr(0, brace), text.substr(name, text.size() - 1 - name)};
  }
  [[nodiscard]] std::string text() const {
    std::string all{metric};
    if (!group.empty()) all.append("{group:").append(group).append("}");
    return all;
  }
};

}  // namespace contend::measure
