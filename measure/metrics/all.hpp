// The list of all metrics, in the order of results.
#pragma once

#include <span>
#include <string_view>

#include <contend/measure/metric.hpp>

namespace contend::measure {

std::span<const metric> all_metrics() noexcept;

/// The metric of this name, or null.
const metric* find_metric(std::string_view name) noexcept;

/// The metric that `name` is a value of, or null: latency.p99 of "latency.p99{group:users}".
const metric* metric_of(std::string_view name) noexcept;

}  // namespace contend::measure
