// A message of the events stream: what one append stored.
//
//   contend 5-7 after 1234     the first and the last version (or one), and the stream sequence of
//                              the message before, on this subject (or 0)
//   {"id":"e-5",…}             one event a line
//
// In the payload and not in headers, since nats.c takes all headers of a message apart for one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/event_store.hpp>
#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

/// For a person, who wants to know what a first line should be.
inline constexpr const char* headline_form = "\"contend VERSIONS after SEQUENCE\"";
inline constexpr const char* expected_sequence_header = "Nats-Expected-Last-Subject-Sequence";
inline constexpr const char* expected_stream_header = "Nats-Expected-Stream";
inline constexpr const char* message_id_header = "Nats-Msg-Id";

/// The highest version that a message tells of, and the lowest.
struct version_span {
  version first = 0;
  version last = 0;
};

/// "5" or "5-7", nothing for anything else.
[[nodiscard]] std::optional<version_span> parse_versions(std::string_view text) noexcept;
[[nodiscard]] std::string versions_text(version_span versions);

/// What is to be stored of one append, but for the sequence that it expects: that may be found out
/// only later, and again.
struct append_body {
  std::string subject{};
  std::string payload{};
  std::string versions{};
  std::string id{};  ///< Empty: the server is not to look for duplicates.
};

/// Errors: invalid_event, for events that JSON cannot hold.
[[nodiscard]] result<append_body> encode(const subjects& names, std::string_view actor,
                                         std::span<const event_ptr> events);

/// The message that asks the server to store `body` if the subject's last message is at `expected`,
/// and to answer to `reply` (null: whoever sends it knows). Throws std::bad_alloc.
[[nodiscard]] message_ptr make_message(const append_body& body, const std::string& stream,
                                       std::uint64_t expected, const char* reply = nullptr);

/// A stored message, as far as its first line tells.
struct stored_message {
  std::uint64_t sequence = 0;
  std::optional<version_span> versions{};   ///< Nothing: they are no message of ours.
  std::optional<std::uint64_t> previous{};  ///< The same.
  std::string_view payload{};  ///< In the message: the events, or all of it where it is not ours.
};

[[nodiscard]] stored_message look_at(natsMsg* message, std::uint64_t sequence);

/// What a read finds, in the order of the stream.
class findings {
 public:
  void add(event_ptr e);
  void add(malformed_event e);
  [[nodiscard]] std::size_t size() const noexcept { return is_event_.size(); }
  /// The first `limit` of it; from the end, newest first, where `backwards`. Leaves nothing.
  [[nodiscard]] replay take(std::size_t limit, bool backwards);

 private:
  std::vector<bool> is_event_{};
  replay all_{};
};

/// Adds the events of `m`, which has versions, that lie in `range`, and what is malformed in it.
/// Takes no notice of range.limit.
void decode(std::string_view actor, const stored_message& m, const event_range& range,
            findings& to);

}  // namespace contend::nats
