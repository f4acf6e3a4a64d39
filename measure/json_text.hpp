// JSON as a person would write it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace contend::measure {

/// `value` with two spaces of indentation; a part that fits in 160 columns, and an array without an
/// object in it, is on one line. Ends with a newline. Bytes that are not UTF-8 are replaced by
/// U+FFFD.
std::string json_text(const nlohmann::ordered_json& value);

/// As a person would say it: a string as it is, anything else as JSON on one line.
std::string plain_text(const nlohmann::ordered_json& value);

}  // namespace contend::measure
