// Durations, shares and rates as people write them: "1.5s", "5%", "200/s".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <contend/policies/describe.hpp>
#include <contend/policies/time.hpp>

namespace contend::config {

/// What was read, or what is wrong with the text.
template <class T>
struct parsed {
  std::optional<T> value{};
  std::string error{};
  std::string hint{};  ///< What would be right; may be empty.
};

/// One decimal number and one unit of ns, us, ms, s, m, h: "5ms", "1.5s". Exact: what is finer than
/// a nanosecond or beyond 292 years either way is an error.
parsed<duration> parse_duration(std::string_view text);

/// A percentage, "5%". Not bounded: what a share may be is said by its field.
parsed<share> parse_share(std::string_view text);

/// A number per unit of time: "200/s", "1.5/ms", "3/m".
parsed<rate> parse_rate(std::string_view text);

/// In the largest unit that gives a whole number: "1500ms", "2s", "0s".
std::string format_duration(duration d);

/// The shortest number of percent that parse_share() reads as the same value; where there is none,
/// as a plain number: "5%", "33.3%".
std::string format_share(share s);

/// Per second, in the shortest number that reads back as the same: "200/s".
std::string format_rate(rate r);

}  // namespace contend::config
