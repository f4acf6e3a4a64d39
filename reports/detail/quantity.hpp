// Numbers as a person reads them: "471 ms", "39.0 ±0.1", "12.3 %", "5.1k/s".
#pragma once

#include <optional>
#include <string>

#include <contend/measure/metric.hpp>
#include <contend/measure/statistics.hpp>

namespace contend::reports::detail {

/// `value` in a unit that suits it, to three significant digits; counts that are whole are written
/// whole up to 100,000.
std::string quantity(double value, measure::unit unit);

/// The same with half its confidence interval: "4.92 ±0.01 s". As many decimals as the interval
/// deserves, two to four significant digits. Without an interval just the value; "–" without a
/// value.
std::string quantity(const measure::estimate& e, measure::unit unit);

}  // namespace contend::reports::detail
