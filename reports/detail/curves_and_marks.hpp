// What a terminal shows in its tables beside the numbers: conflicts over time as a curve, and who
// is on the Pareto front.
#pragma once

#include <string>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/reports/detail/table.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports::detail {

/// `tables` are those of overview(), a table a point. A curve stands behind the conflict rate, a
/// mark behind the policy's name, where they say anything.
void add_curves_and_marks(const measure::result& r, const style& s, std::vector<table>& tables);

/// What they mean, a line each; of those that `shown` still has.
std::vector<std::string> legend_of_curves_and_marks(const measure::result& r, const style& s,
                                                    const std::vector<table>& shown);

}  // namespace contend::reports::detail
