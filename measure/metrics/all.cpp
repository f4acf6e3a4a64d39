#include <algorithm>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/metrics/background.hpp>
#include <contend/measure/metrics/collapse.hpp>
#include <contend/measure/metrics/conflicts.hpp>
#include <contend/measure/metrics/fairness.hpp>
#include <contend/measure/metrics/guards.hpp>
#include <contend/measure/metrics/operations.hpp>
#include <contend/measure/metrics/rates.hpp>
#include <contend/measure/metrics/recovery.hpp>
#include <contend/measure/metrics/requests.hpp>
#include <contend/measure/metrics/thrash.hpp>
#include <contend/measure/metrics/times.hpp>

namespace contend::measure {

namespace {

constexpr metric registered[] = {
    metrics::operations,
    metrics::commits,
    metrics::give_ups,
    metrics::deferred,
    metrics::rejected,
    metrics::failure_rate,
    metrics::open_operations,
    metrics::appends,
    metrics::reads,
    metrics::notices,
    metrics::unanswered,
    metrics::conflicts,
    metrics::conflict_rate,
    metrics::restart_ratio,
    metrics::conflicts_absorbed,
    metrics::conflicts_escaped,
    metrics::appends_per_commit,
    metrics::wasted_work,
    metrics::goodput,
    metrics::throughput,
    metrics::window_use,
    metrics::drain_time,
    metrics::makespan,
    metrics::latency_mean,
    metrics::latency_p50,
    metrics::latency_p90,
    metrics::latency_p99,
    metrics::latency_p999,
    metrics::latency_max,
    metrics::backoff_share,
    metrics::thrash_operations,
    metrics::thrash_time,
    metrics::collapse,
    metrics::fairness_jain,
    metrics::fairness_gini,
    metrics::starvation_max,
    metrics::recovery_time,
    metrics::recovered,
    metrics::breaker_open_share,
    metrics::queue_depth,
    metrics::queue_depth_max,
    metrics::queue_age,
    metrics::queue_age_max,
    metrics::background_commits,
    metrics::dead_letters,
    metrics::deferred_delay,
};

}  // namespace

std::span<const metric> all_metrics() noexcept { return registered; }

const metric* find_metric(std::string_view name) noexcept {
  const auto found = std::ranges::find(registered, name, &metric::name);
  return found == std::end(registered) ? nullptr : found;
}

const metric* metric_of(std::string_view name) noexcept {
  return find_metric(metric_name::parse(name).metric);
}

}  // namespace contend::measure
