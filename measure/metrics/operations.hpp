// What became of the operations.
#pragma once

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

/// The metric that is one counter of the tally.
template <tally::count tally::*Counter>
ratio counted(const tally& t) {
  return plain(static_cast<double>(t.*Counter));
}

inline constexpr metric operations{
    .name = "operations",
    .help = "operations started",
    .formula = "a count",
    .reference = "the endings of an operation: policies/operation.hpp",
    .of = counted<&tally::operations>,
    .by_group = true};

inline constexpr metric commits{.name = "commits",
                                .better = better::higher,
                                .help = "operations that committed, in the background as well",
                                .formula = "a count",
                                .reference = "the endings of an operation: policies/operation.hpp",
                                .of = counted<&tally::commits>,
                                .by_group = true};

inline constexpr metric give_ups{.name = "give_ups",
                                 .better = better::lower,
                                 .help = "operations that gave up",
                                 .formula = "a count",
                                 .reference = "the endings of an operation: policies/operation.hpp",
                                 .of = counted<&tally::give_ups>,
                                 .by_group = true};

inline constexpr metric deferred{.name = "deferred",
                                 .help = "operations that were handed to the background queue",
                                 .formula = "a count",
                                 .reference =
                                     "the endings of an operation: policies/operation.hpp; W. "
                                     "Vogels, Eventually consistent, 2008",
                                 .of = counted<&tally::deferred>,
                                 .by_group = true};

inline constexpr metric rejected{
    .name = "rejected",
    .better = better::lower,
    .help = "operations that a breaker, budget, limiter, bulkhead, full line or full queue refused",
    .formula = "a count",
    .reference = "the endings of an operation: policies/operation.hpp",
    .of = counted<&tally::rejected>,
    .by_group = true};

inline constexpr metric failure_rate{
    .name = "failure_rate",
    .unit = unit::share,
    .better = better::lower,
    .help = "the share of operations that ended without a commit, by giving up or being refused",
    .formula = "(give_ups + rejected) / operations",
    .reference = "the error rate of https://sre.google/sre-book/monitoring-distributed-systems/",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.give_ups) + static_cast<double>(t.rejected),
                       static_cast<double>(t.operations)};
        },
    .by_group = true};

inline constexpr metric open_operations{
    .name = "open_operations",
    .better = better::lower,
    .help =
        "operations that had not ended when the run did; they are in the latency with their age",
    .formula = "a count",
    .reference = "what is left out without them: G. Tene, How not to measure latency, 2013",
    .of = counted<&tally::open_operations>,
    .by_group = true};

}  // namespace contend::measure::metrics
