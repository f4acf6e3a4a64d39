// What a progress line says: how much is done, how fast, how long it will take. Text only; whoever
// has a clock and a terminal drives it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace contend::reports {

struct progress {
  std::uint64_t done = 0;   ///< Units, and
  std::uint64_t total = 0;  ///< those of all the work.
  /// Work done and still to be done, in any measure: units, or what they cost where that differs
  /// (work_ahead.hpp). Nothing while it cannot be told.
  double worked = 0;
  std::optional<double> ahead{};
  double seconds = 0;                    ///< Since the work began.
  std::optional<double> seconds_left{};  ///< Until all is done (pace.hpp), if that can be told.

  /// Of work whose units all cost the same. `done` may be more than `total`.
  static progress of_equal(std::uint64_t done, std::uint64_t total);

  /// Units a second so far; nothing before the first is done.
  [[nodiscard]] std::optional<double> rate() const noexcept;
  /// Of all the work, from 0 to 1; nothing while that cannot be told.
  [[nodiscard]] std::optional<double> share() const noexcept;
};

/// "12/300 replications  4 %  41/s  7 s left". `unit` names what is counted. No newline.
std::string progress_line(const progress& p, std::string_view unit);

/// The same as one JSON object: done, total, share, perSecond, secondsLeft (null where unknown).
/// No newline.
std::string progress_json(const progress& p);

/// "7 s", "2 min 10 s", "1 h 5 min": a duration for a person, rounded to what they would say.
std::string rough_duration(double seconds);

}  // namespace contend::reports
