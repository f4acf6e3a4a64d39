// A policy: how long to wait (backoff), where to end (limits), who may refuse (guards).
//
//   policy<jitter> mine{.backoff = {.base = 5ms, .cap = 2s}, .limits = {.attempts = 8}};
//   any_policy configured{.backoff = jitter{}, .limits = {.deadline = 5s}, .guards = {my_breaker}};
//
// The first form costs nothing when the types are known; the second is what configuration makes.
// Both decide alike. A policy is immutable while operations use it: share one between any number of
// them.
#pragma once

#include <contend/policies/any_backoff.hpp>
#include <contend/policies/backoff.hpp>
#include <contend/policies/guard.hpp>
#include <contend/policies/limits.hpp>

namespace contend {

template <contend::backoff Backoff, class Guards = no_guards>
struct policy {
  using backoff_type = Backoff;
  using guards_type = Guards;
  static constexpr bool has_guards = !std::same_as<Guards, no_guards>;

  Backoff backoff{};
  contend::limits limits{};
  [[no_unique_address]] Guards guards{};

  /// Whether an operation under this policy must know the time of each of its steps.
  [[nodiscard]] bool times_attempts() const noexcept {
    if constexpr (has_guards)
      if (!guards.empty()) return true;
    if constexpr (std::same_as<Backoff, any_backoff>)
      return backoff.times_attempts();
    else
      return contend::times_attempts<Backoff>;
  }
};

using any_policy = policy<any_backoff, guard_list>;

}  // namespace contend
