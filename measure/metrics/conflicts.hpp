// How often writers lost to each other, and what came of it.
#pragma once

#include <contend/measure/metrics/operations.hpp>

namespace contend::measure::metrics {

inline constexpr metric conflicts{.name = "conflicts",
                                  .better = better::lower,
                                  .help = "appends refused because the version was not greater",
                                  .formula = "a count",
                                  .reference =
                                      "failed validations: H. T. Kung and J. T. Robinson, On "
                                      "optimistic methods for concurrency control, 1981",
                                  .of = counted<&tally::conflicts>,
                                  .by_group = true};

inline constexpr metric conflict_rate{
    .name = "conflict_rate",
    .unit = unit::share,
    .better = better::lower,
    .help =
        "the share of appends that conflict: the abort rate of the optimistic-concurrency "
        "literature",
    .formula = "conflicts / appends",
    .reference =
        "H. T. Kung and J. T. Robinson, On optimistic methods for concurrency control, 1981",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.conflicts), static_cast<double>(t.appends)};
        },
    .by_group = true};

inline constexpr metric restart_ratio{
    .name = "restart_ratio",
    .unit = unit::ratio,
    .better = better::lower,
    .help = "conflicts for each commit",
    .formula = "conflicts / commits",
    .reference =
        "R. Agrawal, M. J. Carey and M. Livny, Concurrency control performance modeling, 1987",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.conflicts), static_cast<double>(t.commits)};
        },
    .by_group = true};

inline constexpr metric conflicts_absorbed{
    .name = "conflicts_absorbed",
    .help = "conflicts that a retry made good",
    .formula = "a count: the conflicts of operations that committed in the end",
    .reference = "policies/operation.hpp",
    .of = counted<&tally::conflicts_absorbed>,
    .by_group = true};

inline constexpr metric conflicts_escaped{
    .name = "conflicts_escaped",
    .better = better::lower,
    .help = "operations that ended in a conflict which the caller saw",
    .formula = "a count",
    .reference = "policies/operation.hpp",
    .of = counted<&tally::conflicts_escaped>,
    .by_group = true};

inline constexpr metric starvation_max{
    .name = "starvation_max",
    .better = better::lower,
    .help = "the most conflicts in a row that one operation suffered",
    .formula = "a maximum over the operations of a replication",
    .reference =
        "starving transactions: H. T. Kung and J. T. Robinson, On optimistic methods for "
        "concurrency control, 1981",
    .of = counted<&tally::starvation_max>,
    .by_group = true};

}  // namespace contend::measure::metrics
