#include <contend/sim/simulation.hpp>
#include <contend/sim/timeline.hpp>

namespace contend::sim {

using measure::timeline;

timeline_recorder::watched* timeline_recorder::find(std::uint32_t index) {
  const bool known =
      !over_ && index < of_flight_.size() && of_flight_[index].operation != timeline::nowhere;
  return known ? &of_flight_[index] : nullptr;
}

timeline_recorder::step* timeline_recorder::under_way(std::uint32_t index) {
  const watched* w = find(index);
  return w == nullptr || w->step == timeline::nowhere ? nullptr : &seen_.steps[w->step];
}

void timeline_recorder::end_step(watched& w, time_point now) {
  if (w.step == timeline::nowhere) return;
  seen_.steps[w.step].to = now.time_since_epoch();
  seen_.steps[w.step].open = false;
  w.step = timeline::nowhere;
}

/// No further operation is recorded.
void timeline_recorder::close(timeline::end why) {
  if (closed_) return;
  closed_ = true;
  seen_.until = why;
}

void timeline_recorder::stop_if_done() {
  if (closed_ && open_ == 0) done_.request_stop();
}

void timeline_recorder::started(std::uint32_t index, const flight& f, std::uint32_t node,
                                time_point now) {
  const duration at = now.time_since_epoch();
  if (at >= limits_.from && at - limits_.from >= limits_.length)
    close(timeline::end::of_the_window);
  if (!closed_ && seen_.operations.size() == limits_.operations)
    close(timeline::end::most_operations);
  stop_if_done();
  if (closed_ || at < limits_.from) return;
  if (index >= of_flight_.size()) of_flight_.resize(index + 1);
  of_flight_[index] = {.operation = seen_.operations.size()};
  seen_.operations.push_back({.writer = f.writer,
                              .node = node,
                              .actor = f.actor,
                              .number = f.number,
                              .background = f.background,
                              .arrived = f.arrived.time_since_epoch(),
                              .from = at});
  ++open_;
}

void timeline_recorder::begin_step(std::uint32_t index, step::kind what, std::uint32_t attempt,
                                   time_point now) {
  watched* w = find(index);
  if (w == nullptr) return;
  end_step(*w, now);
  if (seen_.steps.size() == limits_.steps) {
    closed_ = true;
    over_ = now;
    seen_.until = timeline::end::most_steps;
    done_.request_stop();
    return;
  }
  w->step = seen_.steps.size();
  seen_.steps.push_back({.what = what,
                         .operation = w->operation,
                         .attempt = attempt,
                         .from = now.time_since_epoch()});
}

void timeline_recorder::served(std::uint32_t index, outcome how, version expected, version current,
                               time_point now) {
  step* s = under_way(index);
  if (s == nullptr) return;
  s->served = now.time_since_epoch();
  s->expected = expected;
  s->current = current;
  if (s->what != step::kind::append) return;
  // Exactly one append that expects this version commits: the others lose to it.
  const std::pair key{seen_.operations[s->operation].actor, expected};
  if (how == outcome::committed)
    winners_.emplace(key, static_cast<std::size_t>(s - seen_.steps.data()));
  else if (const auto winner = winners_.find(key);
           how == outcome::conflict && winner != winners_.end())
    s->lost_to = winner->second;
}

void timeline_recorder::answered(std::uint32_t index, outcome how, version current,
                                 time_point now) {
  step* s = under_way(index);
  if (s == nullptr) return;
  s->how = how;
  s->current = current;
  end_step(*find(index), now);
}

void timeline_recorder::ended(std::uint32_t index, const operation_result& result, time_point now) {
  watched* w = find(index);
  if (w == nullptr) return;
  end_step(*w, now);
  timeline::operation& over = seen_.operations[w->operation];
  over.to = now.time_since_epoch();
  over.open = false;
  over.result = result;
  *w = {};
  --open_;
  stop_if_done();
}

timeline timeline_recorder::result(time_point now) && {
  const duration at = over_.value_or(now).time_since_epoch();
  for (timeline::operation& o : seen_.operations)
    if (o.open) o.to = at;
  for (step& s : seen_.steps)
    if (s.open) s.to = at;
  return std::move(seen_);
}

timeline timeline_of(const scenario_model& model, const policy_model& policy,
                     std::uint32_t replication, const timeline_limits& limits) {
  const population writers{model};
  simulation one{model, writers};
  timeline_recorder recorder{limits};
  one.watch(&recorder);
  measure::tally ignored;
  one.run(policy, replication, ignored, recorder.done());
  return std::move(recorder).result(one.now());
}

}  // namespace contend::sim
