// SHA-256 (FIPS 180-4), for the digest of a result: two runs that should be equal are compared by
// eye, so the digest must be one that nobody has to wonder about. Sixty lines instead of a
// dependency on a cryptography library, whose other thousands of functions nothing here needs.
#pragma once

#include <string>
#include <string_view>

namespace contend::measure::detail {

/// The digest of `bytes` as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace contend::measure::detail
