// Turns: operations of those who share a line, on one actor, that wait for each other, and those
// that are taken along in another's append.
#include <algorithm>

#include <contend/sim/simulation.hpp>

namespace contend::sim {

/// Where its line for the actor lets it.
void simulation::begin(std::uint32_t index) {
  if (!lines_) return resume(index, started(kernel_.now()));
  flight& f = flights_[index];
  switch (lines_->enter(node_of(index), f, index)) {
    case turn_lines::entered::first:
      return go_first(index);
    case turn_lines::entered::full:
      return ended(index, {.end = ending::rejected, .why = reason::guard});
    case turn_lines::entered::queued:
      break;
  }
  f.at = place::in_line;
  watch_step(index, measure::timeline::step::kind::in_line);
  const duration deadline = policy_of(f).limits.deadline;
  if (deadline > duration::zero()) wait_at_most(index, saturating_add(kernel_.now(), deadline));
}

/// It holds the line, and takes along who may go with it.
void simulation::go_first(std::uint32_t index) {
  flight& f = flights_[index];
  f.at = place::running;
  f.in_front = true;
  const std::vector<std::uint32_t> others = lines_->join(node_of(index), f);
  if (!others.empty()) {
    turn_lines::batch all{.flights = {index}, .authors = {detail::author_of(f)}};
    for (const std::uint32_t other : others) {
      flights_[other].at = place::taken_along;
      watch_step(other, measure::timeline::step::kind::taken_along);
      all.flights.push_back(other);
      all.authors.push_back(detail::author_of(flights_[other]));
    }
    lines_->carry(index, std::move(all));
  }
  resume(index, started(kernel_.now()));
}

/// The operation in front has ended: the next one's turn comes, by an event of its own, since
/// operations that end at once must not nest.
void simulation::pass_on(std::uint32_t index) {
  flight& f = flights_[index];
  f.in_front = false;
  for (const std::uint32_t next : lines_->next(node_of(index), f)) {
    ++flights_[next].wait;  // its patience does not count any more
    kernel_.schedule(kernel_.now(), to(next, message::kind::turn));
  }
}

/// It ends, and those that it took along with it, each with its own version: those of one append
/// follow each other. The conflicts that they had together are counted once.
void simulation::end_together(std::uint32_t leader, const operation_result& result) {
  const turn_lines::batch* batch = lines_->carried_by(leader);
  if (batch == nullptr) return ended(leader, result);
  const std::vector<std::uint32_t> all = batch->flights;
  const std::uint32_t in_a_row = flights_[leader].most_in_a_row;
  operation_result each = result;
  auto behind = static_cast<version>(all.size() - 1);
  for (const std::uint32_t index : all) {
    if (result.committed())
      each.current = result.current - behind * version{model_.workload.events_per_append};
    flights_[index].most_in_a_row = in_a_row;
    ended(index, each);
    each.conflicts = 0;
    --behind;
  }
}

void simulation::on_turn(const message& m) { go_first(m.flight); }

void simulation::wait_at_most(std::uint32_t index, time_point until) {
  message m = to(index, message::kind::patience);
  m.number = ++flights_[index].wait;
  kernel_.schedule(until, m);
}

void simulation::on_patience(const message& m) {
  if (m.generation != flights_.generation(m.flight)) return;
  flight& f = flights_[m.flight];
  if (m.number != f.wait) return;
  if (f.at == place::in_line) {
    f.at = place::running;
    lines_->withdraw(node_of(m.flight), f, m.flight);
    ended(m.flight, {.end = ending::gave_up, .why = reason::deadline});
  } else if (f.at == place::before_queue) {
    f.at = place::running;
    queues_->wait_no_longer(queue_of(m.flight), m.flight);
    refuse(m.flight);
  }
}

}  // namespace contend::sim
