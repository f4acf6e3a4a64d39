// The points of a sweep, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/measure/result.hpp>

namespace contend::reports::detail {

/// One swept parameter and the values it takes, in the order of the points.
struct axis {
  std::string pointer;
  std::string name;  ///< The last part of the pointer, and more where that is not clear enough.
  std::vector<std::string> values{};
};

std::vector<axis> axes_of(const measure::result& r);

/// Whether there is one axis alone, and every point has its place on it. Runs that are laid over
/// each other may have points without a sweep beside those of one.
bool is_along_one_axis(const measure::result& r);

/// "10", "5ms", "uniform": a JSON value as a person writes it.
std::string value_text(const nlohmann::ordered_json& value);

/// "writers = 10, base = 5ms"; empty where there is no sweep.
std::string label_of(const measure::point& p, const std::vector<axis>& axes);

}  // namespace contend::reports::detail
