// How an operation speaks with the guards of its policy: in order; with those that had admitted
// told when a later one refuses; and each admission followed by exactly one end or withdrawal.
#pragma once

#include <contend/policies/guard.hpp>

namespace contend::detail {

/// What the guards of one operation were asked and still await. The guards are passed in each time,
/// so that a million operations do not each hold a pointer to them.
template <class Guards>
class guard_dialogue {
 public:
  /// May the next attempt start? Admits the operation itself first, once.
  admission start_attempt(const Guards& guards, time_point now) {
    if (!operation_) {
      const admission answer = ask_all(
          guards, [&](guard& g) { return g.admit_operation(now); },
          [&](guard& g) { g.operation_withdrawn(now); });
      if (!answer.ok()) return answer;
      operation_ = true;
    }
    const admission answer = ask_all(
        guards, [&](guard& g) { return g.admit_attempt(now); },
        [&](guard& g) { g.attempt_withdrawn(duration::zero(), now); });
    if (!answer.ok()) return answer;
    attempt_ = true;
    attempt_at_ = now;
    retry_ = false;  // it has become an attempt: no longer to be withdrawn
    return answer;
  }

  void attempt_ended(const Guards& guards, outcome how, time_point now) {
    if (!attempt_) return;
    attempt_ = false;
    for (const auto& g : guards) g->attempt_ended(how, now - attempt_at_, now);
  }

  [[nodiscard]] bool admit_retry(const Guards& guards, const attempt_facts& facts) {
    const admission answer = ask_all(
        guards, [&](guard& g) { return g.admit_retry(facts); },
        [&](guard& g) { g.retry_withdrawn(facts); });
    retry_ = answer.ok();
    retry_at_ = facts.now;
    return retry_;
  }

  /// The operation is over. `facts`: what it knows last.
  void operation_ended(const Guards& guards, bool committed, attempt_facts facts) {
    const time_point now = facts.now;
    if (retry_) {
      facts.now = retry_at_;
      for (const auto& g : guards) g->retry_withdrawn(facts);
    }
    if (attempt_)
      for (const auto& g : guards) g->attempt_withdrawn(now - attempt_at_, now);
    if (operation_)
      for (const auto& g : guards) g->operation_ended(committed, now);
  }

 private:
  /// Asks each guard by `ask(guard)`; at the first that does not admit, takes back what the ones
  /// before it had admitted by `withdraw(guard)` and returns its answer.
  template <class Ask, class Withdraw>
  static admission ask_all(const Guards& guards, Ask ask, Withdraw withdraw) {
    for (auto it = guards.begin(); it != guards.end(); ++it) {
      const admission answer = ask(**it);
      if (answer.ok()) continue;
      for (auto earlier = guards.begin(); earlier != it; ++earlier) withdraw(**earlier);
      return answer;
    }
    return admitted();
  }

  time_point attempt_at_{};  ///< When the attempt that is open was admitted.
  time_point retry_at_{};    ///< When the retry that is waited for was admitted.
  bool operation_ = false;   ///< The guards await operation_ended.
  bool attempt_ = false;     ///< They await attempt_ended.
  bool retry_ = false;       ///< They admitted a retry that has not started yet.
};

template <>
class guard_dialogue<no_guards> {
 public:
  static admission start_attempt(no_guards, time_point) { return admitted(); }
  static void attempt_ended(no_guards, outcome, time_point) {}
  static bool admit_retry(no_guards, const attempt_facts&) { return true; }
  static void operation_ended(no_guards, bool, const attempt_facts&) {}
};

}  // namespace contend::detail
