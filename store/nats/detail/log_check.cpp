#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/log_check.hpp>
#include <contend/store/nats/detail/snapshot_log.hpp>

namespace contend::nats {

namespace {

std::string key_of(const actor_address& of) {
  return token_of(of.name_space) + '.' + token_of(of.actor);
}

actor_address address_of_key(const std::string& key) {
  const std::size_t dot = key.find('.');
  return {*name_of(key.substr(0, dot)), *name_of(key.substr(dot + 1))};
}

/// Whether what an actor's first message followed went with the head of a log that begins there.
bool is_cut(std::uint64_t head_previous, std::uint64_t first_sequence) noexcept {
  return head_previous != 0 && head_previous < first_sequence;
}

}  // namespace

log_check::log_check(const verify_options& options)
    : stream_{options.stream}, faults_{options.most_of_a_kind}, acknowledged_{options} {
  counted_.acknowledged = acknowledged_.size();
}

log_finding log_check::place::finding(version at, std::string what, std::string right) const {
  return {.sequence = m.stored.sequence,
          .subject = std::string{m.subject},
          .name_space = of.name_space,
          .actor = of.actor,
          .version = at,
          .what = std::move(what),
          .right = std::move(right)};
}

log_check::actor_state& log_check::state_of(const actor_address& of) { return actors_[key_of(of)]; }

void log_check::foreign(const walked_message& m, std::string what, std::string right) {
  faults_.add(log_fault::foreign_message, [&] {
    return log_finding{.sequence = m.stored.sequence,
                       .subject = std::string{m.subject},
                       .what = std::move(what),
                       .right = std::move(right)};
  });
}

void log_check::snapshot(const walked_message& m, const std::string& fault) {
  ++counted_.snapshots;
  const auto of = address_of(snapshots_of(stream_), m.subject);
  if (!of)
    return foreign(m, "a snapshot on a subject that is no actor's",
                   fmt::format("{}.NAMESPACE.ACTOR", snapshots_of(stream_)));
  if (!fault.empty() || !m.stored.versions) {
    faults_.add(log_fault::malformed_snapshot, [&] {
      return place{m, *of}.finding(
          m.stored.versions ? m.stored.versions->last : 0,
          fault.empty() ? fmt::format("a snapshot without the header {}", version_header)
                        : "a snapshot that cannot be read: " + fault,
          "a snapshot as JSON; loading passes this one over");
    });
    return;
  }
  actor_state& actor = state_of(*of);
  if (m.stored.versions->last <= actor.snapshot_at) return;
  actor.snapshot_at = m.stored.versions->last;
  actor.snapshot_sequence = m.stored.sequence;
}

void log_check::message(const walked_message& m) {
  ++counted_.messages;
  const auto of = address_of(stream_, m.subject);
  if (!of)
    return foreign(m, "a message on a subject that is no actor's",
                   fmt::format("{}.NAMESPACE.ACTOR", stream_));
  actor_state& actor = state_of(*of);
  if (!m.stored.versions || !m.stored.previous) {
    foreign(m, fmt::format("its first line is not {}: no store wrote it", headline_form),
            "nothing but stores publishes there: see the server's permissions");
    // Whoever appended next has followed it.
    if (actor.sequence == 0) actor.head_sequence = m.stored.sequence;
    actor.sequence = m.stored.sequence;
    return;
  }
  const place at{m, *of};
  check_chain(at, actor);
  check_versions(at, actor);
  check_payload(at);
  actor.sequence = m.stored.sequence;
}

void log_check::check_chain(const place& at, actor_state& actor) {
  const stored_message& m = at.m.stored;
  const auto broken = [&](std::string what, std::string right) {
    faults_.add(log_fault::broken_chain,
                [&] { return at.finding(m.versions->first, std::move(what), std::move(right)); });
  };
  if (actor.sequence == 0) {
    // Whether its predecessor went with the head of the log is known at the end.
    actor.head_sequence = m.sequence;
    actor.head_previous = *m.previous;
  } else if (*m.previous != actor.sequence) {
    return broken(fmt::format("it says that it follows sequence {}, and the one before it is at {}",
                              *m.previous, actor.sequence),
                  fmt::format("\"after {}\" in its first line", actor.sequence));
  }
  if (at.m.checked_for && *at.m.checked_for != *m.previous)
    broken(fmt::format("the server was asked to check it for sequence {}, and it says {}",
                       *at.m.checked_for, *m.previous),
           "both the same");
}

void log_check::check_versions(const place& at, actor_state& actor) {
  const version_span versions = *at.m.stored.versions;
  if (versions.first <= actor.last)
    faults_.add(log_fault::version_not_rising, [&] {
      return at.finding(
          versions.first,
          fmt::format("its version is {}, not above the {} before it", versions.first, actor.last),
          fmt::format("version {} or higher", actor.last + 1));
    });
  if (actor.first == 0) actor.first = versions.first;
  actor.last = std::max(actor.last, versions.last);
}

void log_check::check_payload(const place& at) {
  const version_span versions = *at.m.stored.versions;
  const bool alone = versions.first == versions.last;
  std::string_view rest = at.m.stored.payload;
  version before = versions.first - 1;
  version first = 0;
  bool readable = true;
  for (bool more = true; more;) {
    // A single event is all of its message, line breaks and all.
    const std::size_t end = alone ? rest.npos : rest.find('\n');
    const version read = check_line(at, rest.substr(0, end), before);
    readable = readable && read != 0;
    if (first == 0) first = read;
    if (read != 0) before = read;
    more = end != rest.npos;
    if (more) rest.remove_prefix(end + 1);
  }
  if (readable && (first != versions.first || before != versions.last))
    faults_.add(log_fault::misplaced_event, [&] {
      return at.finding(first,
                        fmt::format("its events have versions {}, and its message says {}",
                                    versions_text({first, before}), versions_text(versions)),
                        "both the same");
    });
}

version log_check::check_line(const place& at, std::string_view line, version before) {
  const version_span versions = *at.m.stored.versions;
  const auto read = event_from_json(line);
  if (!read) {
    faults_.add(log_fault::malformed_event, [&] {
      return at.finding(versions.first, "bytes that are no event: " + read.error().detail,
                        "an event as one line of JSON");
    });
    return 0;
  }
  ++counted_.events;
  const bool of_actor = read->actor_id == at.of.actor;
  const bool in_span = read->version >= versions.first && read->version <= versions.last;
  const bool rises = read->version > before;
  if (!of_actor || !in_span || !rises)
    faults_.add(log_fault::misplaced_event, [&] {
      if (!of_actor)
        return at.finding(read->version,
                          fmt::format("event \"{}\" is of actor \"{}\"", read->id, read->actor_id),
                          fmt::format("an event of \"{}\"", at.of.actor));
      return at.finding(
          read->version,
          in_span ? fmt::format("event \"{}\" has version {}, not above the {} "
                                "before it in its message",
                                read->id, read->version, before)
                  : fmt::format("event \"{}\" has version {}", read->id, read->version),
          fmt::format("a version of its message, which has {}", versions_text(versions)));
    });
  if (!of_actor) return 0;
  check_id(at, *read);
  acknowledged_.saw(at.of.name_space, *read, at.m.stored.sequence);
  return in_span && rises ? read->version : 0;
}

void log_check::check_id(const place& at, const event& e) {
  const fingerprint id = fingerprinter{}.add(at.m.subject).add(e.id).value();
  const auto found = ids_.emplace(id, at.m.stored.sequence);
  if (found.second) return;
  faults_.add(log_fault::id_twice, [&] {
    return at.finding(
        e.version,
        fmt::format("event id \"{}\" stands at sequence {} already", e.id, found.first->second),
        "an id that the actor does not have yet");
  });
}

void log_check::finish_head(const std::string& key, const actor_state& actor, std::uint64_t first) {
  if (actor.head_previous == 0) return;
  const actor_address of = address_of_key(key);
  const bool cut = is_cut(actor.head_previous, first);
  faults_.add(cut ? log_fault::head_cut : log_fault::broken_chain, [&] {
    return log_finding{
        .sequence = actor.head_sequence,
        .subject = stream_ + '.' + key,
        .name_space = of.name_space,
        .actor = of.actor,
        .version = actor.first,
        .what = fmt::format("what it followed at sequence {} is not there; the log begins at {}",
                            actor.head_previous, first),
        .right = cut ? "a snapshot of the version before it, or a longer max_age"
                     : "its predecessor: nothing may be deleted from the stream"};
  });
}

void log_check::finish_snapshot(const std::string& key, const actor_state& actor,
                                std::uint64_t first) {
  if (actor.snapshot_at <= actor.last) return;
  const actor_address of = address_of_key(key);
  const bool alone = actor.sequence == 0 && first > 1;
  const std::string there = actor.last == 0
                                ? "the log has no event of the actor"
                                : fmt::format("the last event has version {}", actor.last);
  faults_.add(alone ? log_fault::snapshot_alone : log_fault::snapshot_ahead, [&] {
    return log_finding{
        .sequence = actor.snapshot_sequence,
        .subject = snapshots_of(stream_) + '.' + key,
        .name_space = of.name_space,
        .actor = of.actor,
        .version = actor.snapshot_at,
        .what = fmt::format("a snapshot of version {}, and {}", actor.snapshot_at, there),
        .right = "a snapshot of an event that is there"};
  });
}

void log_check::finish_actors(std::uint64_t first_sequence) {
  // What is worth a finding, in the order of the log: the map has none.
  std::vector<const std::pair<const std::string, actor_state>*> odd;
  std::set<std::string, std::less<>> name_spaces;
  for (const auto& one : actors_) {
    const actor_state& actor = one.second;
    if (actor.sequence != 0) ++counted_.actors;
    const std::string_view name_space = std::string_view{one.first}.substr(0, one.first.find('.'));
    if (!name_spaces.contains(name_space)) name_spaces.emplace(name_space);
    if (actor.head_previous != 0 || actor.snapshot_at > actor.last) odd.push_back(&one);
  }
  counted_.name_spaces = name_spaces.size();
  std::ranges::sort(odd, {}, [](const auto* one) {
    return std::pair{one->second.head_sequence, one->second.snapshot_sequence};
  });
  for (const auto* one : odd) {
    finish_head(one->first, one->second, first_sequence);
    finish_snapshot(one->first, one->second, first_sequence);
  }
}

void log_check::finish(std::uint64_t first_sequence, log_report& to) {
  finish_actors(first_sequence);
  acknowledged_.finish(faults_, [&](const acknowledged_event& a) {
    const auto found = actors_.find(key_of({a.name_space, a.actor}));
    const actor_state actor = found == actors_.end() ? actor_state{} : found->second;
    const bool gone =
        actor.sequence == 0 ? first_sequence > 1 : is_cut(actor.head_previous, first_sequence);
    return acknowledged_check::actor_end{actor.first, actor.last, gone};
  });
  to.messages = counted_.messages;
  to.events = counted_.events;
  to.actors = counted_.actors;
  to.name_spaces = counted_.name_spaces;
  to.snapshots = counted_.snapshots;
  to.acknowledged = counted_.acknowledged;
  faults_.give(to);
}

}  // namespace contend::nats
