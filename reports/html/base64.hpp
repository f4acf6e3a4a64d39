// Base64, as content security policies write digests.
#pragma once

#include <string>
#include <string_view>

namespace contend::reports::html {

/// The bytes that `hex` (an even number of lower-case hexadecimal digits) names, in base64.
std::string base64_of_hex(std::string_view hex);

}  // namespace contend::reports::html
