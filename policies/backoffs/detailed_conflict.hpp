// Exponential waits that read the conflict: an operation that only loses, or that is fed stale
// reads, ends and says why instead of trying on.
//
// An observer's attempt_failed(facts) sees the attempted and the current version of each conflict,
// as with every backoff; the actor is known to whoever drives the operation.
#pragma once

#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/backoffs/exponential.hpp>
#include <contend/policies/describe.hpp>

namespace contend {

struct detailed_conflict {
  static constexpr std::string_view name = "detailed_conflict";
  static constexpr std::string_view summary =
      "exponential waits, and gives up when it thrashes or when reads are stale";
  static constexpr std::string_view formula =
      "min(cap, base * multiplier^(n-1)); gives up after thrash_after conflicts in a row, or when "
      "two "
      "in a row report the same current version";
  static constexpr std::string_view reference =
      "P. J. Denning, Thrashing: its causes and prevention, 1968; waits: "
      "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/";
  static constexpr bool times_attempts = false;

  struct memory {
    version reported =
        -1;  ///< The current version by the conflict just before; -1: there was none.
  };

  duration base = std::chrono::milliseconds{100};
  double multiplier = 2;
  duration cap = std::chrono::seconds{10};
  std::uint32_t thrash_after = 5;

  static constexpr auto fields() {
    return std::tuple{field("base", &detailed_conflict::base, "the first wait", at_least(0)),
                      field("multiplier", &detailed_conflict::multiplier,
                            "each wait over the one before", at_least(1)),
                      field("cap", &detailed_conflict::cap, "the longest wait", at_least(0)),
                      field("thrash_after", &detailed_conflict::thrash_after,
                            "conflicts in a row after which it gives up; 0: never")};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts& facts, random_source& random,
                                        memory& kept) const noexcept {
    const bool conflict = facts.last == outcome::conflict;
    const bool stale = conflict && kept.reported == facts.current;
    kept.reported = conflict ? facts.current : -1;
    if (stale) return give_up(reason::stale_read);
    if (conflict && thrash_after != 0 && facts.conflicts_in_a_row >= thrash_after)
      return give_up(reason::thrashing);
    return exponential{.base = base, .multiplier = multiplier, .cap = cap}.next(facts, random);
  }
};

}  // namespace contend
