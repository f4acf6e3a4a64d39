#include <stdexcept>
#include <utility>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/summary.hpp>

namespace contend::measure {

observation observe(const tally& t) {
  observation seen{.latency = t.latency,
                   .series = observe_series(t),
                   .fates = t.fates,
                   .sharing = observe_sharing(t),
                   .worst_moment = t.worst.result()};
  seen.values.reserve(all_metrics().size());
  for (const metric& m : all_metrics()) seen.values.push_back(m.of != nullptr ? m.of(t) : nothing);
  return seen;
}

summary::summary() : statistics_(all_metrics().size()) {}

void summary::add(const observation& replication) {
  for (std::size_t i = 0; i < statistics_.size(); ++i) statistics_[i].add(replication.values[i]);
  latency_.merge(replication.latency);
  series_.add(replication.series);
  fates_.merge(replication.fates);
  sharing_.add(replication.sharing);
  if (worst_moment_.empty()) worst_moment_ = replication.worst_moment;
}

estimate summary::of(std::string_view metric) const {
  const auto* known = find_metric(metric);
  if (known == nullptr) throw std::invalid_argument{"no metric is called " + std::string{metric}};
  return statistics_[static_cast<std::size_t>(known - all_metrics().data())].result();
}

policy_result summary::finish(std::string policy) const {
  policy_result result{.name = std::move(policy),
                       .latency = latency_,
                       .series = series_.result(),
                       .attempts = fates_.result(),
                       .writers = sharing_.result(),
                       .worst_moment = worst_moment_};
  const auto metrics = all_metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i)
    if (metrics[i].of != nullptr)
      result.metrics.push_back({std::string{metrics[i].name}, statistics_[i].result()});
  return result;
}

}  // namespace contend::measure
