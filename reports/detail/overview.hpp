// Which numbers of a result a person sees first, as tables.
//
// One point: a table of policies by metrics. A sweep over one parameter: for each of the most
// important metrics a table of policies by swept values. A sweep over several: a table a point.
// Groups of writers have tables of their own beside them.
#pragma once

#include <optional>
#include <vector>

#include <contend/measure/metric.hpp>
#include <contend/measure/result.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/detail/table.hpp>

namespace contend::reports::detail {

/// Whether the tables are by swept values, so that no column may be left out.
bool is_by_sweep(const measure::result& r);

/// The metrics that are worth a column for these points, the most important first.
std::vector<const measure::metric*> metrics_shown(const std::vector<measure::point>& points);

/// How each group of writers fared at a point; nothing where the scenario names none.
std::optional<table> table_by_group(const measure::point& p, const std::vector<axis>& axes,
                                    bool with_intervals);

/// `with_intervals`: "4.92 ±0.01 s" instead of "4.92 s".
std::vector<table> overview(const measure::result& r, bool with_intervals);

}  // namespace contend::reports::detail
