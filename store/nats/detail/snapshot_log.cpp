#include <algorithm>
#include <charconv>
#include <new>

#include <fmt/format.h>

#include <contend/store/detail/json_reader.hpp>
#include <contend/store/detail/rfc3339.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/appender.hpp>
#include <contend/store/nats/detail/snapshot_log.hpp>

namespace contend::nats {

/// A stored message of a snapshot.
struct snapshot_log::kept {
  version at = 0;
  located_message from{};
};

namespace {

void must(natsStatus status) {
  if (status != NATS_OK) throw std::bad_alloc{};
}

std::string header_of(natsMsg* message, const char* name) {
  const char* text = nullptr;
  return natsMsgHeader_Get(message, name, &text) == NATS_OK && text != nullptr ? text : "";
}

/// Reads the snapshot; else says why not.
detail::json_result<snapshot> decode(std::string_view actor, version at, natsMsg* message) {
  auto taken = detail::parse_rfc3339(header_of(message, timestamp_header));
  if (!taken) return taken.error();
  const stored_message m = look_at_snapshot(message, 0);
  auto state = detail::read_json(m.payload, max_json_depth);
  if (!state) return state.error();
  return snapshot{.actor_id = std::string{actor},
                  .version = at,
                  .state = *std::move(state),
                  .timestamp = *taken};
}

std::uint64_t event_sequence(natsMsg* message) {
  const std::string text = header_of(message, event_sequence_header);
  std::uint64_t sequence = 0;
  std::from_chars(text.data(), text.data() + text.size(), sequence);
  return sequence;
}

}  // namespace

stored_message look_at_snapshot(natsMsg* message, std::uint64_t sequence) {
  return {.sequence = sequence,
          .versions = parse_versions(header_of(message, version_header)),
          .payload = {natsMsg_GetData(message),
                      static_cast<std::size_t>(natsMsg_GetDataLength(message))}};
}

std::string snapshot_fault(natsMsg* message) {
  const auto read = decode({}, 0, message);
  return read ? std::string{} : read.error().text;
}

result<void> snapshot_log::save(const snapshot& s) {
  const std::string subject = names_.snapshots(s.actor_id);
  const std::string state = s.state.dump();
  natsMsg* made = nullptr;
  must(natsMsg_Create(&made, subject.c_str(), nullptr, state.data(),
                      static_cast<int>(state.size())));
  const message_ptr message{made};
  must(natsMsgHeader_Set(made, expected_stream_header, stream_.c_str()));
  must(natsMsgHeader_Set(made, version_header, fmt::format("{}", s.version).c_str()));
  must(natsMsgHeader_Set(made, timestamp_header, detail::format_rfc3339(s.timestamp).c_str()));
  if (const auto where = known_.at(s.actor_id, s.version)) {
    must(
        natsMsgHeader_Set(made, event_sequence_header, fmt::format("{}", where->sequence).c_str()));
    known_.snapshot_at(s.actor_id, *where);
  }
  const auto answer = link_.request(made, effect::possible, "saving a snapshot");
  if (!answer) {
    store_error error = answer.error();
    if (error.code == store_errc::invalid_event) error.code = store_errc::invalid_snapshot;
    return error;
  }
  const auto stored = read_answer(answer->get());
  if (!stored) return stored.error();
  return {};
}

result<std::vector<snapshot_log::kept>> snapshot_log::all_of(std::string_view actor) {
  const std::string subject = names_.snapshots(actor);
  // Whatever server answers: an older snapshot serves as well.
  log from{link_, stream_, true};
  std::vector<kept> all;
  for (std::uint64_t after = 0; all.size() <= snapshots_kept;) {
    auto next = from.next(subject, after);
    if (!next) return next.error();
    if (next->sequence == 0) break;
    after = next->sequence;
    const auto versions = look_at_snapshot(next->message.get(), after).versions;
    all.push_back({versions ? versions->last : 0, *std::move(next)});
  }
  // Of two of one version the one that was saved last comes first, and the other never.
  std::stable_sort(all.begin(), all.end(), [](const kept& a, const kept& b) {
    return a.at != b.at ? a.at > b.at : a.from.sequence > b.from.sequence;
  });
  const auto same = [](const kept& a, const kept& b) { return a.at == b.at; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

result<found_snapshot> snapshot_log::latest(std::string_view actor, version at_most) {
  const auto all = all_of(actor);
  if (!all) return all.error();
  found_snapshot found;
  for (const kept& k : *all) {
    if (k.at > at_most) continue;
    natsMsg* const message = k.from.message.get();
    auto read = decode(actor, k.at, message);
    if (!read) {
      found.passed_over.push_back(
          {k.at, std::string{look_at_snapshot(message, 0).payload}, read.error().text});
      continue;
    }
    if (const std::uint64_t sequence = event_sequence(message))
      known_.snapshot_at(actor, {k.at, sequence});
    found.latest = std::make_shared<const snapshot>(*std::move(read));
    break;
  }
  return found;
}

}  // namespace contend::nats
