#include <algorithm>
#include <charconv>
#include <new>

#include <fmt/format.h>

#include <contend/store/event_json.hpp>
#include <contend/store/nats/detail/message.hpp>

namespace contend::nats {

namespace {

template <class Integer>
std::optional<Integer> parse_number(std::string_view text) noexcept {
  Integer n{};
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (bad != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return n;
}

void must(natsStatus status) {
  if (status != NATS_OK) throw std::bad_alloc{};
}

std::string fault_of(const event& e, std::string_view actor, version_span versions) {
  if (e.actor_id != actor)
    return fmt::format("it is of actor \"{}\", on the subject of another", e.actor_id);
  if (e.version < versions.first || e.version > versions.last)
    return fmt::format("its version is {}, and its message has {}", e.version,
                       versions_text(versions));
  return {};
}

/// One line of a message: an event or a malformed one.
void decode_line(std::string_view actor, const stored_message& m, std::string_view line,
                 const event_range& range, findings& to) {
  const version_span versions = *m.versions;
  const bool alone = versions.first == versions.last;
  auto read = event_from_json(line);
  std::string why = read ? fault_of(*read, actor, versions) : read.error().detail;
  if (why.empty()) {
    if (read->version >= range.from && read->version <= range.to)
      to.add(make_event(*std::move(read)));
    return;
  }
  to.add(malformed_event{.sequence = static_cast<std::int64_t>(m.sequence),
                         .version = alone ? versions.last : 0,
                         .bytes = std::string{line},
                         .cause = std::move(why)});
}

}  // namespace

std::optional<version_span> parse_versions(std::string_view text) noexcept {
  const std::size_t dash = text.find('-');
  const auto first = parse_number<version>(text.substr(0, dash));
  const auto last =
      dash == std::string_view::npos ? first : parse_number<version>(text.substr(dash + 1));
  if (!first || !last || *first < 1 || *last < *first || *last > max_version) return {};
  return version_span{*first, *last};
}

std::string versions_text(version_span versions) {
  return versions.first == versions.last ? fmt::format("{}", versions.last)
                                         : fmt::format("{}-{}", versions.first, versions.last);
}

result<append_body> encode(const subjects& names, std::string_view actor,
                           std::span<const event_ptr> events) {
  append_body body{.subject = names.events(actor)};
  for (const event_ptr& e : events) {
    auto text = to_json_text(*e);
    if (!text) return text.error();
    if (body.payload.empty()) {
      body.payload = *std::move(text);
    } else {
      body.payload += '\n';
      body.payload += *text;
    }
  }
  const event& first = *events.front();
  const event& last = *events.back();
  body.versions = versions_text({first.version, last.version});
  // With the versions, since an id is unique at its version only, and with the number of events.
  // Whoever is told "duplicate" still compares: two appends may differ in the middle.
  std::string rest = token_of(first.id);
  if (events.size() > 1) rest += fmt::format(".{}.{}", token_of(last.id), events.size());
  body.id = names.message_id(actor, rest + '.' + body.versions);
  return body;
}

message_ptr make_message(const append_body& body, const std::string& stream, std::uint64_t expected,
                         const char* reply) {
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), "contend {} after {}\n", body.versions, expected);
  text.append(body.payload.data(), body.payload.data() + body.payload.size());
  natsMsg* made = nullptr;
  must(natsMsg_Create(&made, body.subject.c_str(), reply, text.data(),
                      static_cast<int>(text.size())));
  message_ptr message{made};
  const std::string sequence = fmt::format("{}", expected);
  must(natsMsgHeader_Set(made, expected_stream_header, stream.c_str()));
  must(natsMsgHeader_Set(made, expected_sequence_header, sequence.c_str()));
  if (!body.id.empty()) must(natsMsgHeader_Set(made, message_id_header, body.id.c_str()));
  return message;
}

stored_message look_at(natsMsg* message, std::uint64_t sequence) {
  constexpr std::string_view begin = "contend ";
  constexpr std::string_view middle = " after ";
  const std::string_view all{natsMsg_GetData(message),
                             static_cast<std::size_t>(natsMsg_GetDataLength(message))};
  const stored_message strange{.sequence = sequence, .payload = all};
  if (!all.starts_with(begin)) return strange;
  const std::size_t end = all.find('\n');
  const std::string_view line = all.substr(begin.size(), end - begin.size());
  const std::size_t cut = line.find(middle);
  if (end == std::string_view::npos || cut == std::string_view::npos) return strange;
  const auto versions = parse_versions(line.substr(0, cut));
  const auto previous = parse_number<std::uint64_t>(line.substr(cut + middle.size()));
  if (!versions || !previous) return strange;
  return {sequence, versions, previous, all.substr(end + 1)};
}

void findings::add(event_ptr e) {
  all_.events.push_back(std::move(e));
  is_event_.push_back(true);
}

void findings::add(malformed_event e) {
  all_.malformed.push_back(std::move(e));
  is_event_.push_back(false);
}

replay findings::take(std::size_t limit, bool backwards) {
  std::size_t from = 0;
  std::size_t to = size();
  if (size() > limit) (backwards ? from : to) = backwards ? size() - limit : limit;
  const auto events = [&](std::size_t first, std::size_t last) {
    return std::count(is_event_.begin() + static_cast<std::ptrdiff_t>(first),
                      is_event_.begin() + static_cast<std::ptrdiff_t>(last), true);
  };
  const auto cut = [&](auto& list, std::ptrdiff_t first, std::ptrdiff_t count) {
    list.erase(list.begin() + first + count, list.end());
    list.erase(list.begin(), list.begin() + first);
    if (backwards) std::reverse(list.begin(), list.end());
  };
  const auto skipped = static_cast<std::ptrdiff_t>(from);
  const auto taken = static_cast<std::ptrdiff_t>(to - from);
  const std::ptrdiff_t good = events(from, to);
  const std::ptrdiff_t good_before = events(0, from);
  cut(all_.events, good_before, good);
  cut(all_.malformed, skipped - good_before, taken - good);
  is_event_.clear();
  return std::move(all_);
}

void decode(std::string_view actor, const stored_message& m, const event_range& range,
            findings& to) {
  if (m.versions->last < range.from || m.versions->first > range.to) return;
  if (m.versions->first == m.versions->last) {
    decode_line(actor, m, m.payload, range, to);
    return;
  }
  std::string_view rest = m.payload;
  for (;;) {
    const std::size_t end = rest.find('\n');
    decode_line(actor, m, rest.substr(0, end), range, to);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace contend::nats
