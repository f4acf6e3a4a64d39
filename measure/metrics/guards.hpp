// What the guards did.
#pragma once

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

inline constexpr metric breaker_open_share{
    .name = "breaker_open_share",
    .unit = unit::share,
    .better = better::lower,
    .help = "the share of the time that breakers stood open; null where there is none",
    .formula = "time open, of all breakers / (breakers × time)",
    .reference = "M. Nygard, Release It!, 2007",
    .of = [](const tally& t) {
      return ratio{t.breakers_open.seconds(), t.breakers_watched.seconds()};
    }};

}  // namespace contend::measure::metrics
