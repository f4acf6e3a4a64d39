// The blocking driver: carries out what an operation says, on the calling thread.
//
//   operation op{policy, key};
//   run_blocking(op, io, clock, stop);
//
// `io` is what the operation is about. It answers, by the functions beside `answer`:
//
//   answer read(version known)       the actor's version, having learnt what happened since `known`
//   answer decide(version at)        decided() or declined()
//   answer append(version expected)  what was decided, expecting exactly that version
//   answer resolve(version expected) the same events again: same ids, same expected version
//
// and, where the store tells of commits, with the promise that one which came before the call
// counts:
//
//   answer wait_for_commit(version after, time_point until, const std::stop_token&)
//                                    commit_seen(current), or time_is({}) at `until` or on a stop
//
// Without it a wait for a commit lasts until its time. A stop ends every wait at once and starts
// nothing new; an append already sent is waited for, and if it committed it counts.
#pragma once

#include <concepts>
#include <stop_token>

#include <contend/policies/operation.hpp>

namespace contend {

template <class Io>
concept blocking_io = requires(Io& io, version v) {
  { io.read(v) } -> std::same_as<answer>;
  { io.decide(v) } -> std::same_as<answer>;
  { io.append(v) } -> std::same_as<answer>;
  { io.resolve(v) } -> std::same_as<answer>;
};

namespace detail {

template <blocking_io Io, class Clock>
answer carry_out(const action& next, Io& io, Clock& clock, const std::stop_token& stop) {
  switch (next.what) {
    case action::kind::read:
      return io.read(next.at);
    case action::kind::decide:
      return io.decide(next.at);
    case action::kind::append:
      return io.append(next.at);
    case action::kind::resolve:
      return io.resolve(next.at);
    case action::kind::wait_for_commit:
      if constexpr (requires { io.wait_for_commit(next.at, next.until, stop); })
        return io.wait_for_commit(next.at, next.until, stop);
      [[fallthrough]];
    case action::kind::wait:
      clock.wait_until(next.until, stop);
      break;
    case action::kind::admit:
    case action::kind::done:
      break;
  }
  return time_is({});
}

}  // namespace detail

/// Runs `op`, which must be fresh, to its end and returns its result. `clock` is read only where
/// the operation needs the time. What `io` throws is passed on, after `op` was cancelled, so that
/// its guards are not left waiting for it.
template <class Operation, blocking_io Io, class Clock>
const operation_result& run_blocking(Operation& op, Io& io, Clock& clock,
                                     const std::stop_token& stop = {}) {
  const auto resume = [&](answer a) {
    if (op.needs_time(a)) a.now = clock.now();
    return op.resume(a);
  };
  try {
    answer a = started({});
    for (;;) {
      // What became of an append is told in any case: a commit that the store confirmed stays one.
      const bool appended = a.what == answer::kind::appended;
      if (!appended && stop.stop_requested()) a = cancelled();
      const action next = resume(a);
      if (next.what == action::kind::done) break;
      a = appended && stop.stop_requested() ? cancelled()
                                            : detail::carry_out(next, io, clock, stop);
    }
  } catch (...) {
    resume(cancelled());
    throw;
  }
  return op.result();
}

}  // namespace contend
