#include <algorithm>

#include <contend/scenarios/tuning/samples.hpp>
#include <contend/sim/replications.hpp>

namespace contend::scenarios {

namespace {

measure::estimate estimate_of(std::span<const measure::ratio> values) {
  measure::statistics all;
  for (const measure::ratio& one : values) all.add(one);
  return all.result();
}

/// One a replication, such that their mean and deviation are the metric's (Cochran, as in
/// statistics.hpp); nothing where one has none.
std::optional<std::vector<double>> plain_values(std::span<const measure::ratio> values) {
  const measure::estimate all = estimate_of(values);
  if (!all.mean || all.replications != values.size()) return {};
  double under = 0;
  for (const measure::ratio& one : values) under += one.under;
  const double scale = static_cast<double>(values.size()) / under;
  std::vector<double> made;
  for (const measure::ratio& one : values)
    made.push_back(*all.mean + (one.over - *all.mean * one.under) * scale);
  return made;
}

}  // namespace

measure::estimate samples::of(std::size_t metric) const { return estimate_of(values_[metric]); }

std::optional<measure::difference> samples::less(const samples& other, std::size_t metric) const {
  const std::size_t both = std::min(values_[metric].size(), other.values_[metric].size());
  const auto mine = plain_values(std::span{values_[metric]}.first(both));
  const auto theirs = plain_values(std::span{other.values_[metric]}.first(both));
  if (both == 0 || !mine || !theirs) return {};
  return measure::paired_difference(*theirs, *mine);
}

bool sample(const sim::scenario_model& model, std::span<const measure::metric* const> metrics,
            std::span<const sampled_policy> policies, std::uint32_t first, std::uint32_t count,
            const sampling& how) {
  sim::scenario_model these = model;
  these.policies.clear();
  for (const sampled_policy& one : policies) these.policies.push_back(*one.policy);
  // By policy, metric and replication: each thread writes to places of its own.
  const std::size_t stride = metrics.size() * count;
  std::vector<measure::ratio> found(policies.size() * stride);
  const auto keep = [&](const sim::finished_replication& r) {
    for (std::size_t m = 0; m < metrics.size(); ++m)
      found[r.policy * stride + m * count + (r.replication - first)] = metrics[m]->of(r.tally);
    if (how.ran) how.ran();
  };
  const std::uint32_t ran = sim::run_replications(
      these, {.jobs = how.jobs, .stop = how.stop, .first = first, .count = count}, keep);
  if (ran < count) return false;
  for (std::size_t p = 0; p < policies.size(); ++p)
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      const auto from = found.begin() + static_cast<std::ptrdiff_t>(p * stride + m * count);
      auto& into = policies[p].into->values()[m];
      into.insert(into.end(), from, from + count);
    }
  return true;
}

}  // namespace contend::scenarios
