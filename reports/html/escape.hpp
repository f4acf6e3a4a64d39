// Text that is safe to stand in a page, whatever it says: names come out of scenario files.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace contend::reports::html {

/// As text, or as the value of an attribute in double quotes. Control characters become spaces,
/// bytes that are not UTF-8 become U+FFFD.
std::string escaped(std::string_view text);

/// As the content of <script type="application/json">: nothing in it can end the element, and it
/// may be read as JavaScript as well. Bytes that are not UTF-8 become U+FFFD.
std::string island(const nlohmann::ordered_json& value);

}  // namespace contend::reports::html
