// Limits: where retrying ends whatever the backoff says. A backoff alone never ends.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/outcome.hpp>
#include <contend/policies/time.hpp>

namespace contend {

struct limits {
  /// Attempts in all, the first included (retries + 1). 0: no limit. Resolving an ambiguous append
  /// is part of the attempt that sent it.
  std::uint32_t attempts = 0;
  /// From the operation's start until it must have ended. 0: none. A wait that would end later ends
  /// the operation now; a request already sent is not cut short.
  duration deadline{};
  /// The classes of failure that are retried. Ambiguous appends are resolved, not retried.
  outcome_set retry{outcome::conflict, outcome::transient, outcome::throttled};
  /// Whether an ambiguous append is resolved: sent again with the same event id and version until
  /// the store answers. Without it the operation starts a new attempt blindly and may store its
  /// effect twice: only good for showing what goes wrong.
  bool resolve = true;

  static constexpr auto fields() {
    return std::tuple{
        field("attempts", &limits::attempts, "attempts in all, the first included; 0: no limit"),
        field(
            "deadline", &limits::deadline,
            "from the start: no attempt and no wait begins that would end later; a request already "
            "sent is not cut short; 0s: none",
            at_least(0)),
        field("retry", &limits::retry, "the classes of failure that are retried"),
        field("resolve", &limits::resolve,
              "whether an append without an answer is resolved by its event id; false risks "
              "doubling")};
  }
};

}  // namespace contend
