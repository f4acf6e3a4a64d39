// What a progress line says: how much is done, how fast, how long it will take. Text only; whoever
// has a clock and a terminal drives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace contend::reports {

struct progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  double seconds = 0;  ///< Since the work began.
  /// Whether units differ in what they cost, and how much of all of it is done (work_ahead.hpp):
  /// nothing while that cannot be told.
  bool weighed = false;
  std::optional<double> share{};

  /// Units of work a second; nothing before the first is done.
  [[nodiscard]] std::optional<double> rate() const noexcept;
  /// Seconds until all is done, at the speed so far.
  [[nodiscard]] std::optional<double> seconds_left() const noexcept;
};

/// "12/300 replications  41/s  7 s left". `unit` names what is counted. No newline.
std::string progress_line(const progress& p, std::string_view unit);

/// The same as one JSON object: done, total, perSecond, secondsLeft (null where unknown). No
/// newline.
std::string progress_json(const progress& p);

/// "7 s", "2 min 10 s", "1 h 5 min": a duration for a person, rounded to what they would say.
std::string rough_duration(double seconds);

}  // namespace contend::reports
