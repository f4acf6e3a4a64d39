// The values of single replications, kept so that two runs can be compared pair by pair.
//
// A run may have a hundred thousand replications, so at most most_values are kept of a metric: with
// more, neighbours are put together, two, four, eight … to a value. Runs of the same number of
// replications are put together alike, so that their values still pair; and means of neighbours are
// as independent as the replications are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <contend/measure/statistics.hpp>

namespace contend::measure {

class replication_values {
 public:
  static constexpr std::size_t most_values = 256;

  /// In the order of replications; a null value keeps its place.
  void add(const ratio& value);

  /// One for each replication or stretch of them, nothing where a stretch has no value. `all` is
  /// what statistics say of the same replications. A value is all.mean + (over − mean·under) ·
  /// (values / Σ under): of a plain metric just its value; of a ratio of sums what the replication
  /// adds to it, so that the values' mean and deviation are the metric's (Cochran, as in
  /// statistics). To seven digits. Empty where all values are alike.
  [[nodiscard]] std::vector<std::optional<double>> result(const estimate& all) const;

 private:
  struct stretch {
    double over = 0;
    double under = 0;
    bool any = false;
  };

  void put_neighbours_together();

  std::vector<stretch> stretches_{};
  std::uint64_t length_ = 1;   ///< Replications of a stretch.
  std::uint64_t in_last_ = 1;  ///< Of them, those that the last stretch has.
};

/// `value` to seven significant digits: as much as a float holds, and short in a file.
double seven_digits(double value) noexcept;

}  // namespace contend::measure
