// From the tallies of single replications to the result of one policy.
//
//   summary all;
//   for (…) all.add(observe(tally));          // in the order of replications
//   policy_result r = all.finish("full jitter");
//
// observe() is the costly half (every metric and percentile of one replication) and pure: run it in
// the thread that ran the replication. add() must see the replications in order, so that sums come
// out the same for any number of threads; it keeps sums, and of each metric at most 256 values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/measure/replication_values.hpp>
#include <contend/measure/result.hpp>
#include <contend/measure/series.hpp>
#include <contend/measure/sharing.hpp>
#include <contend/measure/statistics.hpp>
#include <contend/measure/tally.hpp>

namespace contend::measure {

/// One replication of one policy, boiled down: a few kilobytes.
struct observation {
  /// By the order of all_metrics(); null for those over a sweep.
  using metric_values = std::vector<ratio>;

  metric_values values{};
  /// Of each named group, by metrics that are given by group alone.
  std::vector<std::pair<std::string, metric_values>> groups{};
  histogram latency{};
  series_observation series{};
  attempts_by_number fates{};
  sharing_observation sharing{};
  nlohmann::ordered_json worst_moment = nlohmann::ordered_json::object();
};

observation observe(const tally& t);

/// One policy at one point of a sweep, over its replications. One thread at a time.
class summary {
 public:
  summary();

  void add(const observation& replication);

  /// The estimate so far of a metric that is in all_metrics(). Throws std::invalid_argument for
  /// another.
  [[nodiscard]] estimate of(std::string_view metric) const;

  [[nodiscard]] policy_result finish(std::string policy) const;

 private:
  /// One metric over the replications.
  struct collected {
    statistics all{};
    replication_values each{};

    void add(const ratio& value);
    [[nodiscard]] named_estimate result(std::string name) const;
  };
  /// One for each of all_metrics().
  using by_metric = std::vector<collected>;

  by_metric metrics_;
  std::vector<std::pair<std::string, by_metric>> groups_{};
  histogram latency_;
  series_summary series_{};
  attempts_by_number fates_{};
  sharing_summary sharing_{};
  nlohmann::ordered_json worst_moment_ = nlohmann::ordered_json::object();
};

}  // namespace contend::measure
