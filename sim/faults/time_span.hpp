// When a fault is on: the fields that every fault has.
#pragma once

#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>

namespace contend::sim {

/// For the end of a fault's fields(); its members are `duration from` and
/// `std::optional<duration> length`.
template <class Fault>
constexpr auto time_span() {
  return std::tuple{
      field("from", &Fault::from, "when it begins, from the start of the run", at_least(0)),
      field("for", &Fault::length, "how long it lasts; left out: to the end", above(0))};
}

}  // namespace contend::sim
