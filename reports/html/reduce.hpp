// Makes the data of a page smaller where there is too much of it.
#pragma once

#include <nlohmann/json.hpp>

namespace contend::reports::html {

inline constexpr int all_digits = 17;

/// What is left of one policy of a result document.
struct reduction {
  int digits = all_digits;   ///< Significant ones of each number.
  std::size_t buckets = 0;   ///< Of the latency histogram, at most; 0: all.
  std::size_t steps = 0;     ///< Of the series, at most; 0: all.
  bool worst_moment = true;  ///< Whether it stays.
  bool values = true;        ///< Whether those of single replications stay.
};

/// `policy`: as in a result file. Buckets and steps are put together, none is left out.
void reduce(nlohmann::ordered_json& policy, const reduction& to);

}  // namespace contend::reports::html
