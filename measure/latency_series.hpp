// Latencies by when their operation ended, for what changes over a run: recovery, series.
//
// A bin is 1/16 s; when there would be more than 512 of them (after 32 s), neighbours are put
// together and bins are twice as long from then on. A bin that holds something takes a few KB.
//
// Threading: like a standard container.
#pragma once

#include <cstddef>
#include <vector>

#include <contend/measure/histogram.hpp>
#include <contend/policies/time.hpp>

namespace contend::measure {

class latency_series {
 public:
  /// `at`: since the start of the measured span, not negative.
  void record(duration at, duration latency);
  /// All of the bins that begin in [from, to).
  [[nodiscard]] histogram within(duration from, duration to) const;
  [[nodiscard]] bool empty() const noexcept { return bins_.empty(); }

  static constexpr duration finest{62'500'000};
  static constexpr std::size_t most_bins = 512;

 private:
  void double_width();

  std::vector<histogram> bins_;
  duration width_ = finest;
};

}  // namespace contend::measure
