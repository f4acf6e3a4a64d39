// Appends: what the server is asked, and what is made of its answer.
//
// The sequence that an append expects is that of the message which holds the expected version. A
// refusal says only that the subject has moved on: who asks next reads what stands there, and finds
// its own events (an answer was lost), another's (a conflict) or a stranger's message that holds no
// version (the append is asked for again).
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <contend/store/event_store.hpp>
#include <contend/store/nats/detail/event_reader.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/message.hpp>
#include <contend/store/nats/detail/positions.hpp>

namespace contend::nats {

/// What the server answered to an append.
struct append_answer {
  enum class kind : std::uint8_t {
    stored,
    known,   ///< The server knows its id: something with that id is stored.
    staged,  ///< The server has seen its id, and not yet decided: it may be stored later, or never.
    refused,   ///< The subject is not where it was expected.
    undecided  ///< Another one for this subject is being decided on.
  };
  kind what = kind::stored;
  std::uint64_t sequence = 0;  ///< Of the stored message, or of the known one.
};

/// Reads the server's answer to a publish. Errors: those of api_error(); unanswered for what is
/// none that a server gives: whoever knows the reply subject can send it.
[[nodiscard]] result<append_answer> read_answer(natsMsg* message);

/// What one append is about; its parts outlive it.
struct append_request {
  std::string_view actor;
  expected_version expected;
  std::span<const event_ptr> events;

  [[nodiscard]] version first() const noexcept { return events.front()->version; }
  [[nodiscard]] version last() const noexcept { return events.back()->version; }
  /// Whether the events may follow version `current`.
  [[nodiscard]] bool may_follow(version current) const noexcept {
    return expected.holds_at(current) && current < first();
  }
};

/// Thread-safe.
class appender {
 public:
  appender(link& to, std::string stream, std::int64_t replicas, const subjects& names,
           positions& known, event_reader& reader)
      : link_{to},
        stream_{std::move(stream)},
        replicas_{replicas},
        names_{names},
        known_{known},
        reader_{reader},
        checked_at_{to.reconnects()} {}

  /// The events keep the rules of check_append().
  result<version> append(const append_request& a);

  // The parts of it, for who does not wait for the answer.

  /// The position to stand on, if it is known without asking, and serves.
  [[nodiscard]] std::optional<position> known_base(const append_request& a) const;
  /// What to send. Errors: invalid_event, and what a reconnect to an unsafe server brings.
  [[nodiscard]] result<append_body> prepare(const append_request& a);
  [[nodiscard]] message_ptr message(const append_body& body, position base,
                                    const char* reply = nullptr) const {
    return make_message(body, stream_, base.sequence, reply);
  }
  /// What becomes of it, after it was sent to stand on `base` and answered. Waits for what has to
  /// be read, and asked for again.
  result<version> settle(const append_request& a, const append_body& body, position base,
                         result<append_answer> answer);

 private:
  result<append_answer> publish(const append_body& body, position base);
  result<version> refuse(const append_request& a, position now, append_answer answer);
  [[nodiscard]] result<void> check_server();

  link& link_;
  std::string stream_;
  std::int64_t replicas_;
  const subjects& names_;
  positions& known_;
  event_reader& reader_;
  std::atomic<std::uint64_t> checked_at_;
};

}  // namespace contend::nats
