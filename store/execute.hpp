// The everyday call: decide on an actor's state, and append what was decided, under a policy.
//
//   struct account {
//     std::int64_t balance = 0;
//     void apply(const event& e) { balance += e.data.at("amount").get<std::int64_t>(); }
//   };
//
//   const policy<jitter> polite{.limits = {.attempts = 10, .deadline = 5s}};
//   const auto done = execute<account>(store, "account-1", polite, [](const account& a) {
//     return new_event{"Withdrawn", {{"amount", -std::min<std::int64_t>(a.balance, 20)}}};
//   });
//   if (done.committed()) …
//
// The actor's events are read and applied to a State, the decision sees it, and what it answers is
// appended exactly there: nobody wrote in between, or the decision is made again on the new state.
// After a conflict only what followed is read. An append without an answer is resolved by its event
// ids, so that it is never stored twice.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <type_traits>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/store/clock_source.hpp>
#include <contend/store/coordination/turns.hpp>
#include <contend/store/detail/decision_shape.hpp>
#include <contend/store/detail/execution_io.hpp>
#include <contend/store/drivers/blocking.hpp>
#include <contend/store/drivers/entropy.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/event_store.hpp>
#include <contend/store/observer.hpp>

namespace contend {

/// What an actor has been through: the State of those who want the events themselves.
struct history {
  std::vector<event_ptr> events{};  ///< Oldest first.

  void apply(event_ptr e) { events.push_back(std::move(e)); }
  [[nodiscard]] version latest() const noexcept {
    return events.empty() ? 0 : events.back()->version;
  }
};

struct execute_options {
  /// Makes waits and event ids repeatable. For this one operation: two that share a seed may make
  /// equal ids, and then one is taken for the other. Unset: fresh entropy.
  std::optional<std::uint64_t> seed{};
  /// Told what happens. Not owned.
  contend::observer* observer = nullptr;
  /// A stop ends the operation: its waits at once; an append already sent is waited for.
  std::stop_token stop{};
  /// Null: the machine's steady clock. Not owned.
  clock_source* clock = nullptr;
  /// Ends the waits of policies that follow commits. Null: they last until their time. Not owned.
  commit_watch* commits = nullptr;
  /// Serialises the operations of each actor among those that share it. A full line ends the
  /// operation as rejected; the policy's deadline bounds the wait in it. Null: nobody waits. Not
  /// owned.
  contend::turns* turns = nullptr;
};

/// What came of an operation.
template <class State, class Refusal>
struct execution {
  operation_result how{};            ///< How it ended, and in how many attempts.
  std::optional<Refusal> refusal{};  ///< Why the decision refused, where it did.
  /// What was written; where `how.unresolved`, what may or may not have been; else empty.
  std::vector<event_ptr> events{};
  State state{};        ///< As it was read last, and what was written applied.
  store_error error{};  ///< What the store answered last to a call that failed; none if committed.

  [[nodiscard]] bool committed() const noexcept { return how.committed(); }
};

namespace detail {

/// What a refused turn means for the operation that waited for it.
inline operation_result without_turn(contend::turns::refusal why) noexcept {
  switch (why) {
    case contend::turns::refusal::late:
      return {.end = ending::gave_up, .why = reason::deadline};
    case contend::turns::refusal::stopped:
      return {.end = ending::cancelled, .why = reason::cancelled};
    case contend::turns::refusal::full:
      break;
  }
  return {.end = ending::rejected, .why = reason::guard};
}

/// Until when a wait before an operation's start may last.
inline time_point latest_start(const limits& limits, clock_source& clock) {
  return limits.deadline > duration::zero() ? saturating_add(clock.now(), limits.deadline)
                                            : end_of_time;
}

template <class State, class Decide>
using execution_of = execution<State, typename decision_shape<std::remove_cvref_t<
                                          std::invoke_result_t<Decide&, const State&>>>::refusal>;
}  // namespace detail

/// Runs one operation on `actor` to its end, on the calling thread. State is default-constructed
/// and has apply(const event&) or apply(event_ptr). `decide(const State&)` is called once an
/// attempt and answers in one of the forms of detail/decision_shape.hpp; with nothing to write, or
/// a refusal, the operation ends as declined. Errors are in the result; what apply or decide throws
/// is passed on.
template <class State = history, class Policy, class Decide>
detail::execution_of<State, Decide> execute(event_store& store, std::string_view actor,
                                            const Policy& policy, Decide&& decide,
                                            const execute_options& options = {}) {
  steady_clock_source machine;
  clock_source& clock = options.clock != nullptr ? *options.clock : machine;
  contend::turns::answer turn;
  if (options.turns != nullptr) {
    turn =
        options.turns->wait(actor, detail::latest_start(policy.limits, clock), clock, options.stop);
    if (!turn.granted) {
      const operation_result how = detail::without_turn(turn.why);
      if (options.observer != nullptr) options.observer->ended(actor, how);
      return {.how = how};
    }
  }
  const detail::operation_keys keys = options.seed ? detail::keys_of(*options.seed) : fresh_keys();
  detail::execution_io<detail::execution_of<State, Decide>, Decide> io{
      store, actor, decide, clock, keys, options.commits};
  if (options.observer == nullptr) {
    operation<Policy> op{policy, keys.waits};
    return std::move(io).finish(run_blocking(op, io, clock, options.stop));
  }
  detail::observer_of_actor observer{*options.observer, actor};
  operation<Policy, detail::observer_of_actor> op{policy, keys.waits, observer};
  return std::move(io).finish(run_blocking(op, io, clock, options.stop));
}

}  // namespace contend
