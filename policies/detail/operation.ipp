// The transitions of operation<>. Included by operation.hpp only.

namespace contend {

namespace detail {

template <class Observer>
inline constexpr bool observer_times = [] {
  if constexpr (requires { Observer::times_attempts; })
    return bool{Observer::times_attempts};
  else
    return true;
}();

}  // namespace detail

template <class Policy, class Observer>
bool operation<Policy, Observer>::timed() const noexcept {
  return detail::observer_times<Observer> || policy_->times_attempts();
}

template <class Policy, class Observer>
bool operation<Policy, Observer>::needs_time(const answer& a) const noexcept {
  if (state_ == state::over) return false;
  if (a.how != outcome::committed || timed()) return true;
  switch (a.what) {
    case answer::kind::started:
    case answer::kind::time:
    case answer::kind::commit:
      return has_deadline();
    default:
      return false;
  }
}

/// Inlined into its driver's loop, so that an answer need not go through memory: a fifth of the
/// time of an uncontended append.
template <class Policy, class Observer>
[[gnu::always_inline]] inline action operation<Policy, Observer>::resume(const answer& a) {
  if (state_ == state::over) return {};
  switch (a.what) {
    case answer::kind::started:
      return start(a);
    case answer::kind::time:
      return on_time(a);
    case answer::kind::read:
      return on_read(a);
    case answer::kind::decided:
      return on_decided(a);
    case answer::kind::declined:
      return finish(ending::declined, reason::decided, a.now);
    case answer::kind::appended:
      return on_appended(a);
    case answer::kind::commit:
      return on_commit(a);
    case answer::kind::cancelled:
      break;
  }
  return finish(ending::cancelled, reason::cancelled, a.now);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::start(const answer& a) {
  started_ = a.now;
  return begin_attempt(a.now);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_time(const answer& a) {
  return state_ == state::admitting ? ask_to_start(a.now) : begin_attempt(a.now);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_commit(const answer& a) {
  return begin_attempt(a.now);
}

/// Everything that starts an attempt or a resolve comes through here.
template <class Policy, class Observer>
action operation<Policy, Observer>::begin_attempt(time_point now) {
  if (too_late(now)) return finish(ending::gave_up, reason::deadline, now);
  if constexpr (Policy::has_guards) {
    if (!policy_->guards.empty()) {
      state_ = state::admitting;
      return {.what = action::kind::admit};
    }
  }
  return request(now);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::ask_to_start(time_point now) {
  const admission answered = guards_.start_attempt(policy_->guards, now);
  switch (answered.what) {
    case admission::kind::refused:
      return finish(ending::rejected, reason::guard, now);
    case admission::kind::wait:
      if (too_late(answered.until)) return finish(ending::gave_up, reason::deadline, now);
      if constexpr (requires { observer_->waiting(attempt_facts{}, duration{}); })
        observer_->waiting(known(now), answered.until - now);
      return wait_out(action::kind::wait, 0, answered.until);
    case admission::kind::admitted:
      break;
  }
  return request(now);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::request(time_point now) {
  state_ = state::running;
  request_sent_ = now;
  if (resolving()) return {.what = action::kind::resolve, .at = expected_};
  ++result_.attempts;
  return {.what = action::kind::read, .at = expected_};
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_read(const answer& a) {
  if (a.how != outcome::committed) {
    answer failed = a;
    // A read without an answer changed nothing, so nothing needs resolving.
    if (failed.how == outcome::ambiguous) failed.how = outcome::transient;
    return on_failure(failed);
  }
  if (seen_ < 0) seen_ = a.current;
  result_.current = expected_ = a.current;
  return {.what = action::kind::decide, .at = expected_};
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_decided(const answer& a) {
  request_sent_ = a.now;
  in_flight_ = true;
  return {.what = action::kind::append, .at = expected_};
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_appended(const answer& a) {
  in_flight_ = false;
  if (a.how == outcome::ambiguous) unanswered_ = true;
  // What is resolved is one append sent several times: a conflict tells that none of them is
  // stored. Without resolving, the conflict may well be with the operation's own unanswered append.
  if (a.how == outcome::committed || (a.how == outcome::conflict && resolving()))
    unanswered_ = false;
  if (a.how != outcome::committed) return on_failure(a);

  result_.current = a.current;
  guards_.attempt_ended(policy_->guards, outcome::committed, a.now);
  return finish(ending::committed, reason::none, a.now);
}

template <class Policy, class Observer>
attempt_facts operation<Policy, Observer>::learn(const answer& a) {
  const bool conflict = a.how == outcome::conflict;
  ++failures_;
  conflicts_in_a_row_ = conflict ? conflicts_in_a_row_ + 1 : 0;
  result_.last = a.how;
  if (conflict) {
    ++result_.conflicts;
    result_.current = a.current;
  }
  attempt_facts facts = known(a.now);
  facts.retry_after = a.retry_after;
  if (a.what == answer::kind::appended)
    facts.attempted = expected_ < std::numeric_limits<version>::max() ? expected_ + 1 : expected_;
  if (conflict) facts.commits_since_previous = std::max<version>(a.current - seen_, 0);
  if (seen_ >= 0) seen_ = result_.current;
  if (timed()) {  // else request_sent_ and started_ may be anything
    facts.round_trip = a.now - request_sent_;
    facts.elapsed = a.now - started_;
  }
  return facts;
}

/// What is known between attempts.
template <class Policy, class Observer>
attempt_facts operation<Policy, Observer>::known(time_point now) const noexcept {
  return {.failures = failures_,
          .conflicts_in_a_row = conflicts_in_a_row_,
          .last = result_.last,
          .current = result_.current,
          .now = now};
}

template <class Policy, class Observer>
reason operation<Policy, Observer>::limit_reached(outcome how) const noexcept {
  const limits& limits = policy_->limits;
  if (how == outcome::permanent) return reason::permanent;
  if (resolving()) return reason::none;  // before anything else counts
  if (how != outcome::ambiguous && !limits.retry.contains(how)) return reason::not_retried;
  if (limits.attempts != 0 && result_.attempts >= limits.attempts) return reason::attempts;
  return reason::none;
}

template <class Policy, class Observer>
action operation<Policy, Observer>::on_failure(const answer& a) {
  const attempt_facts facts = learn(a);
  guards_.attempt_ended(policy_->guards, facts.last, facts.now);
  if constexpr (requires { observer_->attempt_failed(facts); }) observer_->attempt_failed(facts);

  const reason limit = limit_reached(facts.last);
  if (limit != reason::none) return finish(ending::gave_up, limit, facts.now);
  random_source random{key_.with(failures_)};
  return follow(facts, ask(policy_->backoff, facts, random, memory_));
}

/// Carries out what the backoff answered, as far as deadline and guards let it.
template <class Policy, class Observer>
action operation<Policy, Observer>::follow(const attempt_facts& facts, decision d) {
  if (d.what == decision::kind::give_up) return finish(ending::gave_up, d.why, facts.now);
  if (d.what == decision::kind::defer) return finish(ending::deferred, reason::none, facts.now);

  // A store that asks for less is given its time: a commit does not end that wait.
  const bool asked = facts.retry_after > duration::zero();
  const bool for_commit = d.what == decision::kind::retry_on_commit && !asked;
  if (d.what == decision::kind::retry_on_commit && asked) d.delay = duration::zero();
  const duration delay = std::max({d.delay, facts.retry_after, duration::zero()});
  time_point until = saturating_add(facts.now, delay);
  if (for_commit) until = std::min(until, deadline());
  if (too_late(for_commit ? facts.now : until))
    return finish(ending::gave_up, reason::deadline, facts.now);
  if (!guards_.admit_retry(policy_->guards, facts))
    return finish(ending::rejected, reason::guard, facts.now);

  if constexpr (requires { observer_->resolving(facts); })
    if (resolving()) observer_->resolving(facts);
  if (until <= facts.now) return begin_attempt(facts.now);
  if constexpr (requires { observer_->waiting(facts, delay); })
    observer_->waiting(facts, until - facts.now);
  return for_commit ? wait_out(action::kind::wait_for_commit, d.after, until)
                    : wait_out(action::kind::wait, 0, until);
}

template <class Policy, class Observer>
action operation<Policy, Observer>::wait_out(action::kind what, version after, time_point until) {
  state_ = state::waiting;
  return {.what = what, .at = after, .until = until};
}

template <class Policy, class Observer>
action operation<Policy, Observer>::finish(ending end, reason why, time_point now) {
  state_ = state::over;
  result_.end = end;
  result_.why = why;
  if (end == ending::committed) result_.last = outcome::committed;
  result_.unresolved = end != ending::committed && (unanswered_ || in_flight_);
  guards_.operation_ended(policy_->guards, end == ending::committed, known(now));
  if constexpr (requires { observer_->ended(result_); }) observer_->ended(result_);
  return {};
}

template <class Policy, class Observer>
bool operation<Policy, Observer>::resolving() const noexcept {
  return unanswered_ && policy_->limits.resolve;
}

template <class Policy, class Observer>
bool operation<Policy, Observer>::has_deadline() const noexcept {
  return policy_->limits.deadline > duration::zero();
}

template <class Policy, class Observer>
time_point operation<Policy, Observer>::deadline() const noexcept {
  return has_deadline() ? saturating_add(started_, policy_->limits.deadline) : end_of_time;
}

template <class Policy, class Observer>
bool operation<Policy, Observer>::too_late(time_point t) const noexcept {
  return has_deadline() && t >= deadline();
}

}  // namespace contend
