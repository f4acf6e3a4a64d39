#include <algorithm>
#include <cmath>
#include <limits>

#include <contend/policies/guards/breaker.hpp>
#include <contend/sim/recorder.hpp>

namespace contend::sim {

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();
constexpr double second = 1e9;

/// How long the breakers among `guards` have stood open so far, one after the other.
std::vector<duration> open_times(std::span<const std::shared_ptr<guard>> guards, time_point now) {
  std::vector<duration> times;
  for (const auto& g : guards)
    if (const auto* b = dynamic_cast<const breaker*>(g.get())) times.push_back(b->open_time(now));
  return times;
}

}  // namespace

recorder::recorder(const scenario_model& model, const population& writers)
    : workload_{model.workload},
      writers_{writers},
      faults_{model.faults},
      begin_{model.run.warmup},
      end_{model.run.length ? time_point{} + *model.run.length : end_of_time} {}

void recorder::begin(measure::tally& into, bool moments) {
  tally_ = &into;
  into = {};
  into.commits_of_writer.assign(writers_.writers(), 0);
  into.offered_rate = writers_.offered_rate();
  const double undisturbed = writers_.undisturbed_time();
  into.solo_rate = undisturbed > 0 ? second / undisturbed : endless;
  into.starts = begin_.time_since_epoch();
  if (!faults_.empty()) into.faults = {faults_.begin() - begin_, faults_.end() - begin_};
  // Four undisturbed operations: long enough to see who lost to whom.
  constexpr duration shortest = std::chrono::milliseconds{1};
  const duration stretch{std::llround(4 * undisturbed)};
  if (moments) into.worst = measure::worst_moment{std::max(stretch, shortest)};
  moments_ = moments;
  all_ = {};
  last_arrival_ = last_end_ = {};
}

void recorder::span_begins(time_point now, std::span<const std::shared_ptr<guard>> guards) {
  open_before_ = open_times(guards, now);
}

void recorder::span_ends(time_point now, std::span<const std::shared_ptr<guard>> guards) {
  tally_->measured = std::max(now - begin_, duration::zero());
  tally_->retrying.close(tally_->measured);
  const std::vector<duration> open = open_times(guards, now);
  for (std::size_t i = 0; i < open.size(); ++i) {
    tally_->breakers_open.add(open[i] - open_before_[i]);
    tally_->breakers_watched.add(tally_->measured);
  }
}

void recorder::still_open(const flight& f) {
  ++tally_->open_operations;
  tally_->starvation_max = std::max<std::uint64_t>(tally_->starvation_max, f.most_in_a_row);
  if (f.most_in_a_row >= 3) ++tally_->thrash_operations;
}

void recorder::finish(bool drained) {
  if (!drained) return;
  // Of a run for a time, the makespan would say little more than that time.
  if (end_ == end_of_time) tally_->makespan = last_end_ - time_point{};
  tally_->drain_time = std::max(last_end_ - last_arrival_, duration::zero());
}

void recorder::still_queued(std::size_t arrivals) { tally_->open_operations += arrivals; }

void recorder::arrived(time_point now) {
  last_arrival_ = std::max(last_arrival_, now);
  if (within(now)) ++tally_->operations;
}

void recorder::sent(request_kind what, time_point now) {
  const bool reads = what == request_kind::read;
  if (!reads) ++all_.appends;
  if (!within(now)) return;
  ++(reads ? tally_->reads : tally_->appends);
  if (!reads) ++tally_->open_appends;
}

void recorder::served_after(duration queued, time_point now) {
  if (!within(now)) return;
  tally_->queue_wait.add(queued);
  ++tally_->served;
}

void recorder::appended(const flight& f, const message& m, bool repeated, time_point now) {
  const bool stored = m.how == outcome::committed && !repeated;
  const bool conflict = m.how == outcome::conflict;
  ++(stored ? all_.stored : repeated ? all_.repeated : conflict ? all_.conflicts : all_.rejects);
  if (stored && m.value == workload_.events_per_append) ++tally_->actors_written;
  if (!within(now)) return;
  tally_->over_time.append(now - begin_);
  if (stored) tally_->over_time.commit(now - begin_);
  if (conflict) tally_->over_time.conflict(now - begin_);
  if (moments_) record_moment(f, m, now);
  tally_->vulnerability.add(now - f.read_served);
  ++tally_->vulnerability_windows;
}

void recorder::record_moment(const flight& f, const message& m, time_point now) {
  using fate = measure::attempt_record::fate;
  // Of an append that its writer no longer waits for, the time of its read is not known any more.
  if (m.request != request_kind::append || m.number != f.requests) return;
  tally_->worst.add({.writer = f.writer,
                     .actor = f.actor,
                     .number = f.op.result().attempts,
                     .read = f.read_served.time_since_epoch(),
                     .append = now.time_since_epoch(),
                     .how = m.how == outcome::committed  ? fate::committed
                            : m.how == outcome::conflict ? fate::conflict
                                                         : fate::failed});
}

/// Of the operation's attempt under way, or one further on.
measure::attempt_fates& recorder::fates_of(const flight& f, std::uint32_t further) {
  return tally_->fates.at(std::size_t{f.op.result().attempts} + further);
}

void recorder::failed(flight& f, time_point now) {
  if (f.retrying) return;
  f.retrying = true;
  if (now < end_) tally_->retrying.change(now - begin_, +1);
}

void recorder::answered(flight& f, const message& m, time_point now) {
  if (m.how != outcome::committed) failed(f, now);
  if (!within(now)) return;
  if (m.how == outcome::conflict)
    ++fates_of(f).conflicts;
  else if (m.how != outcome::committed)
    ++fates_of(f).failed;
  if (m.request == request_kind::read) {
    if (m.how != outcome::committed) ++tally_->wasted_requests;
    return;
  }
  if (tally_->open_appends > 0) --tally_->open_appends;
  if (m.how == outcome::committed) return;
  tally_->wasted_requests += 2;  // the append, and the read that it stood on
  ++(m.how == outcome::conflict ? tally_->conflicts : tally_->store_rejects);
}

void recorder::unanswered(flight& f, const message& m, time_point now) {
  failed(f, now);
  if (!within(now)) return;
  ++tally_->wasted_requests;
  if (m.request == request_kind::read) {
    ++fates_of(f).failed;
    return;
  }
  if (tally_->open_appends > 0) --tally_->open_appends;
  ++tally_->unanswered;
}

void recorder::noticed(time_point now) {
  if (within(now)) ++tally_->notices;
}

void recorder::ended(const flight& f, time_point now) {
  last_end_ = std::max(last_end_, now);
  const operation_result& result = f.op.result();
  if (result.committed()) ++all_.committed;
  if (f.retrying && now < end_) tally_->retrying.change(now - begin_, -1);
  if (f.measured) record_latency(f, now, f.waited);
  if (!within(now)) return;
  record_fate(f);
  // A run until drained is over when it is over: its latencies over time tell nothing more.
  if (end_ != end_of_time) tally_->latency_over_time.record(now - begin_, now - f.arrived);

  tally_->starvation_max = std::max<std::uint64_t>(tally_->starvation_max, f.most_in_a_row);
  if (f.most_in_a_row >= 3) ++tally_->thrash_operations;
  switch (result.end) {
    case ending::committed:
      ++tally_->commits;
      ++tally_->commits_of_writer[f.writer];
      tally_->conflicts_absorbed += result.conflicts;
      return;
    case ending::deferred:
      ++tally_->deferred;
      return;
    case ending::rejected:
      ++tally_->rejected;
      break;
    case ending::gave_up:
    case ending::declined:
    case ending::cancelled:
      ++tally_->give_ups;
      break;
  }
  if (result.last == outcome::conflict) ++tally_->conflicts_escaped;
}

/// How the operation's last attempt ended, or why there was no further one.
void recorder::record_fate(const flight& f) {
  const operation_result& result = f.op.result();
  if (result.committed()) {
    ++fates_of(f).committed;
    return;
  }
  if (result.unresolved) ++fates_of(f).failed;
  measure::attempt_fates& next = fates_of(f, 1);
  ++(result.end == ending::rejected ? next.refused : next.abandoned);
}

void recorder::left_open(const flight& f, time_point now) {
  if (!f.measured) return;
  const duration in_this_wait = f.waiting ? now.time_since_epoch() : duration::zero();
  record_latency(f, now, f.waited + in_this_wait);
}

void recorder::left_queued(time_point arrived, time_point now) {
  if (within(arrived)) tally_->latency.record(now - arrived);
}

void recorder::record_latency(const flight& f, time_point end, duration waited) {
  tally_->latency.record(end - f.arrived);
  tally_->waited_by_choice.add(waited);
}

}  // namespace contend::sim
