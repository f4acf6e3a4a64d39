// How a run went over time: was it thrashing, and for how long?
//
// The windows in which that is judged are max(1 s, 50 mean commit intervals) long, which is known
// only at the end. So events are counted in finer bins, and the bins are put together afterwards:
//
//   windows over_time;                    // time zero: the start of the measured span
//   over_time.append(now - start);        // when the store gets it
//   over_time.commit(now - start);        // when the store answers it so
//   over_time.conflict(now - start);
//
// A bin is 1/16 s; when there would be more than 16384 of them (after 17 minutes), neighbours are
// put together and bins are twice as long from then on. So memory stays below 400 KB, and windows
// are a whole number of bins long.
//
// Threading: like a standard container.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <contend/policies/time.hpp>

namespace contend::measure {

class windows {
 public:
  /// What happened in one bin or window.
  struct counts {
    std::uint64_t appends = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t commits = 0;
    friend bool operator==(const counts&, const counts&) = default;
  };

  /// One stretch of the measured span.
  struct window {
    duration length{};
    counts within{};
  };

  /// `at`: since the start of the measured span; negative (warm-up) is not counted.
  void append(duration at) {
    if (at >= duration::zero()) ++bin(at).appends;
  }
  void conflict(duration at) {
    if (at >= duration::zero()) ++bin(at).conflicts;
  }
  void commit(duration at) {
    if (at >= duration::zero()) ++bin(at).commits;
  }

  /// The measured span cut into windows of `length`, rounded up to whole bins. The last one takes
  /// the rest of the span as well; a span shorter than `length` is one window. What happened after
  /// `span` is left out. Empty where the span is.
  [[nodiscard]] std::vector<window> cut(duration span, duration length) const;

  /// What happened in the bins that begin in [from, to).
  [[nodiscard]] counts within(duration from, duration to) const;

  static constexpr duration finest{62'500'000};
  static constexpr std::size_t most_bins = 16384;

 private:
  counts& bin(duration at) {
    const auto index = static_cast<std::size_t>(at.count() / width_.count());
    return index < bins_.size() ? bins_[index] : make_room(at);
  }
  counts& make_room(duration at);
  void double_width();
  /// How many bins `d` takes, the last of them perhaps in part.
  [[nodiscard]] std::int64_t bins_in(duration d) const noexcept;

  std::vector<counts> bins_;
  duration width_ = finest;
};

}  // namespace contend::measure
