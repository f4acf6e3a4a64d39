#include <algorithm>

#include <fmt/format.h>

#include <contend/sim/simulation.hpp>
#include <contend/store/memory/memory_store.hpp>

namespace contend::sim {

/// What the driver needs of the world, for one operation.
struct simulation::world {
  simulation& s;
  std::uint32_t index;
  flight& f;

  [[nodiscard]] time_point now() const { return s.kernel_.now(); }

  void send(const action& a) const { s.send(index, f, a); }

  [[nodiscard]] bool decide_takes_time() const {
    if (s.settling(index, f) != nullptr) return false;
    const distribution& decision = s.writers_.of(f.writer).decision;
    if (decision.is_zero()) return false;
    s.watch_step(index, measure::timeline::step::kind::decide);
    random_source random = draw_for(f.op.key(), purpose::decision, f.requests);
    const time_point at = saturating_add(now(), decision.draw(random));
    s.kernel_.schedule(at, s.to(index, message::kind::decided));
    return true;
  }

  void wait(const action& a) const {
    f.waiting = true;
    f.waited -= now().time_since_epoch();
    message m = s.to(index, message::kind::wake);
    m.number = ++f.wait;
    const bool for_commit = a.what == action::kind::wait_for_commit;
    using step = measure::timeline::step::kind;
    s.watch_step(index, for_commit ? step::wait_for_commit : step::wait);
    const bool announced = for_commit && s.notices_.await(index, a.at);
    s.kernel_.schedule(announced ? now() : a.until, m);
  }

  void ended() const { s.end_operation(index); }
};

namespace {

/// Without faults every answer comes, however late; with them it may be lost.
duration timeout_of(const scenario_model& model) {
  using namespace std::chrono_literals;
  return model.store.timeout.value_or(model.faults.empty() ? duration::max() : duration{1s});
}

}  // namespace

simulation::simulation(const scenario_model& model, const population& writers)
    : model_{model},
      writers_{writers},
      faults_{model.faults},
      timeout_{timeout_of(model)},
      recorder_{model, writers},
      groups_(writers.groups().size()) {}

simulation::~simulation() = default;

std::optional<invariants> simulation::run(const policy_model& policy, std::uint32_t replication,
                                          measure::tally& into, const std::stop_token& stop) {
  key_ = random_key{model_.seed}.with(replication);
  prepare(policy, replication, into);
  for (group_state& group : groups_) group.arrivals->begin(*this);
  run_until(recorder_.span_begin(), stop);
  recorder_.span_begins(kernel_.now(), policies_->guards());
  if (queues_) queues_->span_begins(kernel_.now());
  run_until(std::min(recorder_.span_end(), end_of_run()), stop);
  recorder_.span_ends(kernel_.now(), policies_->guards());
  if (queues_) recorder_.queues(queues_->span_ends(kernel_.now()));
  flights_.for_each([this](const flight& f) {
    if (!f.over && !f.background) recorder_.still_open(f);
  });
  for (std::uint32_t g = 0; g < groups_.size(); ++g)
    recorder_.still_queued(g, groups_[g].queued.size());
  run_until(end_of_run(), stop);
  if (stop.stop_requested()) return std::nullopt;
  close();
  return std::exchange(invariants_, {});
}

/// Forgets the last run.
void simulation::prepare(const policy_model& policy, std::uint32_t replication,
                         measure::tally& into) {
  kernel_.clear();
  events_ = 0;
  flights_.clear();
  batch_.clear();
  open_ = 0;
  appends_out_ = 0;
  store_ = std::make_unique<memory_store>(memory_store_options{.shards = 1});
  service_ = store_service{model_.store.service.servers};
  policy_ = &policy;
  standstill_ = standstill_watch{writers_.writers()};
  started_.assign(writers_.writers(), 0);
  notices_.begin(model_.store.notices ? model_.workload.actors : 0);
  policies_ = std::make_unique<policy_instances>(policy, model_.guards, model_.workload,
                                                 stream(key_, shared_purpose::guards));
  lines_ = turn_lines::make(policy);
  queues_ = background_queues::make(policy, model_.workload);
  for (const population::group& group : writers_.groups())
    groups_[group.writers.index] = {.arrivals = make_arrivals(group.arrivals, group.writers, key_)};
  recorder_.begin(into, replication == 0);
}

/// The run is over: what is still open is reported, and the store read back.
void simulation::close() {
  flights_.for_each([this](const flight& f) {
    if (!f.over && !f.background) recorder_.left_open(f, kernel_.now());
  });
  for (const group_state& group : groups_)
    for (const auto& [writer, arrived] : group.queued)
      recorder_.left_queued(writer, arrived, kernel_.now());
  recorder_.finish(drained());
  invariants_.finish(*store_, model_.workload, recorder_.all(), appends_out_);
}

bool simulation::drained() const {
  return open_ == 0 && (!queues_ || queues_->empty()) &&
         std::all_of(groups_.begin(), groups_.end(),
                     [](const group_state& group) { return group.queued.empty(); });
}

void simulation::run_until(time_point end, const std::stop_token& stop) {
  // A stop is looked for now and then only: asking costs more than many an event.
  constexpr std::uint32_t events_between = 1 << 14;
  std::uint32_t countdown = events_between;
  events_ += kernel_.run_until(end, [&](const message& m) {
    handle(m);
    if (--countdown != 0) return;
    countdown = events_between;
    if (stop.stop_requested()) kernel_.stop();
    if (standstill_.after(events_between, kernel_.now())) stand_still();
  });
}

void simulation::stand_still() const {
  throw standstill{fmt::format(
      "time stands still at {:.9g}s under policy \"{}\": events go on and on at that one moment; "
      "give what writers wait for (hops, service, decision, think, backoff) more than 0s, or limit "
      "their attempts",
      1e-9 * static_cast<double>(kernel_.now().time_since_epoch().count()), policy_->name)};
}

time_point simulation::end_of_arrivals() const noexcept {
  return model_.run.length ? time_point{} + *model_.run.length : end_of_time;
}

/// A run for a time drains for as long again: in an overloaded system it might never.
time_point simulation::end_of_run() const noexcept {
  if (model_.run.at_most) return time_point{} + *model_.run.at_most;
  return model_.run.length ? time_point{} + 2 * *model_.run.length : end_of_time;
}

void simulation::arrive(time_point at, std::uint32_t writer) {
  if (at >= end_of_arrivals()) return;
  kernel_.schedule(at, {.what = message::kind::arrival, .flight = writer});
}

void simulation::handle(const message& m) {
  switch (m.what) {
    case message::kind::arrival:
      return on_arrival(m);
    case message::kind::start:
      return start_operation(m.flight, time_point{duration{m.value}});
    case message::kind::request:
      return on_request(m);
    case message::kind::served:
      if (const auto next = service_.finish(kernel_.now())) begin_service(*next);
      if (!gone(m, moment::served)) serve(m);
      return;
    case message::kind::answer:
      return on_answer(m);
    case message::kind::decided:
      return resume(m.flight, decided());
    case message::kind::wake:
      return on_wake(m);
    case message::kind::notice:
      return on_notice(m);
    case message::kind::timeout:
      return on_timeout(m);
    case message::kind::turn:
      return on_turn(m);
    case message::kind::patience:
      return on_patience(m);
    case message::kind::work:
      return on_work(m.flight);
    case message::kind::known:
      return resume(m.flight, read_at(m.value));
  }
}

void simulation::on_arrival(const message& m) {
  const population::group& writers = writers_.of(m.flight);
  group_state& group = groups_[writers.writers.index];
  recorder_.arrived(m.flight, kernel_.now());
  group.arrivals->arrived(*this, kernel_.now());
  const auto* const arrivals = std::get_if<open>(&writers.arrivals);
  const bool full =
      arrivals != nullptr && arrivals->max_in_flight && group.in_flight >= *arrivals->max_in_flight;
  if (full)
    group.queued.push_back({m.flight, kernel_.now()});
  else
    start_operation(m.flight, kernel_.now());
}

void simulation::start_operation(std::uint32_t writer, time_point arrived) {
  const std::uint32_t number = started_[writer]++;
  const random_key key = stream(key_, writer, number);
  const std::uint32_t index = flights_.take(policies_->of(writer), key);
  flight& f = flights_[index];
  random_source random = draw_for(key, purpose::keys);
  f.arrived = arrived;
  f.writer = writer;
  f.number = number;
  f.actor = writers_.of(writer).keys.choose(random);
  f.measured = recorder_.measures(arrived);
  ++open_;
  ++group_of(writer).in_flight;
  notices_.follow(f.actor, index);
  watch_start(index);
  begin(index);
}

void simulation::watch_start(std::uint32_t index) {
  if (watcher_ == nullptr) return;
  watcher_->started(index, flights_[index], node_of(index), kernel_.now());
}

/// The flight's own operation is over.
void simulation::end_operation(std::uint32_t index) {
  const operation_result result = flights_[index].op.result();
  if (!flights_[index].in_front) return ended(index, result);
  pass_on(index);
  end_together(index, result);
}

/// The operation has come to a result, its own or that of the one that took it along.
void simulation::ended(std::uint32_t index, const operation_result& result) {
  if (flights_[index].background) return part_ended(index, result);
  if (result.end == ending::deferred && queues_) return defer(index);
  leave(index, result);
}

/// There is nothing more to do for the operation.
void simulation::leave(std::uint32_t index, const operation_result& result) {
  const flight& f = flights_[index];
  group_state& group = group_of(f.writer);
  caller_goes_on(index, result);
  remove(index);
  start_queued(group);
}

void simulation::caller_goes_on(std::uint32_t index, const operation_result& result) {
  flight& f = flights_[index];
  group_state& group = group_of(f.writer);
  watch_end(index, result);
  recorder_.ended(f, result, kernel_.now());
  if (result.committed())
    invariants_.committed(*store_, f, result.current, result.attempts,
                          model_.workload.events_per_append);
  group.arrivals->ended(*this, f.arrived, kernel_.now(), f.writer, started_[f.writer]);
  --open_;
  --group.in_flight;
}

/// Its place is given back once none of its requests is under way.
void simulation::remove(std::uint32_t index) {
  flight& f = flights_[index];
  notices_.unfollow(f.actor, index);
  if (f.unserved > 0)
    f.over = true;
  else
    give_back(index);
}

void simulation::give_back(std::uint32_t index) {
  if (lines_) lines_->forget(index);
  if (queues_) queues_->forget(index);
  flights_.give_back(index);
}

void simulation::start_queued(group_state& group) {
  if (group.queued.empty()) return;
  // Started by an event of its own: operations that end at once must not nest.
  const auto [writer, arrived] = group.queued.front();
  group.queued.pop_front();
  kernel_.schedule(kernel_.now(), {.what = message::kind::start,
                                   .flight = writer,
                                   .value = arrived.time_since_epoch().count()});
}

void simulation::resume(std::uint32_t index, flight& f, const answer& a) {
  world here{*this, index, f};
  carry_on(f.op, a, here);
}

}  // namespace contend::sim
