// The words for a change: "+3.1 %", "[+2.0, +4.2] %", "p = 0.0003".
#pragma once

#include <optional>
#include <string>

#include <contend/measure/comparison.hpp>
#include <contend/measure/metric.hpp>
#include <contend/reports/detail/sweep.hpp>

namespace contend::reports::detail {

/// That of the metric; a plain ratio's where this version does not know it.
measure::unit unit_of(const measure::metric_comparison& m);

/// "+3.1 %" of the baseline; the difference itself, "+12 ms", where the baseline is 0.
std::string change_text(const measure::metric_comparison& m);

/// "[+2.0, +4.2] %", in the form of the change; "–" without an interval.
std::string change_interval(const measure::metric_comparison& m);

/// "0.0003", "< 0.0001"; "–" where there is none.
std::string p_text(const std::optional<double>& p);

/// "\"full jitter\" at writers = 10".
std::string place_of(const measure::policy_comparison& p, const std::vector<axis>& axes);

/// The swept parameters of what is compared.
std::vector<axis> axes_of(const measure::comparison& c);

}  // namespace contend::reports::detail
