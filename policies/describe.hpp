// Fields declared once: the options of a policy, guard or scenario describe themselves, and
// parsing, checking, schema, documentation and "did you mean" all come from that one description.
//
//   struct fixed {
//     duration delay = 100ms;
//     static constexpr std::string_view name = "fixed";
//     static constexpr auto fields() {
//       return std::tuple{field("delay", &fixed::delay, "the constant wait", at_least(0))};
//     }
//   };
//
// Standard library only. What reads JSON by these descriptions is contend::config.
#pragma once

#include <compare>
#include <limits>
#include <string_view>
#include <tuple>

namespace contend {

/// The values that a number may take: durations in nanoseconds, shares from 0 to 1, the rest as is.
struct bounds {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool least_excluded = false;
};

constexpr bounds at_least(double least) { return {.least = least}; }
constexpr bounds above(double least) { return {.least = least, .least_excluded = true}; }
constexpr bounds between(double least, double most) { return {.least = least, .most = most}; }

/// One option of the struct C: its name in JSON, the member, one sentence of help, what it may be.
template <class C, class T>
struct field {
  constexpr field(std::string_view json_name, T C::*pointer, std::string_view what,
                  bounds within = {})
      : name{json_name}, member{pointer}, help{what}, limits{within} {}

  std::string_view name;
  T C::*member;
  std::string_view help;
  bounds limits;
};

/// A part of a whole, from 0 to 1. In JSON a number or "5%".
struct share {
  double value = 0;
  friend constexpr auto operator<=>(share, share) = default;
};

/// How often per second. In JSON "200/s".
struct rate {
  double per_second = 0;
  friend constexpr auto operator<=>(rate, rate) = default;
};

/// A value of an enumeration and its name in JSON. An enumeration E that can be a field has a
/// constexpr function `names(E)` beside it that returns a std::array of these.
template <class E>
struct named {
  E value;
  std::string_view name;
};
template <class E>
named(E, std::string_view) -> named<E>;

}  // namespace contend
