// Timestamps as RFC 3339 writes them, to the nanosecond: "2024-05-06T07:08:09.000000001Z".
#pragma once

#include <string>
#include <string_view>

#include <contend/store/detail/json_reader.hpp>
#include <contend/store/event.hpp>

namespace contend::detail {

/// In UTC, always with nine digits after the point.
[[nodiscard]] std::string format_rfc3339(timestamp t);

/// Any offset, up to nine digits after the point; what a timestamp can hold, so years 1677 to 2262.
/// A leap second (":60") is refused: a timestamp has none.
[[nodiscard]] json_result<timestamp> parse_rfc3339(std::string_view text);

}  // namespace contend::detail
