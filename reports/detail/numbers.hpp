// Arrays of numbers in a result, read without trust: a file may hold anything there.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

namespace contend::reports::detail {

/// The numbers of the array `name` in `object`; NaN for what is none, such as null. Empty where
/// there is no array.
std::vector<double> numbers_in(const nlohmann::ordered_json& object, const char* name);

}  // namespace contend::reports::detail
