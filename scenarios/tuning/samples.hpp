// What replications say of a few metrics under a few policies: what tuning decides by.
//
// All policies meet the same random numbers in a replication of the same number, so that their
// differences are taken pair by pair.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <contend/measure/difference.hpp>
#include <contend/measure/metric.hpp>
#include <contend/measure/statistics.hpp>
#include <contend/sim/model.hpp>

namespace contend::scenarios {

/// One policy's replications, in their order.
class samples {
 public:
  /// Of so many metrics.
  explicit samples(std::size_t metrics) : values_(metrics) {}

  [[nodiscard]] std::uint32_t replications() const noexcept {
    return static_cast<std::uint32_t>(values_.front().size());
  }
  [[nodiscard]] measure::estimate of(std::size_t metric) const;
  /// This one less `other`, in the replications that both have. Nothing where either has no value
  /// in one of them, or there are none.
  [[nodiscard]] std::optional<measure::difference> less(const samples& other,
                                                        std::size_t metric) const;

  /// By metric and replication.
  [[nodiscard]] const std::vector<std::vector<measure::ratio>>& values() const noexcept {
    return values_;
  }
  std::vector<std::vector<measure::ratio>>& values() noexcept { return values_; }

 private:
  std::vector<std::vector<measure::ratio>> values_;
};

struct sampling {
  unsigned jobs = 0;  ///< Threads; 0: one a core.
  std::stop_token stop{};
  /// Called after each run, by several threads.
  std::function<void()> ran{};
};

struct sampled_policy {
  const sim::policy_model* policy = nullptr;
  samples* into = nullptr;
};

/// Adds the replications from `first` on, `count` of them, of each policy. False if it was stopped:
/// then nothing is added. What the model says of policies and replications does not matter.
bool sample(const sim::scenario_model& model, std::span<const measure::metric* const> metrics,
            std::span<const sampled_policy> policies, std::uint32_t first, std::uint32_t count,
            const sampling& how);

}  // namespace contend::scenarios
