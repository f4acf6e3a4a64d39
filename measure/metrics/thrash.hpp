// Thrashing: much work, little done.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

inline constexpr metric thrash_operations{
    .name = "thrash_operations",
    .unit = unit::share,
    .better = better::lower,
    .help = "the share of operations with three or more conflicts in a row",
    .formula = "operations with ≥ 3 conflicts in a row / operations",
    .reference = "P. J. Denning, Thrashing: its causes and prevention, 1968",
    .of =
        [](const tally& t) {
          return ratio{static_cast<double>(t.thrash_operations), static_cast<double>(t.operations)};
        },
    .by_group = true};

/// How long the windows are in which thrashing is judged: max(1 s, 50 mean commit intervals).
inline duration thrash_window(const tally& t) {
  using namespace std::chrono_literals;
  if (t.commits <= 50) return std::max<duration>(1s, t.measured);
  const double interval = static_cast<double>(t.measured.count()) / static_cast<double>(t.commits);
  return std::max<duration>(1s, duration{static_cast<duration::rep>(50 * interval)});
}

/// Half of what could have been committed a second: of min(offered load, one writer alone on each
/// actor).
inline double thrash_goodput(const tally& t) {
  const double alone = t.solo_rate * static_cast<double>(t.actors_written);
  return std::min(t.offered_rate, alone) / 2;
}

/// Whether each of the windows into which the measured span is cut is thrashing; empty where nobody
/// said what could have been committed.
inline std::vector<bool> thrash_verdicts(const tally& t) {
  const double least = thrash_goodput(t);
  std::vector<bool> verdicts;
  if (std::isinf(least)) return verdicts;
  for (const windows::window& w : t.over_time.cut(t.measured, thrash_window(t))) {
    const double committed = static_cast<double>(w.within.commits) / in_seconds(w.length);
    verdicts.push_back(2 * w.within.conflicts > w.within.appends && committed < least);
  }
  return verdicts;
}

inline constexpr metric thrash_time{
    .name = "thrash_time",
    .unit = unit::share,
    .better = better::lower,
    .help =
        "the share of the time that is thrashing: more than half of the appends conflict, and "
        "less than half of what could be committed is",
    .formula =
        "of windows max(1 s, 50 mean commit intervals) long, those with conflicts > appends / 2 "
        "and goodput < min(offered load, what one writer alone commits × actors written to) / 2",
    .reference =
        "P. J. Denning, Thrashing: its causes and prevention, 1968; A. Moenkeberg and G. Weikum, "
        "Performance evaluation of an adaptive and robust load control method for the avoidance of "
        "data-contention thrashing, 1992",
    .of = [](const tally& t) {
      const std::vector<bool> all = thrash_verdicts(t);
      return ratio{static_cast<double>(std::ranges::count(all, true)),
                   static_cast<double>(all.size())};
    }};

}  // namespace contend::measure::metrics
