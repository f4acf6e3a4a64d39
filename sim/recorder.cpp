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
  if (const auto faults = faults_.passing(begin_))
    into.faults = {faults->begin - begin_, faults->end - begin_};
  // Four undisturbed operations: long enough to see who lost to whom.
  constexpr duration shortest = std::chrono::milliseconds{1};
  const duration stretch{std::llround(4 * undisturbed)};
  if (moments) into.worst = measure::worst_moment{std::max(stretch, shortest)};
  moments_ = moments;
  for (const population::group& g : writers_.groups()) {
    if (g.name.empty()) break;  // there are no groups
    measure::tally& of_group = into.groups.emplace_back();
    of_group.group = g.name;
    of_group.commits_of_writer.assign(g.writers.count, 0);
  }
  all_ = {};
  last_arrival_ = last_end_ = {};
}

void recorder::span_begins(time_point now, std::span<const std::shared_ptr<guard>> guards) {
  open_before_ = open_times(guards, now);
}

void recorder::span_ends(time_point now, std::span<const std::shared_ptr<guard>> guards) {
  tally_->measured = std::max(now - begin_, duration::zero());
  tally_->retrying.close(tally_->measured);
  for (measure::tally& of_group : tally_->groups) of_group.measured = tally_->measured;
  const std::vector<duration> open = open_times(guards, now);
  for (std::size_t i = 0; i < open.size(); ++i) {
    tally_->breakers_open.add(open[i] - open_before_[i]);
    tally_->breakers_watched.add(tally_->measured);
  }
}

void recorder::still_open(const flight& f) {
  count(f.writer, [](measure::tally& t) { ++t.open_operations; });
  suffered(f, false);
}

void recorder::finish(bool drained) {
  if (!drained) return;
  // Of a run for a time, the makespan would say little more than that time.
  if (end_ == end_of_time) tally_->makespan = last_end_ - time_point{};
  tally_->drain_time = std::max(last_end_ - last_arrival_, duration::zero());
}

void recorder::still_queued(std::uint32_t group, std::size_t arrivals) {
  tally_->open_operations += arrivals;
  if (!tally_->groups.empty()) tally_->groups[group].open_operations += arrivals;
}

void recorder::arrived(std::uint32_t writer, time_point now) {
  last_arrival_ = std::max(last_arrival_, now);
  if (within(now)) count(writer, [](measure::tally& t) { ++t.operations; });
}

void recorder::sent(flight& f, request_kind what, time_point now) {
  const bool reads = what == request_kind::read;
  if (!reads) ++all_.appends;
  if (reads) wasted(f);  // an append that was left unresolved, if anything
  if (!within(now)) return;
  if (f.in_this_attempt < flight::most_in_an_attempt) ++f.in_this_attempt;
  count(f.writer, [&](measure::tally& t) {
    ++(reads ? t.reads : t.appends);
    if (!reads) ++t.open_appends;
  });
}

void recorder::served_after(duration queued, time_point now) {
  if (!within(now)) return;
  tally_->queue_wait.add(queued);
  ++tally_->served;
}

void recorder::appended(const flight& f, const message& m, std::size_t operations, bool repeated,
                        bool current, time_point now) {
  const bool stored = m.how == outcome::committed && !repeated;
  const bool conflict = m.how == outcome::conflict;
  ++(stored ? all_.stored : repeated ? all_.repeated : conflict ? all_.conflicts : all_.rejects);
  if (stored) {
    all_.stored_operations += operations;
    const bool first = m.value == static_cast<version>(operations * workload_.events_per_append);
    if (first) ++tally_->actors_written;
  }
  if (!within(now)) return;
  tally_->over_time.append(now - begin_);
  for (std::size_t i = 0; stored && i < operations; ++i) tally_->over_time.commit(now - begin_);
  if (conflict) tally_->over_time.conflict(now - begin_);
  if (moments_) record_moment(f, m, now);
  // A window ends once, with the append that its decision was made for. In a later attempt
  // read_served is of another one.
  if (m.request != request_kind::append || !current || repeated) return;
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

/// Its attempt has ended without a commit.
void recorder::wasted(flight& f) {
  tally_->wasted_requests += f.in_this_attempt;
  f.in_this_attempt = 0;
}

void recorder::answered(flight& f, const message& m, bool resolves, time_point now) {
  const bool committed = m.how == outcome::committed;
  if (!committed) failed(f, now);
  // A resolve that is refused leaves open what became of its attempt.
  if (!committed && (!resolves || m.how == outcome::conflict)) wasted(f);
  if (!within(now)) return;
  if (m.how == outcome::conflict)
    ++fates_of(f).conflicts;
  else if (!committed)
    ++fates_of(f).failed;
  if (m.request == request_kind::read) return;
  if (tally_->open_appends > 0) --tally_->open_appends;
  if (committed) return;
  if (m.how == outcome::conflict)
    count(f.writer, [](measure::tally& t) { ++t.conflicts; });
  else
    ++tally_->store_rejects;
}

void recorder::unanswered(flight& f, const message& m, time_point now) {
  failed(f, now);
  if (m.request == request_kind::read) wasted(f);
  if (!within(now)) return;
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

void recorder::committed(const flight& f, const operation_result& result) {
  const std::uint32_t first = writers_.of(f.writer).writers.first;
  ++tally_->commits_of_writer[f.writer];
  if (!tally_->groups.empty())
    ++tally_->groups[writers_.of(f.writer).writers.index].commits_of_writer[f.writer - first];
  count(f.writer, [&](measure::tally& t) {
    ++t.commits;
    t.conflicts_absorbed += result.conflicts;
  });
}

/// The conflicts in a row that an operation has had by its end.
void recorder::suffered(const flight& f, bool counted_before) {
  count(f.writer, [&](measure::tally& t) {
    t.starvation_max = std::max<std::uint64_t>(t.starvation_max, f.most_in_a_row);
    if (thrashed(f) && !counted_before) ++t.thrash_operations;
  });
}

void recorder::ended(flight& f, const operation_result& result, time_point now) {
  last_end_ = std::max(last_end_, now);
  // What was deferred unresolved is found out in the background.
  if (!result.committed() && result.end != ending::deferred) wasted(f);
  if (result.committed()) ++all_.committed;
  // One that goes on in the background goes on retrying, too.
  if (f.retrying && now < end_ && !f.background) tally_->retrying.change(now - begin_, -1);
  if (f.measured) record_latency(f, now, f.waited);
  if (!within(now)) return;
  record_fate(f, result);
  // A run until drained is over when it is over: its latencies over time tell nothing more.
  if (end_ != end_of_time) tally_->latency_over_time.record(now - begin_, now - f.arrived);

  suffered(f, false);
  if (result.committed()) return committed(f, result);
  count(f.writer, [&](measure::tally& t) {
    if (result.end == ending::deferred) {
      ++t.deferred;
      return;
    }
    ++(result.end == ending::rejected ? t.rejected : t.give_ups);
    if (result.last == outcome::conflict) ++t.conflicts_escaped;
  });
}

/// How the operation's last attempt ended, or why there was no further one. Who was taken along in
/// another's append made no attempt.
void recorder::record_fate(const flight& f, const operation_result& result) {
  if (f.at == place::taken_along) return;
  if (result.committed()) {
    ++fates_of(f).committed;
    return;
  }
  if (result.unresolved) ++fates_of(f).failed;
  measure::attempt_fates& next = fates_of(f, 1);
  ++(result.end == ending::rejected ? next.refused : next.abandoned);
}

void recorder::part_ended(const flight& f, time_point now) {
  if (within(now)) record_fate(f, f.op.result());
}

void recorder::ended_later(flight& f, const operation_result& result, bool thrashed,
                           time_point now) {
  last_end_ = std::max(last_end_, now);
  if (!result.committed()) wasted(f);
  if (f.retrying && now < end_) tally_->retrying.change(now - begin_, -1);
  if (result.committed()) {
    ++all_.committed;
    if (f.measured) {
      tally_->deferred_delay.add(now - f.arrived);
      ++tally_->deferred_done;
    }
  }
  if (!within(now)) return;
  record_fate(f, result);
  suffered(f, thrashed);
  ++(result.committed() ? tally_->background_commits : tally_->dead_letters);
  if (result.committed()) committed(f, result);
}

void recorder::left_open(const flight& f, time_point now) {
  if (!f.measured) return;
  const duration in_this_wait = f.waiting ? now.time_since_epoch() : duration::zero();
  record_latency(f, now, f.waited + in_this_wait);
}

void recorder::left_queued(std::uint32_t writer, time_point arrived, time_point now) {
  if (!within(arrived)) return;
  count(writer, [&](measure::tally& t) { t.latency.record(now - arrived); });
}

void recorder::record_latency(const flight& f, time_point end, duration waited) {
  count(f.writer, [&](measure::tally& t) {
    t.latency.record(end - f.arrived);
    t.waited_by_choice.add(waited);
  });
}

}  // namespace contend::sim
