// What the store was asked for, and what of it was for nothing.
#pragma once

#include <contend/measure/metrics/operations.hpp>

namespace contend::measure::metrics {

inline constexpr metric appends{.name = "appends",
                                .better = better::lower,
                                .help = "appends sent to the store, retries included",
                                .formula = "a count",
                                .reference = "the requests of an operation: store/event_store.hpp",
                                .of = counted<&tally::appends>,
                                .by_group = true};

inline constexpr metric unanswered{
    .name = "unanswered",
    .better = better::lower,
    .help = "appends whose answer was lost or came later than the writer waited",
    .formula = "a count",
    .reference = "two generals: J. Gray, Notes on data base operating systems, 1978",
    .of = counted<&tally::unanswered>};

inline constexpr metric reads{.name = "reads",
                              .better = better::lower,
                              .help = "reads sent to the store, retries included",
                              .formula = "a count",
                              .reference = "the requests of an operation: store/event_store.hpp",
                              .of = counted<&tally::reads>,
                              .by_group = true};

inline constexpr metric notices{.name = "notices",
                                .help = "notices of commits that were delivered to writers",
                                .formula = "a count",
                                .reference = "store/commits/commit_watch.hpp",
                                .of = counted<&tally::notices>};

inline constexpr metric appends_per_commit{
    .name = "appends_per_commit",
    .unit = unit::ratio,
    .better = better::lower,
    .help = "retry amplification: what one commit costs the store",
    .formula = "appends / commits",
    .reference = "retry amplification: https://sre.google/sre-book/addressing-cascading-failures/",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.appends), static_cast<double>(t.commits)};
        },
    .by_group = true};

inline constexpr metric wasted_work{
    .name = "wasted_work",
    .unit = unit::share,
    .better = better::lower,
    .help = "the share of all requests that belonged to attempts which did not commit",
    .formula = "(reads + appends of attempts that did not commit) / (reads + appends)",
    .reference =
        "total against useful utilization: R. Agrawal, M. J. Carey and M. Livny, Concurrency "
        "control performance modeling, 1987",
    .of = [](const tally& t) {
      return ratio{static_cast<double>(t.wasted_requests),
                   static_cast<double>(t.reads + t.appends)};
    }};

}  // namespace contend::measure::metrics
