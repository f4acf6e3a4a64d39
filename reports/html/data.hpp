// The data of the page as one JSON value, for its script: each run's result document in a shorter
// form, and what the script needs to know beside it.
//
//   { "runs": [ { "label": "", "names": ["operations", …], "reduced": 0, "result": { … } } ],
//     "policies": [ { "label", "run", "name" } ], "points": [ { "label", "sweep" } ],
//     "axis": "writers", "metrics": [ { "name", "unit", "better" } ], "columns": ["makespan", …],
//     "faults": [ { "kind", "from", "to" } ], "flips": [ { "after", "from", "to" } ] }
//
// A result is that of result_json.hpp, with each policy's "metrics" replaced by "m": an array in
// the order of "names", of [mean, stddev, low, high, replications] or null. Nothing is lost where
// `reduced` is 0: the script writes the document out again.
#pragma once

#include <cstddef>

#include <nlohmann/json.hpp>

#include <contend/reports/html/view.hpp>

namespace contend::reports::html {

/// How far the data may be thinned out.
inline constexpr int most_reduced = 4;

/// `reduced`: from 0 (everything, exactly) to most_reduced: without the values of single
/// replications, then fewer digits, coarser histograms and series, worst moments of the last point
/// alone.
nlohmann::ordered_json page_data(const view& v, int reduced);

}  // namespace contend::reports::html
