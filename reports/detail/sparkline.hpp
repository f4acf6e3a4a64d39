// A curve in one line of text.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace contend::reports::detail {

/// `values`, put together into at most `width` characters, from 0 (the lowest bar, or a blank) to
/// `top`. Where `values` has NaN there is nothing: a blank. Blocks of eighths, or ASCII without
/// `utf8`.
std::string sparkline(std::span<const double> values, double top, std::size_t width, bool utf8);

}  // namespace contend::reports::detail
