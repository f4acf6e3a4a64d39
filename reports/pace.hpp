// How fast work goes, and so how long the rest of it takes.
//
// The speed is that of the latter half of the time so far, or of the last 15 s where that is more:
// the beginning of a long run may differ from the rest, and a machine that others share becomes
// slower for seconds and faster again. What was done before the first moment that is told does not
// count.
#pragma once

#include <deque>
#include <optional>

namespace contend::reports {

/// One thread at a time. Has no clock: seconds are told, and so is work, in any measure.
class pace {
 public:
  /// `seconds` after the start, never fewer than before, `worked` of the work was done. To be told
  /// from when on the speed is that of the rest.
  void at(double seconds, double worked);

  /// Seconds from the last at() until `ahead` more is done, 0 if it should have been by now;
  /// nothing before anything is done.
  [[nodiscard]] std::optional<double> seconds_for(double ahead) const;

 private:
  struct moment {
    double seconds = 0;
    double worked = 0;
  };

  /// When work was done: a few thousand at most, the first of them where the speed begins.
  std::deque<moment> moments_{};
  double now_ = 0;
};

}  // namespace contend::reports
