// From the values of single replications to a mean that says how sure it is.
//
// Samples within one run are not independent, replications are: so an interval is always one over
// replications. A share or ratio (conflicts / appends) is estimated as the ratio of sums, since a
// mean of ratios is biased and has nothing to say where a replication has nothing under the line.
//
//   statistics conflict_rate;
//   for (…) conflict_rate.add({conflicts, appends});       // in the order of replications
//   estimate e = conflict_rate.result();
//
// Feeding replications in the same order gives the same bits, whatever ran them.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace contend::measure {

/// What one replication says about a metric: `over` / `under`. A plain value is over 1; nothing
/// under the line is null.
struct ratio {
  double over = 0;
  double under = 0;

  [[nodiscard]] constexpr bool null() const noexcept { return under == 0; }
  friend constexpr bool operator==(ratio, ratio) = default;
};

constexpr ratio plain(double value) noexcept { return {value, 1}; }
inline constexpr ratio nothing{};

/// A metric over all replications.
struct estimate {
  using interval = std::pair<double, double>;

  std::optional<double> mean{};    ///< Nothing if no replication had a value.
  std::optional<double> stddev{};  ///< Between replications; nothing with fewer than two.
  std::optional<interval> ci95{};  ///< 95 % confidence interval of the mean, by Student's t.
  std::uint64_t replications = 0;  ///< Those that had a value.

  /// Half the width of the interval; 0 without one.
  [[nodiscard]] double half_width() const noexcept;
  /// Standard error of the mean; 0 with fewer than two replications.
  [[nodiscard]] double standard_error() const noexcept;

  friend bool operator==(const estimate&, const estimate&) = default;
};

/// The estimate that a mean, a standard deviation between replications and their number make.
estimate estimate_of(double mean, double stddev, std::uint64_t replications);

/// Collects one metric over replications. Null values are left out.
class statistics {
 public:
  void add(const ratio& value) noexcept;
  /// Mean: Σ over / Σ under. Standard deviation: of the residuals over − mean·under, divided by the
  /// mean of under (Cochran, "Sampling Techniques", 3rd ed., 1977, eq. 6.13); for plain values that
  /// is the usual one.
  [[nodiscard]] estimate result() const;

 private:
  // Means and centred second moments, updated as in Welford (1962), so that nothing cancels.
  std::uint64_t n_ = 0;
  double mean_over_ = 0, mean_under_ = 0;
  double over_over_ = 0, over_under_ = 0, under_under_ = 0;
};

/// The value that Student's t with `degrees` degrees of freedom exceeds in either direction with
/// probability 5 %. `degrees` at least 1.
double student_t95(std::uint64_t degrees);

/// How many replications in all it takes until half the 95 % interval is at most `half_width`, if
/// the deviation stays what it is: the smallest n for which t(n − 1) · stddev / √n is. Nothing
/// where the deviation is not known, half_width is not above 0, or even a million do not do.
std::optional<std::uint64_t> replications_for(const estimate& e, double half_width);

}  // namespace contend::measure
