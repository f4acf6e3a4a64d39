// Ready-made policies: one call each, with defaults that serve most.
//
//   auto policy = contend::ready_made::jittered();
//   policy.limits.deadline = 2s;  // any part may be changed
//
// Each returns a plain policy by value, typed, so that it costs nothing; an any_policy can be made
// from its parts. Which one?
//
//   simple             few writers, rare conflicts
//   detailed_conflict  the same, and the caller wants to know early and exactly why it failed
//   jittered           many writers that may fail together: the right one when in doubt
//   adaptive           contention that comes and goes: waits follow what is seen
//   eventual_consistency  a caller that must not wait: a background queue goes on after a failure
//   circuit_breaker    a store that may fail: refuse at once while it does
#pragma once

#include <memory>
#include <utility>

#include <contend/policies/backoffs/adaptive.hpp>
#include <contend/policies/backoffs/detailed_conflict.hpp>
#include <contend/policies/backoffs/eventual.hpp>
#include <contend/policies/backoffs/exponential.hpp>
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/policies/guards/breaker.hpp>
#include <contend/policies/policy.hpp>

namespace contend::ready_made {

/// Waits 100 ms, then 200 ms; ends after 3 attempts.
inline policy<exponential> simple() { return {.limits = {.attempts = 3}}; }

/// Waits 100 ms, 200 ms, 400 ms, …; ends with `thrashing` after 5 conflicts in a row, with
/// `stale_read` when a conflict reports the same current version as the one before, and after 10
/// attempts anyway.
inline policy<contend::detailed_conflict> detailed_conflict() {
  return {.limits = {.attempts = 10}};
}

/// Full jitter within 10 ms, 20 ms, 40 ms, … up to 2 s; ends after 10 attempts.
inline policy<jitter> jittered() { return {.limits = {.attempts = 10}}; }

/// Waits up to 50 ms times the commits seen since the attempt before; ends after 10 attempts.
inline policy<contend::adaptive> adaptive() { return {.limits = {.attempts = 10}}; }

/// Ends as `deferred` after the first failure; a background queue goes on with it.
inline policy<eventual> eventual_consistency() { return {}; }

/// As jittered(), behind `shared`: whoever has the same breaker shares what it learns. Not null.
inline policy<jitter, guard_list> circuit_breaker(std::shared_ptr<breaker> shared) {
  return {.limits = {.attempts = 10}, .guards = {std::move(shared)}};
}

/// The same with a breaker of its own, which copies of the policy share. `key`: another one for
/// each process, so that they do not come back together.
inline policy<jitter, guard_list> circuit_breaker(random_key key, breaker_options options = {}) {
  return circuit_breaker(std::make_shared<breaker>(options, key));
}

}  // namespace contend::ready_made
