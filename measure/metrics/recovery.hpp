// How a run found back after its faults.
#pragma once

#include <algorithm>
#include <optional>

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

/// From the end of the last fault until the run was as it had been before the first one; nothing if
/// it never was. Null where that cannot be said: no fault, nothing before it, or no time after it.
struct recovery {
  bool known = false;
  std::optional<duration> after{};
};

recovery recovery_of(const tally& t);

inline constexpr metric recovery_time{
    .name = "recovery_time",
    .unit = unit::seconds,
    .better = better::lower,
    .help =
        "from the end of the fault until the run is as before it; null without a fault, or where "
        "it never is: see recovered",
    .formula =
        "end of the last fault until the first of 3 windows in a row, each max(1 s, 50 mean commit "
        "intervals) long, with goodput ≥ 95 % of its mean before and p99 ≤ twice that before",
    .reference = "N. Bronson and others, Metastable failures in distributed systems, 2021",
    .of =
        [](const tally& t) {
          const recovery found = recovery_of(t);
          return found.after ? plain(in_seconds(*found.after)) : nothing;
        },
    .due_with = "recovered"};

inline constexpr metric recovered{
    .name = "recovered",
    .unit = unit::share,
    .better = better::higher,
    .help =
        "the share of replications that found back after the fault before the run ended; the "
        "others show a metastable failure, or too short a run",
    .formula = "replications with a recovery_time / replications with a fault",
    .reference = "N. Bronson and others, Metastable failures in distributed systems, 2021",
    .of = [](const tally& t) {
      const recovery found = recovery_of(t);
      return found.known ? plain(found.after ? 1 : 0) : nothing;
    }};

}  // namespace contend::measure::metrics
