// One operation under a policy: read, decide, append with the exact version, retry. The heart.
//
// A state machine without I/O. resume() takes what the last action brought and returns the next
// one; a driver carries it out: for real (store/drivers/), in virtual time (sim/), or from a script
// (tests). So what is simulated is what ships.
//
//   operation op{policy, key};
//   for (action next = op.resume(started(now)); next.what != action::kind::done;)
//     next = op.resume(carry_out(next));
//   op.result();
//
// Only this machine asks policies. It never reads a clock: an answer carries its time where
// needs_time() says that the machine will look at it, so that a driver can save the reading.
//
// The wait stands before the re-read: between read and append it would widen the window in which
// another writer can win.
//
// Threading: one thread at a time. Copyable; allocates nothing.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>

#include <contend/policies/detail/guards.hpp>
#include <contend/policies/observer.hpp>
#include <contend/policies/policy.hpp>

namespace contend {

/// What the driver is to do next.
struct action {
  enum class kind : std::uint8_t {
    admit,    ///< Answer with the time: the guards are asked.
    read,     ///< Learn the actor's version (and what happened since `at`, the last one read).
    decide,   ///< Decide what to write on the state at version `at`.
    append,   ///< Append what was decided, expecting exactly version `at`.
    resolve,  ///< Append the same events again: same ids, same expected version `at`.
    wait,     ///< Until time `until`.
    wait_for_commit,  ///< Until a commit of this actor above version `at`, or time `until`.
    done,             ///< Over; result() says how.
  };

  kind what = kind::done;
  version at = 0;
  time_point until{};

  friend constexpr bool operator==(const action&, const action&) = default;
};

/// What an action brought. Made by one of the functions below.
struct answer {
  enum class kind : std::uint8_t {
    started,
    time,
    read,
    decided,
    declined,
    appended,
    commit,
    cancelled
  };

  kind what = kind::time;
  outcome how = outcome::committed;  ///< For read and appended.
  version current = 0;  ///< The actor's version, where the store told it (read, conflict, commit).
  duration retry_after{};  ///< Where the store asked for it.
  time_point now{};        ///< When it arrived, where needs_time() asked for it.
};

constexpr answer started(time_point now) noexcept {
  return {.what = answer::kind::started, .now = now};
}
/// For admit and wait.
constexpr answer time_is(time_point now) noexcept {
  return {.what = answer::kind::time, .now = now};
}
constexpr answer read_at(version current) noexcept {
  return {.what = answer::kind::read, .current = current};
}
constexpr answer read_failed(outcome how, duration retry_after = {}) noexcept {
  return {.what = answer::kind::read, .how = how, .retry_after = retry_after};
}
/// The decision has something to write.
constexpr answer decided() noexcept { return {.what = answer::kind::decided}; }
/// The decision has nothing to write, or refuses.
constexpr answer declined() noexcept { return {.what = answer::kind::declined}; }
/// `current`: the version written.
constexpr answer stored_at(version current) noexcept {
  return {.what = answer::kind::appended, .current = current};
}
/// `current`: for a conflict the actor's version that the store told; else 0.
constexpr answer append_failed(outcome how, version current = 0,
                               duration retry_after = {}) noexcept {
  return {
      .what = answer::kind::appended, .how = how, .current = current, .retry_after = retry_after};
}
/// For wait_for_commit: the actor is at version `current` now.
constexpr answer commit_seen(version current) noexcept {
  return {.what = answer::kind::commit, .current = current};
}
/// At any time: ends the operation. An append still on its way stays unresolved.
constexpr answer cancelled() noexcept { return {.what = answer::kind::cancelled}; }

template <class Policy, class Observer = no_observer>
class operation {
 public:
  /// Neither policy nor observer is owned; both must outlive the operation. `key` is this
  /// operation's own branch of randomness.
  operation(const Policy& policy, random_key key, Observer& observer) noexcept
      : policy_{&policy}, observer_{observer}, key_{key} {}

  operation(const Policy& policy,
            random_key key) noexcept requires std::same_as<Observer, no_observer>
      : policy_{&policy}, key_{key} {}

  /// Whether resume(a) will look at a.now. Reading a clock costs as much as a fast append.
  [[nodiscard]] bool needs_time(const answer& a) const noexcept;

  /// Takes what the last action brought, returns the next action. After done: done again.
  action resume(const answer& a);

  /// Its branch of randomness: what surrounds the operation may hang branches of its own below it,
  /// at parts of 2^32 and more (the operation itself uses those below).
  [[nodiscard]] random_key key() const noexcept { return key_; }

  /// How it ended; meaningful once resume() returned done.
  [[nodiscard]] const operation_result& result() const noexcept { return result_; }

 private:
  enum class state : std::uint8_t { fresh, admitting, running, waiting, over };

  action start(const answer& a);
  action on_time(const answer& a);
  action on_read(const answer& a);
  action on_decided(const answer& a);
  action on_appended(const answer& a);
  action on_commit(const answer& a);
  action on_failure(const answer& a);

  action begin_attempt(time_point now);
  action ask_to_start(time_point now);
  action request(time_point now);
  action follow(const attempt_facts& facts, decision d);
  action wait_out(action::kind what, version after, time_point until);
  action finish(ending end, reason why, time_point now);

  attempt_facts learn(const answer& a);
  [[nodiscard]] attempt_facts known(time_point now) const noexcept;
  [[nodiscard]] reason limit_reached(outcome how) const noexcept;
  [[nodiscard]] bool resolving() const noexcept;
  [[nodiscard]] bool timed() const noexcept;
  [[nodiscard]] bool has_deadline() const noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  /// Whether waiting until `t` would miss the deadline.
  [[nodiscard]] bool too_late(time_point t) const noexcept;

  const Policy* policy_;
  [[no_unique_address]] detail::observer_link<Observer> observer_;
  random_key key_;
  time_point started_{};
  time_point request_sent_{};
  version seen_ = -1;     ///< The actor's version at the previous failure, or at the first read.
  version expected_ = 0;  ///< The version last read, on which the decision stands.
  [[no_unique_address]] backoff_memory<typename Policy::backoff_type> memory_{};
  [[no_unique_address]] detail::guard_dialogue<typename Policy::guards_type> guards_{};
  operation_result result_{};
  std::uint32_t failures_ = 0;
  std::uint32_t conflicts_in_a_row_ = 0;
  state state_ = state::fresh;
  bool in_flight_ = false;   ///< An append is out and its answer is not back.
  bool unanswered_ = false;  ///< An append's fate is unknown: to be resolved before all else.
};

template <class Policy>
operation(const Policy&, random_key) -> operation<Policy>;

}  // namespace contend

#include <contend/policies/detail/operation.ipp>
