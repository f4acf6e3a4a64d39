#include <stdexcept>
#include <utility>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/summary.hpp>

namespace contend::measure {

namespace {

observation::metric_values values_of(const tally& t, bool of_group) {
  observation::metric_values values;
  values.reserve(all_metrics().size());
  for (const metric& m : all_metrics())
    values.push_back(m.of != nullptr && (m.by_group || !of_group) ? m.of(t) : nothing);
  return values;
}

}  // namespace

observation observe(const tally& t) {
  observation seen{.values = values_of(t, false),
                   .latency = t.latency,
                   .series = observe_series(t),
                   .fates = t.fates,
                   .sharing = observe_sharing(t),
                   .worst_moment = t.worst.result()};
  for (const tally& group : t.groups) seen.groups.emplace_back(group.group, values_of(group, true));
  return seen;
}

void summary::collected::add(const ratio& value) {
  all.add(value);
  each.add(value);
}

named_estimate summary::collected::result(std::string name) const {
  const estimate value = all.result();
  return {.name = std::move(name), .value = value, .values = each.result(value)};
}

summary::summary() : metrics_(all_metrics().size()) {}

void summary::add(const observation& replication) {
  for (std::size_t i = 0; i < metrics_.size(); ++i) metrics_[i].add(replication.values[i]);
  for (std::size_t g = 0; g < replication.groups.size(); ++g) {
    const auto& [name, values] = replication.groups[g];
    if (g == groups_.size()) groups_.emplace_back(name, by_metric(all_metrics().size()));
    for (std::size_t i = 0; i < values.size(); ++i) groups_[g].second[i].add(values[i]);
  }
  latency_.merge(replication.latency);
  series_.add(replication.series);
  fates_.merge(replication.fates);
  sharing_.add(replication.sharing);
  if (worst_moment_.empty()) worst_moment_ = replication.worst_moment;
}

estimate summary::of(std::string_view metric) const {
  const auto* known = find_metric(metric);
  if (known == nullptr) throw std::invalid_argument{"no metric is called " + std::string{metric}};
  return metrics_[static_cast<std::size_t>(known - all_metrics().data())].all.result();
}

policy_result summary::finish(std::string policy) const {
  policy_result result{.name = std::move(policy),
                       .latency = latency_,
                       .series = series_.result(),
                       .attempts = fates_.result(),
                       .writers = sharing_.result(),
                       .worst_moment = worst_moment_};
  const auto metrics = all_metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (metrics[i].of == nullptr) continue;
    named_estimate value = metrics_[i].result(std::string{metrics[i].name});
    if (metrics[i].where_given && !value.value.mean) continue;
    result.metrics.push_back(std::move(value));
  }
  for (const auto& [group, values] : groups_)
    for (std::size_t i = 0; i < metrics.size(); ++i)
      if (metrics[i].by_group)
        result.metrics.push_back(values[i].result(metric_name{metrics[i].name, group}.text()));
  return result;
}

}  // namespace contend::measure
