// How much got done in the time.
#pragma once

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

inline constexpr metric goodput{
    .name = "goodput",
    .unit = unit::per_second,
    .better = better::higher,
    .help = "commits per second",
    .formula = "commits / time",
    .reference = "RFC 2647, 3.17 (Goodput)",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.commits), in_seconds(t.measured)};
        },
    .by_group = true};

inline constexpr metric throughput{
    .name = "throughput",
    .unit = unit::per_second,
    .help = "appends per second, those that conflict included: the load on the store",
    .formula = "appends / time",
    .reference =
        "the channel traffic G of L. Kleinrock and F. Tobagi, Packet switching in radio channels, "
        "1975",
    .of = [](const tally& t) {
      return ratio{static_cast<double>(t.appends), in_seconds(t.measured)};
    }};

inline constexpr metric window_use{
    .name = "window_use",
    .unit = unit::ratio,
    .better = better::higher,
    .help =
        "how densely the actors' time is filled with windows that committed: 1 is back to back; "
        "variable delays can exceed it, since the fastest contender wins",
    .formula = "commits × mean vulnerability window / (time × actors written to)",
    .reference =
        "the throughput S of L. Kleinrock and F. Tobagi, Packet switching in radio channels, 1975",
    .of = [](const tally& t) {
      if (t.vulnerability_windows == 0) return nothing;
      const double mean = t.vulnerability.seconds() / static_cast<double>(t.vulnerability_windows);
      return ratio{static_cast<double>(t.commits) * mean,
                   in_seconds(t.measured) * static_cast<double>(t.actors_written)};
    }};

}  // namespace contend::measure::metrics
