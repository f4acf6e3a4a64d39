// A metric: a name of the field, what it means, and how one replication's tally gives it.
//
// To add one: a value of this struct in a file in metrics/, its test, and its line in
// metrics/all.cpp. Result files, reports, thresholds and `contend explain` follow by themselves.
#pragma once

#include <cstdint>
#include <span>
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
  std::string_view help;     ///< One sentence for a person.
  std::string_view formula;  ///< How it is computed, in the words of the other metrics.

  /// Its value in one replication. Pure. Times in seconds.
  ratio (*of)(const tally&) = nullptr;
  /// Instead of `of`, for a metric of a whole sweep over load: its value for one policy, whose
  /// results come in ascending order of load.
  estimate (*over_load)(std::span<const policy_result* const>) = nullptr;
};

}  // namespace contend::measure
