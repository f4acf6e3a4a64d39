// How sure a run is to be: `--until-ci 2%` goes on until the intervals are that narrow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/sim/compare.hpp>

namespace contend::cli {

/// Half the width of the 95 % confidence interval, against the mean, of one metric of every policy.
struct precision {
  double relative = 0;   ///< 0.02: ±2 %.
  std::string metric{};  ///< Empty: makespan where a run has one, else goodput.
};

/// Of "2%" or "2% of latency.p99". Throws failure (usage) for anything else.
precision parse_precision(std::string_view text);

/// What no point goes beyond, however wide its intervals are.
inline constexpr std::uint32_t most_replications = 100'000;

struct further {
  std::uint32_t now = 0;     ///< To be run before it is asked again; 0: no more are needed.
  std::uint32_t in_all = 0;  ///< By what has been seen, those to be run now included.
};

/// How many further replications `some` needs: none once it is precise enough, or at its end.
/// Depends on the finished replications alone, so that the number of threads leaves no trace.
further further_replications(const sim::comparing& some, std::size_t policies,
                             const precision& wanted);

/// Where `wanted` says nothing, or was not reached: a sentence for each policy of which that is so.
std::vector<std::string> shortcomings(const std::vector<measure::point>& points,
                                      const precision& wanted);

}  // namespace contend::cli
