// Snapshots: the last few messages of an actor's subject in a stream of their own, where the server
// forgets older ones.
#pragma once

#include <string>
#include <string_view>

#include <contend/store/event_store.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/detail/log.hpp>
#include <contend/store/nats/detail/message.hpp>
#include <contend/store/nats/detail/positions.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

inline constexpr const char* version_header = "Contend-Version";
inline constexpr const char* timestamp_header = "Contend-Timestamp";
/// Where in the events stream the snapshot's version stands, as its writer knew it: reading on from
/// a snapshot needs no search then. A hint, which the reader of events checks.
inline constexpr const char* event_sequence_header = "Contend-Event-Sequence";

/// A stored snapshot, as far as its headers tell: its state is the payload.
[[nodiscard]] stored_message look_at_snapshot(natsMsg* message, std::uint64_t sequence);

/// Why a message of the snapshots' stream is no snapshot; empty if it is one.
[[nodiscard]] std::string snapshot_fault(natsMsg* message);

/// Thread-safe.
class snapshot_log {
 public:
  snapshot_log(link& to, const std::string& events_stream, const subjects& names, positions& known)
      : link_{to}, stream_{snapshots_of(events_stream)}, names_{names}, known_{known} {}

  /// `s` keeps the rules of check_snapshot().
  result<void> save(const snapshot& s);
  [[nodiscard]] result<found_snapshot> latest(std::string_view actor, version at_most);

 private:
  struct kept;
  [[nodiscard]] result<std::vector<kept>> all_of(std::string_view actor);

  link& link_;
  std::string stream_;
  const subjects& names_;
  positions& known_;
};

}  // namespace contend::nats
