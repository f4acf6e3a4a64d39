// Which policy is better, and is it really?
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/measure/result.hpp>

namespace contend::reports::detail {

/// Differences below this share are of no use to anybody, however sure.
inline constexpr double negligible = 0.01;

/// Whether `a` is better than `b` beyond chance and worth the name: their 95 % intervals do not
/// overlap (where there are any), and their means are at least 1 % apart. A value is better than
/// none.
bool clearly_better(const measure::estimate& a, const measure::estimate& b, measure::better which);

/// Those of `values` that none of them is clearly better than the best mean's: the best, and
/// whatever is level with it. Indices in order; empty where no value is there. Null pointers have
/// no value.
std::vector<std::size_t> best_of(std::span<const measure::estimate* const> values,
                                 measure::better which);

/// How the policies of one point compare. They are compared by one metric after the other, each
/// among those that were level so far: what got done (commits of a run that drained, else goodput),
/// how fast (makespan, if it drained; latency.p99), and at what cost (appends_per_commit).
struct standing {
  std::vector<std::size_t> leaders{};   ///< One: the winner. More: nobody is clearly better.
  const measure::metric* by = nullptr;  ///< What decided; null where nothing did.
  std::vector<const measure::metric*> level_on{};   ///< Metrics on which the leaders were level.
  const measure::metric* left_behind_on = nullptr;  ///< Where others first fell behind the leaders.
  std::optional<std::size_t> next{};                ///< The best, by `by`, of those it eliminated.
};

standing compare(const measure::point& p);

/// Whether this is of a run that drained: then any policy has a makespan, and runs are judged by
/// how long they took and not by their rates.
bool drained(const measure::point& p);

/// The policy of the worst value of the metric; nothing where none has one.
std::optional<std::size_t> worst_of(const measure::point& p, const measure::metric& m);

/// Each policy's estimate of the metric; null where it has none.
std::vector<const measure::estimate*> estimates(const measure::point& p, const measure::metric& m);

}  // namespace contend::reports::detail
