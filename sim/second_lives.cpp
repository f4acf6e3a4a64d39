// Second lives: operations that were deferred, and go on in the background queue of their node (or
// of whoever shares one).
//
// As in the library (store/background/background_queue.hpp): a caller waits for room up to the
// queue's patience; a worker first finds out what became of an append that was left without an
// answer, and then runs the operation anew under the queue's policy, with ids of its own. Each of
// these is a part, an operation of `policies/`.
#include <algorithm>

#include <contend/sim/simulation.hpp>

namespace contend::sim {

void simulation::defer(std::uint32_t index) {
  if (hand_over(index)) return;
  if (queues_->patience() == duration::zero()) return refuse(index);
  flights_[index].at = place::before_queue;
  watch_step(index, measure::timeline::step::kind::in_line);
  queues_->wait_for_room(queue_of(index), index);
  wait_at_most(index, saturating_add(kernel_.now(), queues_->patience()));
}

/// Whether there was room; then the caller goes on.
bool simulation::hand_over(std::uint32_t index) {
  flight& f = flights_[index];
  const std::uint32_t queue = queue_of(index);
  if (!queues_->offer(queue, f.actor, index, kernel_.now())) return false;
  const operation_result first = f.op.result();
  background_queues::job& job = queues_->begin_job(index);
  job.thrashed = recorder::thrashed(f);
  if (first.unresolved) {
    job.unanswered = queues_->latest(index);
    job.settling.emplace(job.unanswered.expected);
  }
  ++f.wait;  // its patience does not count any more
  f.at = place::running;
  f.background = true;
  group_state& group = group_of(f.writer);
  caller_goes_on(index, first);
  look_for_work(queue);
  start_queued(group);
  return true;
}

void simulation::refuse(std::uint32_t index) {
  operation_result result = flights_[index].op.result();
  result.end = ending::rejected;
  result.why = reason::guard;
  leave(index, result);
}

/// By an event of its own: jobs that end at once must not nest.
void simulation::look_for_work(std::uint32_t queue) {
  kernel_.schedule(kernel_.now(), {.what = message::kind::work, .flight = queue});
}

void simulation::on_work(std::uint32_t queue) {
  while (const auto index = queues_->take(queue, kernel_.now())) begin_part(*index);
}

void simulation::begin_part(std::uint32_t index) {
  flight& f = flights_[index];
  background_queues::job& job = *queues_->find_job(index);
  job.attempts_before += f.op.result().attempts;
  const random_key own = stream(key_, f.writer, f.number);
  f.op = operation<any_policy>{policies_->in_background(f.writer),
                               key_for(own, purpose::background, ++job.parts)};
  f.conflicts_in_a_row = 0;
  watch_start(index);
  if (job.settling) return resume(index, started(kernel_.now()));
  begin(index);
}

void simulation::part_ended(std::uint32_t index, const operation_result& result) {
  flight& f = flights_[index];
  background_queues::job& job = *queues_->find_job(index);
  watch_end(index, result);
  const bool settled = job.settling.has_value();
  if (settled && job.settling->not_stored()) {
    job.settling.reset();
    recorder_.part_ended(f, kernel_.now());
    return begin_part(index);
  }
  if (result.committed())
    invariants_.committed(*store_, f, result.current,
                          settled ? job.unanswered.attempt : attempts(index, f),
                          model_.workload.events_per_append);
  recorder_.ended_later(f, result, job.thrashed, kernel_.now());
  const std::uint32_t queue = queue_of(index);
  const auto waits = queues_->done(queue, f.actor, index, kernel_.now());
  remove(index);
  if (waits) hand_over(*waits);
  look_for_work(queue);
}

/// What to make of an operation's answers, while it finds out about an append; else null.
contend::detail::settling* simulation::settling_of_job(std::uint32_t index) {
  background_queues::job* job = queues_->find_job(index);
  return job->settling ? &*job->settling : nullptr;
}

/// Before a request is sent. Whether it is to be sent: what is known already need not be read.
bool simulation::prepare_for_queue(const flight& f, message& m) {
  if (const contend::detail::settling* unclear = settling(m.flight, f)) {
    m.attempt = static_cast<std::uint8_t>(queues_->find_job(m.flight)->unanswered.attempt);
    if (m.request != request_kind::read) return true;
    message known = m;
    known.what = message::kind::known;
    known.value = unclear->expected();
    kernel_.schedule(kernel_.now(), known);
    return false;
  }
  if (m.request == request_kind::append)
    queues_->sent(m.flight, {.attempt = attempts(m.flight, f), .expected = m.value});
  return true;
}

}  // namespace contend::sim
