// A curve in one line of text.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace contend::reports::detail {

/// `values`, put together into at most `width` characters, from 0 (the lowest bar, or a blank) to
/// `top`. Where `values` has NaN there is nothing: a blank. Blocks of eighths, or ASCII without
/// `utf8`.
std::string sparkline(std::span<const double> values, double top, std::size_t width, bool utf8);

/// The numbers of a series of a result; NaN for null. Empty where there is no such series.
std::vector<double> series_values(const nlohmann::ordered_json& series, const char* name);

}  // namespace contend::reports::detail
