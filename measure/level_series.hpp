// How many of something there were at a time: operations that retry, for example. Integrated over
// bins, so that the mean over any stretch can be told afterwards.
//
//   level_series retrying;           // time zero: the start of the measured span
//   retrying.change(now - start, +1);
//   retrying.change(now - start, -1);
//   retrying.close(span);            // the level holds until then
//
// Bins are 1/16 s; when there would be more than 512 of them (after 32 s), neighbours are put
// together and bins are twice as long from then on.
//
// Threading: like a standard container.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <contend/policies/time.hpp>

namespace contend::measure {

class level_series {
 public:
  /// `at` must not go back; before zero (warm-up) only the level counts, not the time.
  void change(duration at, int by);
  void close(duration end) { advance(end); }
  /// The integral of the level over the bins that begin in [from, to), in seconds.
  [[nodiscard]] double within(duration from, duration to) const;

  static constexpr duration finest{62'500'000};
  static constexpr std::size_t most_bins = 512;

 private:
  void advance(duration to);
  void double_width();

  std::vector<double> bins_;  ///< Level × nanoseconds.
  duration width_ = finest;
  duration reached_{};
  std::int64_t level_ = 0;
};

}  // namespace contend::measure
