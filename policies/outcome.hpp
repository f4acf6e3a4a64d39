// What can come of asking a store for something, in the six classes that decide what follows.
//
// A policy never sees an error code: each store maps its results to one of these.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace contend {

/// A position in one actor's stream of events. 0: no event yet.
using version = std::int64_t;

enum class outcome : std::uint8_t {
  committed,  ///< It happened (a read succeeded, the event is stored): go on.
  conflict,   ///< Another writer won; the current version is known: decide anew, retry.
  throttled,  ///< The store asks for less, maybe with a retry-after: wait at least that long.
  transient,  ///< It did not happen, the store is unwell: retry.
  ambiguous,  ///< It may or may not have happened (no answer after sending): resolve it first.
  permanent,  ///< It will never succeed: give up at once.
};

inline constexpr std::size_t outcome_count = 6;

constexpr std::string_view to_string(outcome o) noexcept {
  constexpr std::string_view names[outcome_count] = {"committed", "conflict",  "throttled",
                                                     "transient", "ambiguous", "permanent"};
  return names[static_cast<std::size_t>(o)];
}

/// A set of outcome classes, one byte.
class outcome_set {
 public:
  constexpr outcome_set() = default;
  constexpr outcome_set(std::initializer_list<outcome> members) noexcept {
    for (outcome o : members) insert(o);
  }

  constexpr void insert(outcome o) noexcept { bits_ = static_cast<std::uint8_t>(bits_ | bit(o)); }
  [[nodiscard]] constexpr bool contains(outcome o) const noexcept { return (bits_ & bit(o)) != 0; }

  friend constexpr bool operator==(outcome_set, outcome_set) = default;

 private:
  static constexpr std::uint8_t bit(outcome o) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(o));
  }
  std::uint8_t bits_ = 0;
};

}  // namespace contend
