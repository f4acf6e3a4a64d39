// Backoff: what to do after a failed attempt, and when. The pure half of a policy.
//
// A backoff is asked once after each failed attempt, with the facts of that attempt and a source of
// randomness, and answers with a decision. It has no clock, does no I/O, takes no lock, and keeps
// nothing but what it writes into its memory, which lives in the operation. So one backoff object
// serves any number of operations and threads at once.
//
// To write one: a struct whose members are its options, and
//
//   decision next(const attempt_facts&, random_source&) const;               // or, with memory:
//   using memory = …;   // trivially copyable, at most 32 bytes, value-initialised per operation;
//                       // written by this function only
//   decision next(const attempt_facts&, random_source&, memory&) const;
//
// Nothing else is needed to use it in a policy. Name it in JSON, in `contend explain` and in
// reports by adding `name`, `summary`, `formula` and `fields()`, and one line in backoffs/all.hpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <contend/policies/outcome.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>

namespace contend {

/// What is known after a failed attempt of one operation.
struct attempt_facts {
  std::uint32_t failures = 0;  ///< n: failed attempts so far, this one included (1, 2, …).
  std::uint32_t conflicts_in_a_row = 0;  ///< Conflicts since the last failure of another class.
  outcome last = outcome::conflict;      ///< How this attempt failed.
  version attempted = 0;  ///< The version that it tried to write; 0 if none was sent.
  version current = 0;    ///< The actor's version as the store told last; 0 if unknown.
  /// Commits of this actor since the operation's previous attempt failed (for the first attempt:
  /// since its read). 0 without a conflict.
  version commits_since_previous = 0;
  duration round_trip{};   ///< From the request that failed to its answer; 0 if untimed.
  duration elapsed{};      ///< Since the operation started; 0 if untimed.
  duration retry_after{};  ///< What the store asked to wait; 0 if it did not ask.
  time_point now{};        ///< When the answer arrived.

  /// Versions that this attempt lost by: 1 when one other writer won in its window.
  [[nodiscard]] constexpr version lost_by() const noexcept {
    return last == outcome::conflict ? current - attempted + 1 : 0;
  }
};

/// Why an operation ended without a commit. `none` for one that committed.
enum class reason : std::uint8_t {
  none,
  attempts,     ///< The limit of attempts is used up.
  deadline,     ///< The deadline passed, or the next wait could not have met it.
  not_retried,  ///< The failure's class is not among those that the policy retries.
  permanent,    ///< The store said that it will never succeed.
  backoff,      ///< The backoff gave up without a reason of its own.
  thrashing,    ///< Too many conflicts in a row.
  stale_read,   ///< The same current version was reported twice: reads lag behind the store.
  guard,        ///< A guard (breaker, budget, limiter, bulkhead) refused.
  decided,      ///< The caller's own decision refused or had nothing to write.
  cancelled,    ///< The caller cancelled.
};

inline constexpr std::size_t reason_count = 11;

constexpr std::string_view to_string(reason r) noexcept {
  constexpr std::string_view names[reason_count] = {
      "none",      "attempts",   "deadline", "not retried", "permanent", "backoff",
      "thrashing", "stale read", "guard",    "decided",     "cancelled"};
  return names[static_cast<std::size_t>(r)];
}

/// A backoff's answer. Made by one of the four functions below.
struct decision {
  enum class kind : std::uint8_t { retry_after, retry_on_commit, give_up, defer };

  kind what = kind::retry_after;
  reason why = reason::none;  ///< For give_up.
  duration delay{};           ///< The wait, or the longest wait for a commit. Never negative.
  version after = 0;          ///< For retry_on_commit: any commit above this version ends the wait.

  friend constexpr bool operator==(const decision&, const decision&) = default;
};

constexpr decision retry_after(duration delay) noexcept {
  return {.what = decision::kind::retry_after, .delay = delay};
}
constexpr decision retry_on_commit(version after, duration at_most) noexcept {
  return {.what = decision::kind::retry_on_commit, .delay = at_most, .after = after};
}
constexpr decision give_up(reason why = reason::backoff) noexcept {
  return {.what = decision::kind::give_up, .why = why};
}
/// The caller returns at once; a background queue goes on with the operation.
constexpr decision defer() noexcept { return {.what = decision::kind::defer}; }

/// The memory of a backoff that keeps none.
struct no_memory {};

/// The most that a backoff may remember per operation, in bytes, if any_backoff is to hold it.
inline constexpr std::size_t backoff_memory_size = 32;

namespace detail {
template <class B>
struct memory_of {
  using type = no_memory;
};
template <class B>
requires requires { typename B::memory; }
struct memory_of<B> {
  using type = typename B::memory;
};
}  // namespace detail

template <class B>
using backoff_memory = typename detail::memory_of<B>::type;

template <class B>
concept backoff = std::is_trivially_copyable_v<backoff_memory<B>> &&(
    requires(const B& b, const attempt_facts& f, random_source& r) {
      { b.next(f, r) } -> std::same_as<decision>;
    } ||
    requires(const B& b, const attempt_facts& f, random_source& r, backoff_memory<B>& m) {
      { b.next(f, r, m) } -> std::same_as<decision>;
    });

/// Asks `b`, whether it keeps memory or not.
template <backoff B>
decision ask(const B& b, const attempt_facts& facts, random_source& random,
             backoff_memory<B>& memory) {
  if constexpr (requires { b.next(facts, random, memory); })
    return b.next(facts, random, memory);
  else
    return b.next(facts, random);
}

/// Whether B looks at round_trip or elapsed, so that every attempt must be timed from its start. A
/// backoff that looks at neither says `static constexpr bool times_attempts = false;` and saves the
/// clock readings.
template <class B>
inline constexpr bool times_attempts = [] {
  if constexpr (requires { B::times_attempts; })
    return bool{B::times_attempts};
  else
    return true;
}();

}  // namespace contend
