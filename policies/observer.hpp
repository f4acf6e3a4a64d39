// What an operation tells while it runs: hooks for logs, metrics and traces.
//
// An observer is any type with some of these functions; those that it lacks cost nothing:
//
//   void attempt_failed(const attempt_facts&);
//       each failure, conflicts included
//
//   void waiting(const attempt_facts&, duration wait);
//       the policy chose to wait, or a guard to have the attempt wait
//
//   void resolving(const attempt_facts&);
//       an unanswered append is sent again
//
//   void ended(const operation_result&);
//       once, at the end
//
// One that looks at neither round_trip nor elapsed may say `static constexpr bool times_attempts =
// false;`, like a backoff, and saves the clock readings.
//
// They are called from the thread that resumes the operation, and must not throw.
#pragma once

#include <cstdint>
#include <string_view>

#include <contend/policies/backoff.hpp>

namespace contend {

/// How an operation ended.
enum class ending : std::uint8_t {
  committed,  ///< Its events are stored.
  gave_up,    ///< It failed for good; `why` says why.
  rejected,   ///< A guard refused it.
  deferred,   ///< A background queue goes on with it.
  declined,   ///< The caller's decision had nothing to write, or refused.
  cancelled,  ///< The caller cancelled it.
};

inline constexpr std::size_t ending_count = 6;

constexpr std::string_view to_string(ending e) noexcept {
  constexpr std::string_view names[ending_count] = {"committed", "gave up",  "rejected",
                                                    "deferred",  "declined", "cancelled"};
  return names[static_cast<std::size_t>(e)];
}

struct operation_result {
  ending end = ending::gave_up;
  reason why = reason::none;
  outcome last = outcome::committed;  ///< The class of the last answer; committed where none came.
  bool unresolved = false;  ///< An append may or may not be stored: nobody answered in time.
  std::uint32_t attempts = 0;
  std::uint32_t conflicts = 0;
  version current = 0;  ///< The committed version, else the actor's version as known last.

  [[nodiscard]] constexpr bool committed() const noexcept { return end == ending::committed; }
  friend constexpr bool operator==(const operation_result&, const operation_result&) = default;
};

/// Sees nothing and costs nothing.
struct no_observer {
  static constexpr bool times_attempts = false;
};

namespace detail {

/// A pointer to an observer, or nothing at all for no_observer: a million operations are held at
/// once.
template <class Observer>
struct observer_link {
  Observer* seen_by;
  explicit observer_link(Observer& observer) noexcept : seen_by{&observer} {}
  Observer* operator->() const noexcept { return seen_by; }
};
template <>
struct observer_link<no_observer> {
  observer_link() = default;
  explicit observer_link(no_observer&) noexcept {}
  no_observer* operator->() const noexcept { return nullptr; }
};

}  // namespace detail

}  // namespace contend
