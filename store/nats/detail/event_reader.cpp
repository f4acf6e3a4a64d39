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
      return fmt::format("its first line is not {}: no store wrote it", headline_form);
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

/// Messages that are asked for one by one before a consumer is made for them.
constexpr std::size_t most_one_by_one = 8;

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

/// A version whose own place is known and not that of the one before, as after a snapshot, is read
/// from there on: its message says what it follows.
event_reader::start event_reader::start_of(std::string_view actor, version at) {
  const position before = known_.before(actor, at);
  const auto exact = known_.at(actor, at);
  if (!exact || before.at + 1 == at || exact->sequence <= before.sequence) return {before, {}};
  auto found = log_.next(names_.events(actor), exact->sequence - 1);
  if (!found || found->sequence != exact->sequence) return {before, {}};
  const stored_message m = look_at(found->message.get(), found->sequence);
  if (!m.versions || m.versions->last != at || *m.previous >= m.sequence) return {before, {}};
  return {{m.versions->first - 1, *m.previous}, *std::move(found)};
}

std::optional<std::vector<located_message>> event_reader::few_between(const std::string& subject,
                                                                      start at,
                                                                      const located_message& last) {
  const std::size_t most = at.from.sequence == 0 && at.first.sequence == 0 ? 0 : most_one_by_one;
  std::vector<located_message> between;
  auto previous = look_at(last.message.get(), last.sequence).previous;
  for (std::uint64_t after = last.sequence; previous != at.from.sequence;) {
    if (!previous || *previous >= after || *previous < at.from.sequence) return {};
    after = *previous;
    if (after == at.first.sequence) {
      between.push_back(std::move(at.first));
      break;
    }
    if (between.size() == most) return {};
    auto found = log_.next(subject, after - 1);
    if (!found || found->sequence != after) return {};
    previous = look_at(found->message.get(), after).previous;
    between.push_back(*std::move(found));
  }
  return between;
}

result<event_reader::reading> event_reader::read_after(start at, std::string_view actor,
                                                       const event_range& range,
                                                       const located_message& last) {
  const position from = at.from;
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
  // What follows a known position is mostly the last message, which is there already, or a few: a
  // consumer costs as much as many of them.
  const std::string subject = names_.events(actor);
  if (auto few = few_between(subject, std::move(at), last)) {
    bool goes_on = true;
    for (auto m = few->rbegin(); goes_on && m != few->rend(); ++m)
      goes_on = take(m->sequence, m->message.get());
    if (goes_on) take(last.sequence, last.message.get());
  } else if (const auto done = log_.read(subject, from.sequence, last.sequence, take); !done) {
    return done.error();
  }
  if (reached.at().sequence == last.sequence) known_.seen(actor, reached.at());
  return all;
}

result<replay> event_reader::read(std::string_view actor, const event_range& range) {
  if (range.from > range.to || range.limit == 0) return replay{};
  const auto last = log_.last(names_.events(actor));
  if (!last) return last.error();
  start at = start_of(actor, range.from);
  const bool shorter = last->sequence < at.from.sequence;
  auto all = shorter ? result<reading>{reading{.trusted = false}}
                     : read_after(std::move(at), actor, range, *last);
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
