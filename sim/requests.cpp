#include <algorithm>
#include <cmath>
#include <span>

#include <contend/sim/detail/written_events.hpp>
#include <contend/sim/simulation.hpp>

namespace contend::sim {

namespace {

duration slowed(duration work, double factor) {
  constexpr double longest = 9.2e18;
  return duration{std::llround(std::min(static_cast<double>(work.count()) * factor, longest))};
}

}  // namespace

message simulation::to(std::uint32_t index, message::kind what) {
  return {.what = what, .flight = index, .generation = flights_.generation(index)};
}

time_point simulation::hop_from(time_point at, const flight& f, std::uint64_t leg) const {
  const distribution& hop = writers_.of(f.writer).hop;
  if (hop.is_zero()) return at;
  random_source random = draw_for(f.op.key(), purpose::network, leg);
  return saturating_add(at, hop.draw(random));
}

void simulation::send(std::uint32_t index, flight& f, const action& a) {
  message m = to(index, message::kind::request);
  m.request = a.what == action::kind::read     ? request_kind::read
              : a.what == action::kind::append ? request_kind::append
                                               : request_kind::resolve;
  m.attempt = static_cast<std::uint8_t>(attempts(index, f));
  m.value = a.at;
  if (queues_ && !prepare_for_queue(f, m)) return;
  m.number = ++f.requests;
  f.awaiting = true;
  using step = measure::timeline::step::kind;
  watch_step(index, m.request == request_kind::read     ? step::read
                    : m.request == request_kind::append ? step::append
                                                        : step::resolve);
  recorder_.sent(f, m.request, kernel_.now());
  if (m.request != request_kind::read) ++appends_out_;
  if (timeout_ != duration::max()) {
    if (f.unserved < flight::most_unserved) ++f.unserved;
    message late = m;
    late.what = message::kind::timeout;
    kernel_.schedule(saturating_add(kernel_.now(), timeout_), late);
  }
  kernel_.schedule(hop_from(kernel_.now(), f, 2 * std::uint64_t{m.number}), m);
}

void simulation::on_request(const message& m) {
  if (gone(m, moment::request_arrives) || refused(m)) return;
  const service_model& service = model_.store.service;
  if (service.read.is_zero() && service.append.is_zero()) return serve(m);
  const flight& f = flights_[m.flight];
  random_source random = draw_for(f.op.key(), purpose::service, m.number);
  const bool reads = m.request == request_kind::read;
  duration work = (reads ? service.read : service.append).draw(random);
  if (!faults_.empty()) work = slowed(work, faults_.slowness(kernel_.now()));
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
  const version expected = m.value;
  if (m.request == request_kind::read)
    read(f, m);
  else
    append(f, m);
  if (watcher_ != nullptr && m.number == f.requests) [[unlikely]]
    watcher_->served(m.flight, m.how, expected, m.value, kernel_.now());
  answer_to(f, m);
}

void simulation::answer_to(flight& f, message m) {
  m.what = message::kind::answer;
  kernel_.schedule(hop_from(kernel_.now(), f, 2 * std::uint64_t{m.number} + 1), m);
  settle(f, m, true);
}

/// A request's way to the store is over, whether it reached it or not. The operation may have been
/// over before.
void simulation::settle(flight& f, const message& m, bool reached) {
  if (m.request != request_kind::read) {
    --appends_out_;
    if (!reached) recorder_.lost_append();
  }
  // Of so many the count is not kept: the flight keeps its place to the end of the run.
  if (f.unserved == 0 || f.unserved == flight::most_unserved) return;
  if (--f.unserved == 0 && f.over) give_back(m.flight);
}

traffic simulation::traffic_of(const message& m, moment at) {
  const std::uint32_t writer = flights_[m.flight].writer;
  return {.at = at,
          .request = m.request,
          .node = writers_.node_of(writer),
          .group = writers_.of(writer).name};
}

/// Whether a fault took the message.
bool simulation::gone(const message& m, moment at) {
  if (faults_.empty()) return false;
  const std::uint64_t draw = 4 * std::uint64_t{m.number} + static_cast<std::uint64_t>(at);
  const random_key key = key_for(flights_[m.flight].op.key(), purpose::fault, draw);
  if (!faults_.loses(traffic_of(m, at), kernel_.now(), key)) return false;
  if (at == moment::request_arrives || at == moment::served) settle(flights_[m.flight], m, false);
  return true;
}

/// Whether a fault made the store refuse the request.
bool simulation::refused(const message& m) {
  if (faults_.empty()) return false;
  const std::uint64_t draw = 4 * std::uint64_t{m.number};
  const random_key key = key_for(flights_[m.flight].op.key(), purpose::fault, draw);
  if (!faults_.refuses(traffic_of(m, moment::request_arrives), kernel_.now(), key)) return false;
  message answer = m;
  answer.how = outcome::transient;
  answer.value = 0;
  if (m.request != request_kind::read) {
    const bool current =
        m.attempt == static_cast<std::uint8_t>(attempts(m.flight, flights_[m.flight]));
    recorder_.appended(flights_[m.flight], answer, 0, false, current, kernel_.now());
  }
  answer_to(flights_[m.flight], answer);
  return true;
}

void simulation::read(flight& f, message& m) {
  const auto latest = store_->get_latest_version(detail::actor_name{f.actor});
  if (m.number == f.requests) f.read_served = kernel_.now();
  m.how = latest ? outcome::committed : classify(latest.error());
  m.value = latest ? *latest : 0;
}

void simulation::append(flight& f, message& m) {
  const detail::actor_name actor{f.actor};
  // The attempt that sent it: the operation may be in a later one by now.
  const std::uint32_t latest_attempt = attempts(m.flight, f);
  const auto attempts_since = static_cast<std::uint8_t>(latest_attempt - m.attempt);
  const detail::author alone = detail::author_of(f);
  const turn_lines::batch* together = lines_ ? lines_->carried_by(m.flight) : nullptr;
  const std::span<const detail::author> authors =
      together != nullptr ? std::span{together->authors} : std::span{&alone, 1};
  detail::write_events(batch_, authors, latest_attempt - attempts_since, actor, m.value,
                       model_.workload.events_per_append, kernel_.now());
  const version expected = m.value;
  const bool may_repeat = timeout_ != duration::max();
  const bool repeats = may_repeat && store_->get_latest_version(actor).value() != expected;
  const auto stored = store_->append(actor, expected_version::exact(expected), batch_);
  if (stored) {
    m.how = outcome::committed;
    m.value = *stored;
  } else {
    const store_error why = stored.error();
    m.how = classify(why);
    m.value = why.current;
  }
  recorder_.appended(f, m, authors.size(), stored && repeats, attempts_since == 0, kernel_.now());
  if (stored && !repeats && model_.store.notices) announce(f, m.value);
}

/// Whether the writer no longer waits for what this message brings.
bool simulation::hopeless(const message& m) {
  if (timeout_ == duration::max()) return false;
  const flight& f = flights_[m.flight];
  return m.generation != flights_.generation(m.flight) || !f.awaiting || m.number != f.requests;
}

void simulation::on_answer(const message& m) {
  if (hopeless(m) || gone(m, moment::answer_arrives)) return;
  flight& f = flights_[m.flight];
  f.awaiting = false;
  if (watcher_ != nullptr) [[unlikely]]
    watcher_->answered(m.flight, m.how, m.value, kernel_.now());
  contend::detail::settling* const unclear = settling(m.flight, f);
  const bool resolves = unclear != nullptr || m.request == request_kind::resolve;
  recorder_.answered(f, m, resolves, kernel_.now());
  answer a{.what = answer::kind::read, .how = m.how, .current = m.value};
  if (unclear != nullptr) {
    a = unclear->appended(m.how, m.value);
  } else if (m.request != request_kind::read) {
    a.what = answer::kind::appended;
    f.conflicts_in_a_row = m.how == outcome::conflict ? f.conflicts_in_a_row + 1 : 0;
    f.most_in_a_row = std::max(f.most_in_a_row, f.conflicts_in_a_row);
  }
  resume(m.flight, f, a);
}

void simulation::on_timeout(const message& m) {
  if (hopeless(m)) return;
  flight& f = flights_[m.flight];
  f.awaiting = false;
  if (watcher_ != nullptr) [[unlikely]]
    watcher_->answered(m.flight, outcome::ambiguous, 0, kernel_.now());
  recorder_.unanswered(f, m, kernel_.now());
  resume(m.flight, f,
         m.request == request_kind::read ? read_failed(outcome::ambiguous)
                                         : append_failed(outcome::ambiguous));
}

void simulation::on_wake(const message& m) {
  flight& f = flights_[m.flight];
  const bool late =
      m.generation != flights_.generation(m.flight) || m.number != f.wait || !f.waiting;
  if (late) return;
  f.waiting = false;
  f.waited += kernel_.now().time_since_epoch();
  const version heard = notices_.end_of_wait(m.flight);
  resume(m.flight, f, heard > 0 ? commit_seen(heard) : time_is(kernel_.now()));
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
    kernel_.schedule(saturating_add(sent, writers_.of(follower.writer).hop.draw(random)), m);
  }
}

void simulation::on_notice(const message& m) {
  const flight& f = flights_[m.flight];
  if (m.generation != flights_.generation(m.flight)) return;
  if (gone(m, moment::notice_arrives)) return;
  recorder_.noticed(kernel_.now());
  if (!notices_.heard(m.flight, m.value) || !f.waiting) return;
  message wake = m;
  wake.number = f.wait;
  on_wake(wake);
}

}  // namespace contend::sim
