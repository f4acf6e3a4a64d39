// Whether more load means less done.
#pragma once

#include <contend/measure/metric.hpp>

namespace contend::measure::metrics {

/// Goodput at the highest load over peak goodput. The two points are taken as independent: their
/// relative errors are added in squares.
estimate goodput_collapse(std::span<const policy_result* const> by_load);

inline constexpr metric collapse{.name = "collapse",
                                 .unit = unit::ratio,
                                 .better = better::higher,
                                 .help =
                                     "in a sweep over load, what is left of the best goodput at "
                                     "the highest load: 1 is all of it",
                                 .formula = "goodput at the highest load / peak goodput",
                                 .reference = "congestion collapse: RFC 896",
                                 .over_load = goodput_collapse};

}  // namespace contend::measure::metrics
