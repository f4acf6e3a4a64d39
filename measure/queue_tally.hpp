// How full the background queues of a run were, and how old what waited in them.
//
//   queue_tally q;
//   q.spend(took, depth, age);      // for each stretch of time in which no job came or went
//
// Sums over all queues, so that a mean is one over queues and time, and those of several runs add
// up.
#pragma once

#include <algorithm>
#include <cstdint>

#include <contend/measure/duration_sum.hpp>

namespace contend::measure {

struct queue_tally {
  duration_sum watched{};       ///< Queues × measured span; 0 where there is none.
  duration_sum depth_time{};    ///< Depth, integrated over time.
  double age_time = 0;          ///< Age of the oldest, integrated over time: seconds squared.
  std::uint64_t most_jobs = 0;  ///< The deepest that any of them was.
  duration oldest{};            ///< The oldest that anything in them became.

  /// One queue held `depth` jobs for the time `took`; at its end the oldest was `age` old.
  void spend(duration took, std::uint64_t depth, duration age) noexcept {
    watched.add(took);
    depth_time.add(took, depth);
    if (depth == 0) return;
    most_jobs = std::max(most_jobs, depth);
    oldest = std::max(oldest, age);
    age_time += (in_seconds(age) - in_seconds(took) / 2) * in_seconds(took);
  }
};

}  // namespace contend::measure
