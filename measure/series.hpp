// How a policy fared over simulated time, as the mean of its replications: "series" of the result.
//
//   { "start": 5, "step": 1, "goodput": […], "throughput": […], "conflict_rate": […],
//     "latency.p99": […], "retrying": […], "thrash": […] }
//
// Times in seconds; value i is of the time from start + i·step on. A share with nothing under the
// line is null, and so is the latency of a time in which nothing ended. `retrying` is how many
// operations in flight had failed at least once; `thrash` the share of replications that thrashed
// then (as thrash_time has it).
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/statistics.hpp>
#include <contend/measure/tally.hpp>

namespace contend::measure {

/// The metrics that are given over time.
inline constexpr std::array<std::string_view, 6> series_names{
    "goodput", "throughput", "conflict_rate", "latency.p99", "retrying", "thrash"};

/// One replication over time, in at most 64 steps.
struct series_observation {
  duration start{};  ///< From the start of the run: the warm-up.
  duration step{};   ///< A power of two times 1/16 s.
  std::array<std::vector<ratio>, series_names.size()> values{};
};

series_observation observe_series(const tally& t);

/// Over replications, added in their order. Replications of different lengths (runs until drained)
/// are given in the steps of the longest.
class series_summary {
 public:
  void add(series_observation replication);
  [[nodiscard]] nlohmann::ordered_json result() const;

 private:
  series_observation sums_{};
};

}  // namespace contend::measure
