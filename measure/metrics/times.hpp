// How long it took: the whole run, and each operation.
#pragma once

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

inline constexpr metric makespan{
    .name = "makespan",
    .unit = unit::seconds,
    .better = better::lower,
    .help =
        "from the start until the last operation has ended and its answer has arrived; null for a "
        "run that did not drain, and for one of a given time",
    .formula = "a time",
    .reference =
        "the completion time of "
        "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/",
    .of = [](const tally& t) { return t.makespan ? plain(in_seconds(*t.makespan)) : nothing; },
    .due_with = "operations"};

inline constexpr metric drain_time{
    .name = "drain_time",
    .unit = unit::seconds,
    .better = better::lower,
    .help = "from the last arrival until nothing is in flight; null for a run that did not drain",
    .formula = "a time",
    .reference = "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/",
    .of = [](const tally& t) { return t.drain_time ? plain(in_seconds(*t.drain_time)) : nothing; },
    .due_with = "operations"};

inline constexpr metric backoff_share{
    .name = "backoff_share",
    .unit = unit::share,
    .help = "the part of the operations' latency that was spent waiting by choice of the policy",
    .formula = "sum of chosen waits / sum of latencies",
    .reference =
        "the restart delay of R. Agrawal, M. J. Carey and M. Livny, Concurrency control "
        "performance modeling, 1987",
    .of =
        [](const tally& t) {
          return ratio{t.waited_by_choice.seconds(), t.latency.sum().seconds()};
        },
    .by_group = true};

inline constexpr std::string_view of_latencies =
    "intended starts: G. Tene, How not to measure latency, 2013; quantiles: R. J. Hyndman and Y. "
    "Fan, Sample quantiles in statistical packages, 1996, definition 1";

inline constexpr metric latency_mean{
    .name = "latency.mean",
    .unit = unit::seconds,
    .better = better::lower,
    .help = "mean latency, from the intended start to the answer that ended the operation",
    .formula = "sum of latencies / operations ended or open",
    .reference = of_latencies,
    .of =
        [](const tally& t) {
          return ratio{t.latency.sum().seconds(), static_cast<double>(t.latency.count())};
        },
    .by_group = true};

template <int PerMille>
ratio latency_quantile(const tally& t) {
  if (t.latency.empty()) return nothing;
  return plain(in_seconds(t.latency.quantile(PerMille / 1000.0)));
}

inline constexpr metric latency_p50{
    .name = "latency.p50",
    .unit = unit::seconds,
    .better = better::lower,
    .help = "median latency, from the intended start to the answer that ended the operation",
    .formula = "nearest rank, within 1/128 of itself",
    .reference = of_latencies,
    .of = latency_quantile<500>,
    .by_group = true};

inline constexpr metric latency_p90{.name = "latency.p90",
                                    .unit = unit::seconds,
                                    .better = better::lower,
                                    .help = "latency that 90 % of the operations do not exceed",
                                    .formula = "nearest rank, within 1/128 of itself",
                                    .reference = of_latencies,
                                    .of = latency_quantile<900>,
                                    .by_group = true};

inline constexpr metric latency_p99{.name = "latency.p99",
                                    .unit = unit::seconds,
                                    .better = better::lower,
                                    .help = "latency that 99 % of the operations do not exceed",
                                    .formula = "nearest rank, within 1/128 of itself",
                                    .reference = of_latencies,
                                    .of = latency_quantile<990>,
                                    .by_group = true};

inline constexpr metric latency_p999{.name = "latency.p99.9",
                                     .unit = unit::seconds,
                                     .better = better::lower,
                                     .help = "latency that 99.9 % of the operations do not exceed",
                                     .formula = "nearest rank, within 1/128 of itself",
                                     .reference = of_latencies,
                                     .of = latency_quantile<999>,
                                     .by_group = true};

inline constexpr metric latency_max{
    .name = "latency.max",
    .unit = unit::seconds,
    .better = better::lower,
    .help = "the longest latency",
    .formula = "a maximum over the operations of a replication, exact",
    .reference = of_latencies,
    .of = latency_quantile<1000>,
    .by_group = true};

}  // namespace contend::measure::metrics
