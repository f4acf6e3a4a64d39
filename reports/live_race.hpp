// How the policies stand while a run is under way, for a terminal: a line each, the best first.
#pragma once

#include <string>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/measure/statistics.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports {

/// One point of a sweep while it runs.
struct live_race {
  std::string point{};                      ///< "writers = 10"; empty where there is no sweep.
  const measure::metric* metric = nullptr;  ///< What they race for.
  struct lane {
    std::string policy{};
    measure::estimate so_far{};
  };
  std::vector<lane> lanes{};
};

/// A heading and a line a policy with a bar as long as its value, each at most s.width columns. No
/// newlines. Empty where nobody has a value yet.
std::vector<std::string> race_lines(const live_race& race, const style& s);

}  // namespace contend::reports
