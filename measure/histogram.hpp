// Where many durations go when only their distribution matters: latencies of a run, which are
// merged over replications and machines.
//
//   histogram latency;
//   latency.record(23ms);
//   all.merge(latency);
//   all.quantile(0.99);
//
// Log-linear buckets: 128 of equal width in every power of two, so that any quantile is off by at
// most 1/128 (0.8 %) of itself from nanoseconds to centuries; below 256 ns it is exact. Count, sum,
// minimum and maximum are exact always. Counts are integers: merging in any order gives the same
// histogram.
//
// Cost: nothing is allocated before the first value; then only the powers of two from the smallest
// value to the largest take memory (1 KB each), and clearing or merging touches no more. A record
// takes a few nanoseconds.
//
// Threading: like a standard container. Allocation may throw std::bad_alloc, nothing else throws.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <contend/measure/duration_sum.hpp>
#include <contend/policies/time.hpp>

namespace contend::measure {

class histogram {
 public:
  /// `count` values that lie near `middle`: within 1/256 of it.
  struct bucket {
    duration middle{};
    std::uint64_t count = 0;
    friend bool operator==(const bucket&, const bucket&) = default;
  };

  histogram() noexcept;
  histogram(const histogram& other);
  histogram(histogram&& other) noexcept;
  histogram& operator=(const histogram& other);
  histogram& operator=(histogram&& other) noexcept;
  ~histogram();

  /// The histogram that buckets(), min(), max() and sum() of another one describe.
  static histogram restore(const std::vector<bucket>& buckets, duration min, duration max,
                           const duration_sum& sum);

  /// Adds `value`, `times` over. A negative value counts as 0.
  void record(duration value, std::uint64_t times = 1);
  /// Adds everything that the other one holds.
  void merge(const histogram& other);
  /// Empty again; keeps its memory for the next run.
  void clear() noexcept;

  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] const duration_sum& sum() const noexcept { return sum_; }
  /// Of an empty histogram the following are 0.
  [[nodiscard]] duration min() const noexcept { return empty() ? duration::zero() : min_; }
  [[nodiscard]] duration max() const noexcept { return max_; }
  /// The smallest value that at least the share q of all values does not exceed (nearest rank), to
  /// within 1/128 of itself. quantile(0) is min(), quantile(1) is max().
  [[nodiscard]] duration quantile(double q) const noexcept;

  /// The buckets that hold something, in ascending order.
  [[nodiscard]] std::vector<bucket> buckets() const;

  /// Equal when they hold the same, whatever memory they keep.
  friend bool operator==(const histogram& a, const histogram& b);

 private:
  struct cells;  // Boost.Histogram stays out of this header: it takes a second to compile

  std::unique_ptr<cells> cells_;
  std::uint64_t count_ = 0;
  duration_sum sum_{};
  duration min_ = duration::max();
  duration max_ = duration::zero();
};

}  // namespace contend::measure
