// Guards: shared objects that may refuse an operation, an attempt or a retry (breaker, budget,
// limiters, bulkhead).
//
// Who holds the same guard shares it: a guard has a name, and its scope is where its pointer goes.
// The operation asks each guard in the order of the policy:
//
//   admit_operation   once, at the start
//   admit_attempt     before each attempt, the first included, when its wait is over
//   admit_retry       after a failure, *before* the wait: a retry is charged when it is decided on,
//                     so that a budget is not empty-handed while a crowd of retries waits
//
// and tells it each attempt_ended and the operation_ended. Where a later guard refuses, those that
// had admitted are told by the matching …_withdrawn.
//
// Threading: every function may be called from any thread at any time; implementations take no lock
// on the way of an admitted attempt. Time comes in as an argument and need not be in order between
// threads.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/policies/backoff.hpp>

namespace contend {

/// A guard's answer.
struct admission {
  enum class kind : std::uint8_t { admitted, refused, wait };

  kind what = kind::admitted;
  time_point until{};  ///< For wait: ask again then. Later than the time asked with.

  [[nodiscard]] constexpr bool ok() const noexcept { return what == kind::admitted; }
};

constexpr admission admitted() noexcept { return {}; }
constexpr admission refused() noexcept { return {.what = admission::kind::refused}; }
constexpr admission wait_until(time_point t) noexcept {
  return {.what = admission::kind::wait, .until = t};
}

class guard {
 public:
  guard() = default;
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  virtual ~guard() = default;

  /// May an operation start? `wait` means: ask again at that time.
  virtual admission admit_operation(time_point) { return admitted(); }
  /// May an attempt start now?
  virtual admission admit_attempt(time_point) { return admitted(); }
  /// May this failed operation be retried at all? Answers admitted or refused, never wait.
  virtual admission admit_retry(const attempt_facts&) { return admitted(); }

  /// An admitted attempt ended so, `took` after it was admitted, the caller's decision included.
  virtual void attempt_ended(outcome, [[maybe_unused]] duration took,
                             [[maybe_unused]] time_point now) {}
  /// An admitted operation ended; `committed` says how.
  virtual void operation_ended([[maybe_unused]] bool committed, [[maybe_unused]] time_point now) {}

  /// What this guard had admitted did not happen: another guard refused, a deadline passed, or the
  /// caller cancelled or had nothing to write. An attempt was admitted `took` before `now`; of a
  /// retry, `failures`, `last` and `now` are as they were when it was admitted.
  virtual void operation_withdrawn(time_point) {}
  virtual void attempt_withdrawn([[maybe_unused]] duration took, [[maybe_unused]] time_point now) {}
  virtual void retry_withdrawn(const attempt_facts&) {}
};

/// No guards: costs nothing.
struct no_guards {
  static constexpr bool none = true;
};

/// The guards of a policy, asked in this order. Shares ownership; copying shares the same guards.
class guard_list {
 public:
  guard_list() = default;
  guard_list(std::initializer_list<std::shared_ptr<guard>> guards) : guards_{guards} {}
  /// None may be null.
  explicit guard_list(std::vector<std::shared_ptr<guard>> guards) : guards_{std::move(guards)} {}

  [[nodiscard]] auto begin() const noexcept { return guards_.begin(); }
  [[nodiscard]] auto end() const noexcept { return guards_.end(); }
  [[nodiscard]] bool empty() const noexcept { return guards_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return guards_.size(); }

 private:
  std::vector<std::shared_ptr<guard>> guards_;
};

}  // namespace contend
