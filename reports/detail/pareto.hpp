// Which policies are worth a thought: those that no other one beats in what is got done and in what
// that costs.
#pragma once

#include <cstddef>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/measure/result.hpp>

namespace contend::reports::detail {

/// What the trade-off is between, as on the page: makespan and appends in runs that drained, else
/// goodput and appends_per_commit.
struct trade_off {
  const measure::metric* gain = nullptr;
  const measure::metric* cost = nullptr;
};
trade_off trade_off_of(const measure::point& p);

/// The policies on the Pareto front: those that no other one beats, by what comparison.hpp calls
/// clearly better. Indices in order. One without a value is not.
std::vector<std::size_t> pareto_front(const measure::point& p, const trade_off& of);

}  // namespace contend::reports::detail
