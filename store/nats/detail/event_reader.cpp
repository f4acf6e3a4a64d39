#include <algorithm>

#include <fmt/format.h>

#include <contend/store/nats/detail/event_reader.hpp>

namespace contend::nats {

chain::fault chain::next(const stored_message& m) {
  before_ = at_;
  at_.sequence = m.sequence;
  if (!m.versions || !m.previous) return fault::strange;
  at_.at = std::max(at_.at, m.versions->last);
  if (*m.previous != before_.sequence) return fault::gap;
  return m.versions->first > before_.at ? fault::none : fault::not_rising;
}

std::string chain::cause(const stored_message& m, fault f) const {
  switch (f) {
    case fault::strange:
      return fmt::format("it has no {} and {} headers: no store wrote it", versions_header,
                         previous_header);
    case fault::gap:
      return fmt::format(
          "its predecessor at sequence {} is not there, the one before it is at {}: events between "
          "have expired, or were purged or deleted",
          *m.previous, before_.sequence);
    case fault::not_rising:
      return fmt::format("its version is {}, not above the {} before it", m.versions->first,
                         before_.at);
    case fault::none:
      break;
  }
  return {};
}

namespace {

/// Whether `m` lies in the range, which only the versions around it tell of a stranger's.
bool is_in(const event_range& range, const stored_message& m, const chain& reached) {
  if (m.versions) return m.versions->last >= range.from && m.versions->first <= range.to;
  // It goes with what it follows, and with the first where it follows nothing.
  return std::max<version>(reached.at().at, 1) >= range.from && reached.at().at <= range.to;
}

malformed_event broken(const stored_message& m, std::string cause) {
  return {.sequence = static_cast<std::int64_t>(m.sequence),
          .version = m.versions ? m.versions->first : 0,
          .bytes = std::string{m.payload},
          .cause = std::move(cause)};
}

}  // namespace

result<event_reader::reading> event_reader::read_after(position from, std::string_view actor,
                                                       const event_range& range,
                                                       const located_message& last) {
  reading all;
  if (last.sequence == from.sequence) return all;
  chain reached{from};
  const auto take = [&](std::uint64_t sequence, natsMsg* message) {
    const stored_message m = look_at(message, sequence);
    const bool first = reached.at() == from;
    const chain::fault fault = reached.next(m);
    if (first && from.sequence != 0 && fault == chain::fault::gap) all.trusted = false;
    if (!all.trusted) return false;
    if (is_in(range, m, reached)) {
      if (fault != chain::fault::none) all.found.add(broken(m, reached.cause(m, fault)));
      if (fault == chain::fault::none || fault == chain::fault::gap)
        decode(actor, m, range, all.found);
    }
    const bool enough = !range.backwards && all.found.size() >= range.limit;
    return !enough && reached.at().at < range.to;
  };
  // What follows a known position is mostly one message: the last one, which is there already.
  const stored_message newest = look_at(last.message.get(), last.sequence);
  if (newest.previous == from.sequence)
    take(last.sequence, last.message.get());
  else if (const auto done = log_.read(names_.events(actor), from.sequence, last.sequence, take);
           !done)
    return done.error();
  if (reached.at().sequence == last.sequence) known_.seen(actor, reached.at());
  return all;
}

result<replay> event_reader::read(std::string_view actor, const event_range& range) {
  if (range.from > range.to || range.limit == 0) return replay{};
  const auto last = log_.last(names_.events(actor));
  if (!last) return last.error();
  const position from = known_.before(actor, range.from);
  const bool shorter = last->sequence < from.sequence;
  auto all =
      shorter ? result<reading>{reading{.trusted = false}} : read_after(from, actor, range, *last);
  if (all && !all->trusted) {
    // The stream was restored or made anew since: what is known of it is void.
    known_.forget(actor);
    all = read_after({}, actor, range, *last);
  }
  if (!all) return all.error();
  return all->found.take(range.limit, range.backwards);
}

result<position> event_reader::latest(std::string_view actor) {
  const auto last = log_.last(names_.events(actor));
  if (!last) return last.error();
  return latest(actor, *last);
}

result<position> event_reader::latest(std::string_view actor, const located_message& last) {
  if (last.sequence == 0) {
    known_.forget(actor);
    return position{};
  }
  const stored_message m = look_at(last.message.get(), last.sequence);
  position at{m.versions ? m.versions->last : 0, last.sequence};
  if (!m.versions) {
    // A stranger's message: the version is that of the last of ours before it.
    chain reached{{}};
    const auto done = log_.read(names_.events(actor), 0, last.sequence,
                                [&](std::uint64_t sequence, natsMsg* message) {
                                  static_cast<void>(reached.next(look_at(message, sequence)));
                                  return true;
                                });
    if (!done) return done.error();
    at.at = reached.at().at;
  }
  known_.seen(actor, at);
  return at;
}

}  // namespace contend::nats
