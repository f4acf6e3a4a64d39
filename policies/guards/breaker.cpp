#include <algorithm>
#include <limits>

#include <contend/policies/detail/delay.hpp>
#include <contend/policies/guards/breaker.hpp>

namespace contend {

namespace {

constexpr std::uint64_t open_purpose = 0;
constexpr std::uint64_t ramp_purpose = 1;
/// The share of attempts that is admitted at the start of the ramp.
constexpr double ramp_floor = 0.1;

constexpr bool is_failure(outcome how) noexcept {
  return how == outcome::transient || how == outcome::throttled || how == outcome::ambiguous;
}

breaker_options sound(breaker_options o) noexcept {
  o.probes = std::max(o.probes, 1U);
  o.size = std::max(o.size, 1U);
  o.min_outcomes = std::max(o.min_outcomes, 1U);
  if (o.window == breaker_window::count) o.min_outcomes = std::min(o.min_outcomes, o.size);
  return o;
}

/// Whether time spent in this state counts as open.
constexpr bool refuses(breaker_state s) noexcept {
  return s == breaker_state::open || s == breaker_state::forced_open;
}

}  // namespace

breaker::breaker(options chosen, random_key key)
    : options_{sound(chosen)},
      key_{key},
      until_{std::numeric_limits<time_point::rep>::max()},
      judged_since_{std::numeric_limits<time_point::rep>::min()},
      by_time_{chosen.period},
      by_count_{options_.window == breaker_window::count ? options_.size : 1} {}

admission breaker::admit_attempt(time_point now) {
  switch (state_.load(std::memory_order_acquire)) {
    case breaker_state::closed:
    case breaker_state::forced_closed:
      return admitted();
    case breaker_state::forced_open:
      return refused();
    case breaker_state::recovering:
      return readmit(now);
    case breaker_state::open:
    case breaker_state::half_open:
      break;
  }
  return can_retry(now) ? probe(now) : refused();
}

admission breaker::admit_retry(const attempt_facts& facts) {
  return refuses(state(facts.now)) ? refused() : admitted();
}

bool breaker::can_retry(time_point now) const noexcept {
  switch (state_.load(std::memory_order_acquire)) {
    case breaker_state::forced_open:
      return false;
    case breaker_state::open:
      return now >= until();
    case breaker_state::half_open:
      return probes_left_.load(std::memory_order_relaxed) > 0 || now >= until();
    default:
      return true;
  }
}

void breaker::attempt_ended(outcome how, duration took, time_point now) {
  const bool failed = is_failure(how);
  const bool slow = options_.slow_after > duration::zero() && took >= options_.slow_after;
  switch (state_.load(std::memory_order_acquire)) {
    case breaker_state::half_open:
      return probe_ended(!failed && !slow, took, now);
    case breaker_state::recovering:
      if (now >= until()) recovered(now);
      [[fallthrough]];
    case breaker_state::closed:
      if (!before_this_judgement(took, now) && too_many(record(failed, slow, now))) trip(took, now);
      return;
    default:
      return;
  }
}

void breaker::attempt_withdrawn(duration took, time_point now) {
  if (state_.load(std::memory_order_acquire) != breaker_state::half_open) return;
  const std::lock_guard lock{mutex_};
  if (state_.load(std::memory_order_relaxed) != breaker_state::half_open) return;
  if (!before_this_judgement(took, now)) probes_left_.fetch_add(1, std::memory_order_relaxed);
}

/// An attempt that was admitted before the store was last probed says nothing about it now.
bool breaker::before_this_judgement(duration took, time_point now) const noexcept {
  return (now - took).time_since_epoch().count() < judged_since_.load(std::memory_order_relaxed);
}

detail::outcome_counts breaker::record(bool failed, bool slow, time_point now) noexcept {
  return options_.window == breaker_window::time ? by_time_.record(failed, slow, now)
                                                 : by_count_.record(failed, slow);
}

bool breaker::too_many(const detail::outcome_counts& seen) const noexcept {
  if (seen.outcomes < options_.min_outcomes) return false;
  // The tolerance lets 3 of 30 reach 10 %, which a double just misses.
  const auto reached = [&](std::int64_t some, share of_all) {
    const double least = of_all.value * static_cast<double>(seen.outcomes);
    return some > 0 && static_cast<double>(some) >= least * (1 - 1e-12);
  };
  return reached(seen.failures, options_.failure_rate) ||
         (options_.slow_after > duration::zero() && reached(seen.slow, options_.slow_rate));
}

admission breaker::probe(time_point now) {
  {
    const std::lock_guard lock{mutex_};
    const breaker_state current = state_.load(std::memory_order_relaxed);
    if (current == breaker_state::open || current == breaker_state::half_open) {
      // In half-open its time is over when probes were never answered: others are sent.
      if (now >= until())
        half_open(now);
      else if (current == breaker_state::open)
        return refused();
      if (probes_left_.load(std::memory_order_relaxed) == 0) return refused();
      probes_left_.fetch_sub(1, std::memory_order_relaxed);
      return admitted();
    }
  }
  return admit_attempt(now);  // its state has changed since it was looked at
}

admission breaker::readmit(time_point now) {
  const duration left = until() - now;
  if (left <= duration::zero()) {
    recovered(now);
    return admitted();
  }
  const auto part = static_cast<double>(left.count()) / static_cast<double>(options_.ramp.count());
  const std::uint64_t ticket = ramp_ticket_.fetch_add(1, std::memory_order_relaxed);
  random_source random{key_.with(ramp_purpose).with(ticket)};
  return random.unit() < std::max(ramp_floor, 1 - part) ? admitted() : refused();
}

void breaker::probe_ended(bool well, duration took, time_point now) {
  const std::lock_guard lock{mutex_};
  if (state_.load(std::memory_order_relaxed) != breaker_state::half_open) return;
  if (before_this_judgement(took, now)) return;
  if (!well) return open(now);
  if (++probes_well_ == options_.probes) recover(now);
}

void breaker::trip(duration took, time_point now) {
  const std::lock_guard lock{mutex_};
  const breaker_state current = state_.load(std::memory_order_relaxed);
  const bool judging = current == breaker_state::closed || current == breaker_state::recovering;
  if (judging && !before_this_judgement(took, now)) open(now);
}

void breaker::recovered(time_point now) {
  const std::lock_guard lock{mutex_};
  if (state_.load(std::memory_order_relaxed) == breaker_state::recovering && now >= until())
    close(now);
}

void breaker::open(time_point now) {
  random_source random{key_.with(open_purpose).with(openings_)};
  const duration longest = options_.open_for_most;
  const duration planned = detail::doubled(options_.open_for, doublings_, longest);
  open_now_for_ = detail::spread(random, planned, options_.jitter.value);
  ++doublings_;
  ++openings_;
  forget();
  become(breaker_state::open, now, saturating_add(now, open_now_for_));
}

void breaker::half_open(time_point now) {
  probes_well_ = 0;
  probes_left_.store(options_.probes, std::memory_order_relaxed);
  judged_since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  become(breaker_state::half_open, now, saturating_add(now, open_now_for_));
}

void breaker::recover(time_point now) {
  if (options_.ramp <= duration::zero()) return close(now);
  forget();
  become(breaker_state::recovering, now, saturating_add(now, options_.ramp));
}

void breaker::close(time_point now) {
  doublings_ = 0;
  become(breaker_state::closed, now, end_of_time);
}

void breaker::become(breaker_state next, time_point now, time_point until) {
  open_total_ += open_so_far(now);
  since_ = now;
  until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
  state_.store(next, std::memory_order_release);
}

void breaker::forget() noexcept {
  by_time_.clear();
  by_count_.clear();
}

void breaker::force_open(time_point now) {
  const std::lock_guard lock{mutex_};
  become(breaker_state::forced_open, now, end_of_time);
}

void breaker::force_closed(time_point now) {
  const std::lock_guard lock{mutex_};
  become(breaker_state::forced_closed, now, end_of_time);
}

void breaker::reset(time_point now) {
  const std::lock_guard lock{mutex_};
  judged_since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  forget();
  close(now);
}

time_point breaker::until() const noexcept {
  return time_point{duration{until_.load(std::memory_order_relaxed)}};
}

/// In the state that it is in now.
duration breaker::open_so_far(time_point now) const noexcept {
  if (!refuses(state_.load(std::memory_order_relaxed))) return duration::zero();
  return std::max(std::min(now, until()) - since_, duration::zero());
}

duration breaker::open_time(time_point now) const {
  const std::lock_guard lock{mutex_};
  return open_total_ + open_so_far(now);
}

std::uint64_t breaker::openings() const {
  const std::lock_guard lock{mutex_};
  return openings_;
}

/// As an attempt at `now` would find it.
breaker_state breaker::state(time_point now) const noexcept {
  const breaker_state stored = state_.load(std::memory_order_acquire);
  if (stored == breaker_state::open && now >= until()) return breaker_state::half_open;
  if (stored == breaker_state::recovering && now >= until()) return breaker_state::closed;
  return stored;
}

}  // namespace contend
