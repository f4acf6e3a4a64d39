#include <utility>

#include <contend/sim/background_queues.hpp>

namespace contend::sim {

std::unique_ptr<background_queues> background_queues::make(const policy_model& policy,
                                                           const workload_model& workload) {
  using kind = coordination::background_queue;
  const shared_coordination* found = policy.coordination_of<kind>();
  if (found == nullptr) return nullptr;
  return std::make_unique<background_queues>(std::get<kind>(found->kind), found->shared_by,
                                             scopes(found->shared_by, workload));
}

background_queues::background_queues(const coordination::background_queue& options,
                                     sharing shared_by, std::uint32_t queues)
    : patience_{options.patience}, shared_by_{shared_by} {
  const job_queue_options books{.jobs = options.jobs};
  for (std::uint32_t i = 0; i < queues; ++i)
    queues_.push_back(
        {.books = job_queue<std::uint32_t, std::uint32_t>{books}, .idle = options.workers});
}

bool background_queues::offer(std::uint32_t which, std::uint32_t actor, std::uint32_t flight,
                              time_point now) {
  queue& q = queues_[which];
  look(q, now);
  if (!q.books.offer(actor, std::uint32_t{flight}, now)) return false;
  ++jobs_in_all_;
  return true;
}

void background_queues::wait_for_room(std::uint32_t which, std::uint32_t flight) {
  queues_[which].for_room.push_back(flight);
}

void background_queues::wait_no_longer(std::uint32_t which, std::uint32_t flight) {
  std::erase(queues_[which].for_room, flight);
}

std::optional<std::uint32_t> background_queues::take(std::uint32_t which, time_point now) {
  queue& q = queues_[which];
  if (q.idle == 0) return {};
  look(q, now);
  const auto next = q.books.take();
  if (!next) return {};
  --q.idle;
  jobs_.find(next->job)->second.since = next->since;
  return next->job;
}

std::optional<std::uint32_t> background_queues::done(std::uint32_t which, std::uint32_t actor,
                                                     std::uint32_t flight, time_point now) {
  queue& q = queues_[which];
  look(q, now);
  q.books.done(actor, jobs_.find(flight)->second.since);
  ++q.idle;
  --jobs_in_all_;
  if (q.for_room.empty()) return {};
  const std::uint32_t first = q.for_room.front();
  q.for_room.pop_front();
  return first;
}

void background_queues::sent(std::uint32_t flight, append what) {
  if (flight >= appends_.size()) appends_.resize(std::size_t{flight} + 1);
  appends_[flight] = what;
}

background_queues::append background_queues::latest(std::uint32_t flight) const {
  return flight < appends_.size() ? appends_[flight] : append{};
}

background_queues::job* background_queues::find_job(std::uint32_t flight) {
  const auto found = jobs_.find(flight);
  return found == jobs_.end() ? nullptr : &found->second;
}

void background_queues::span_begins(time_point now) {
  measuring_ = true;
  for (queue& q : queues_) q.looked_at = now;
}

measure::queue_tally background_queues::span_ends(time_point now) {
  for (queue& q : queues_) look(q, now);
  measuring_ = false;
  return std::exchange(tally_, {});
}

/// To be called before anything changes: until now the queue was as it is.
void background_queues::look(queue& q, time_point now) {
  if (!measuring_ || now <= q.looked_at) return;
  tally_.spend(now - q.looked_at, q.books.depth(), q.books.age(now));
  q.looked_at = now;
}

}  // namespace contend::sim
