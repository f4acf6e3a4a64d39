#include <algorithm>
#include <charconv>

#include <contend/sim/detail/written_events.hpp>
#include <contend/sim/simulation.hpp>
#include <contend/store/memory/memory_store.hpp>

namespace contend::sim {

/// What the driver needs of the world, for one operation.
struct simulation::world {
  simulation& s;
  std::uint32_t index;
  flight& f;

  [[nodiscard]] time_point now() const { return s.kernel_.now(); }

  void send(const action& a) const {
    message m = s.to(index, message::kind::request);
    m.request = a.what == action::kind::read     ? request_kind::read
                : a.what == action::kind::append ? request_kind::append
                                                 : request_kind::resolve;
    m.number = ++f.requests;
    m.value = a.at;
    s.recorder_.sent(m.request, now());
    s.kernel_.schedule(s.hop_from(now(), f, 2 * std::uint64_t{m.number}), m);
  }

  [[nodiscard]] bool decide_takes_time() const {
    const distribution& decision = s.model_.workload.decision;
    if (decision.is_zero()) return false;
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
    const bool announced = for_commit && s.notices_.await(index, a.at);
    s.kernel_.schedule(announced ? now() : a.until, m);
  }

  void ended() const { s.end_operation(index); }
};

simulation::simulation(const scenario_model& model, const key_chooser& keys)
    : model_{model}, keys_{keys}, recorder_{model} {}

simulation::~simulation() = default;

std::optional<invariants> simulation::run(const policy_model& policy, std::uint32_t replication,
                                          measure::tally& into, const std::stop_token& stop) {
  key_ = random_key{model_.seed}.with(replication);
  kernel_.clear();
  flights_.clear();
  queued_.clear();
  batch_.clear();
  store_ = std::make_unique<memory_store>(memory_store_options{.shards = 1});
  service_ = store_service{model_.store.service.servers};
  started_.assign(model_.workload.writers, 0);
  notices_.begin(model_.store.notices ? model_.workload.actors : 0);
  policies_ = std::make_unique<policy_instances>(policy, model_.guards, model_.workload,
                                                 stream(key_, shared_purpose::guards));
  arrivals_ = make_arrivals(model_.workload.arrivals, model_.workload.writers, key_);
  recorder_.begin(into);

  arrivals_->begin(*this);
  run_until(recorder_.span_begin(), stop);
  recorder_.span_begins(kernel_.now(), policies_->guards());
  run_until(std::min(recorder_.span_end(), end_of_run()), stop);
  recorder_.span_ends(kernel_.now(), policies_->guards());
  flights_.for_each([this](const flight& f) { recorder_.still_open(f); });
  recorder_.still_queued(queued_.size());
  run_until(end_of_run(), stop);
  if (stop.stop_requested()) return std::nullopt;
  flights_.for_each([this](const flight& f) { recorder_.left_open(f, kernel_.now()); });
  for (const auto& [writer, arrived] : queued_) recorder_.left_queued(arrived, kernel_.now());
  recorder_.finish(flights_.in_use() == 0 && queued_.empty());
  invariants_.finish(*store_, model_.workload, recorder_.all(), flights_.in_use());
  return std::exchange(invariants_, {});
}

void simulation::run_until(time_point end, const std::stop_token& stop) {
  // A stop is looked for now and then only: asking costs more than many an event.
  constexpr std::uint32_t events_between = 1 << 14;
  std::uint32_t countdown = events_between;
  kernel_.run_until(end, [&](const message& m) {
    handle(m);
    if (--countdown != 0) return;
    countdown = events_between;
    if (stop.stop_requested()) kernel_.stop();
  });
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
      return serve(m);
    case message::kind::answer:
      return on_answer(m);
    case message::kind::decided:
      return resume(m.flight, decided());
    case message::kind::wake:
      return on_wake(m);
    case message::kind::notice:
      return on_notice(m);
  }
}

void simulation::on_arrival(const message& m) {
  recorder_.arrived(kernel_.now());
  arrivals_->arrived(*this, kernel_.now());
  const auto* const arrivals = std::get_if<open>(&model_.workload.arrivals);
  const bool full = arrivals != nullptr && arrivals->max_in_flight &&
                    flights_.in_use() >= *arrivals->max_in_flight;
  if (full)
    queued_.push_back({m.flight, kernel_.now()});
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
  f.actor = keys_.choose(random);
  f.measured = recorder_.measures(arrived);
  notices_.follow(f.actor, index);
  resume(index, started(kernel_.now()));
}

void simulation::end_operation(std::uint32_t index) {
  const flight& f = flights_[index];
  recorder_.ended(f, kernel_.now());
  if (f.op.result().committed())
    invariants_.committed(*store_, f, model_.workload.events_per_append);
  notices_.unfollow(f.actor, index);
  arrivals_->ended(*this, kernel_.now(), f.writer, started_[f.writer]);
  flights_.give_back(index);
  if (queued_.empty()) return;
  // Started by an event of its own: operations that end at once must not nest.
  const auto [writer, arrived] = queued_.front();
  queued_.pop_front();
  kernel_.schedule(kernel_.now(), {.what = message::kind::start,
                                   .flight = writer,
                                   .value = arrived.time_since_epoch().count()});
}

void simulation::resume(std::uint32_t index, const answer& a) {
  flight& f = flights_[index];
  world here{*this, index, f};
  carry_on(f.op, a, here);
}

message simulation::to(std::uint32_t index, message::kind what) {
  return {.what = what, .flight = index, .generation = flights_.generation(index)};
}

time_point simulation::hop_from(time_point at, const flight& f, std::uint64_t leg) const {
  const distribution& hop = model_.network.hop;
  if (hop.is_zero()) return at;
  random_source random = draw_for(f.op.key(), purpose::network, leg);
  return saturating_add(at, hop.draw(random));
}

void simulation::on_request(const message& m) {
  const service_model& service = model_.store.service;
  if (service.read.is_zero() && service.append.is_zero()) return serve(m);
  const flight& f = flights_[m.flight];
  random_source random = draw_for(f.op.key(), purpose::service, m.number);
  const bool reads = m.request == request_kind::read;
  const duration work = (reads ? service.read : service.append).draw(random);
  if (const auto s = service_.arrive(m, work, kernel_.now())) begin_service(*s);
}

void simulation::begin_service(const store_service::start& s) {
  recorder_.served_after(s.waited, kernel_.now());
  message m = s.request;
  m.what = message::kind::served;
  kernel_.schedule(saturating_add(kernel_.now(), s.work), m);
}

/// The store carries the request out, and its answer leaves.
void simulation::serve(message m) {
  flight& f = flights_[m.flight];
  if (m.request == request_kind::read)
    read(f, m);
  else
    append(f, m);
  m.what = message::kind::answer;
  kernel_.schedule(hop_from(kernel_.now(), f, 2 * std::uint64_t{m.number} + 1), m);
}

void simulation::read(flight& f, message& m) {
  const auto latest = store_->get_latest_version(detail::actor_name{f.actor});
  f.read_served = kernel_.now();
  m.how = latest ? outcome::committed : classify(latest.error());
  m.value = latest ? *latest : 0;
}

void simulation::append(flight& f, message& m) {
  const detail::actor_name actor{f.actor};
  detail::write_events(batch_, f, actor, m.value, model_.workload.events_per_append, kernel_.now());
  const auto stored = store_->append(actor, expected_version::exact(m.value), batch_);
  m.how = stored ? outcome::committed : classify(stored.error());
  m.value = stored ? *stored : stored.error().current;
  recorder_.appended(f, m, kernel_.now());
  if (stored && model_.store.notices) announce(f, m.value);
}

void simulation::on_answer(const message& m) {
  flight& f = flights_[m.flight];
  recorder_.answered(m, kernel_.now());
  answer a{.what = answer::kind::read, .how = m.how, .current = m.value};
  if (m.request != request_kind::read) {
    a.what = answer::kind::appended;
    f.conflicts_in_a_row = m.how == outcome::conflict ? f.conflicts_in_a_row + 1 : 0;
    f.most_in_a_row = std::max(f.most_in_a_row, f.conflicts_in_a_row);
  }
  resume(m.flight, a);
}

void simulation::on_wake(const message& m) {
  flight& f = flights_[m.flight];
  const bool late =
      m.generation != flights_.generation(m.flight) || m.number != f.wait || !f.waiting;
  if (late) return;
  f.waiting = false;
  f.waited += kernel_.now().time_since_epoch();
  const version heard = notices_.end_of_wait(m.flight);
  resume(m.flight, heard > 0 ? commit_seen(heard) : time_is(kernel_.now()));
}

void simulation::announce(const flight& f, version v) {
  const notices_model& notices = *model_.store.notices;
  for (const std::uint32_t index : notices_.followers(f.actor)) {
    const flight& follower = flights_[index];
    if (&follower == &f) continue;
    random_source random =
        draw_for(follower.op.key(), purpose::notice, static_cast<std::uint64_t>(v));
    if (random.unit() < notices.loss.value) continue;
    message m = to(index, message::kind::notice);
    m.value = v;
    const time_point sent = saturating_add(kernel_.now(), notices.delay.draw(random));
    kernel_.schedule(saturating_add(sent, model_.network.hop.draw(random)), m);
  }
}

void simulation::on_notice(const message& m) {
  const flight& f = flights_[m.flight];
  if (m.generation != flights_.generation(m.flight)) return;
  recorder_.noticed(kernel_.now());
  if (!notices_.heard(m.flight, m.value) || !f.waiting) return;
  message wake = m;
  wake.number = f.wait;
  on_wake(wake);
}

}  // namespace contend::sim
