// Whether a log on JetStream is whole: every promise of the store that can be seen in what is
// stored, looked at in one walk over it.
//
//   const log_report found = verify_log({.urls = {"nats://127.0.0.1:4222"}}).value();
//   if (!found.whole()) for (const log_finding& f : found.findings) print(f.what);
//
// Only reads: neither streams nor messages are made or changed. Its consumer is the server's own
// affair, kept in memory and gone with the reading.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/error.hpp>
#include <contend/store/nats/nats_options.hpp>
#include <contend/store/nats/server_facts.hpp>

namespace contend {

/// What can be found. Those from `head_cut` on are remarks, and no fault of the log's.
enum class log_fault : std::uint8_t {
  foreign_message,     ///< On a subject of ours, and no store wrote it.
  malformed_event,     ///< Bytes that are no event.
  misplaced_event,     ///< An event of another actor or version than its message says.
  version_not_rising,  ///< Not above the one before.
  broken_chain,        ///< Its predecessor on the subject is not the one that it was checked for.
  id_twice,            ///< The actor has an event of this id already.
  malformed_snapshot,  ///< A snapshot that cannot be read.
  snapshot_ahead,      ///< An actor's snapshot is newer than its last event.
  acknowledged_lost,   ///< Acknowledged, and not in the log at its version.
  acknowledged_twice,  ///< Acknowledged, and more than once in the log.
  order_reversed,      ///< Acknowledged before another was asked for, and behind it in the log.
  nodes_differ,        ///< What one node gave is not what the first one gave.
  head_cut,            ///< An actor's first events are gone with the head of the log.
  snapshot_alone,      ///< A snapshot of an actor whose events are all gone with the head.
  acknowledged_gone,   ///< Acknowledged, and gone with the head of the log.
  head_moved,          ///< Events expired while nodes were read: they could not be compared.
};
inline constexpr std::size_t log_fault_count = 16;

/// In a few words: "broken chain".
[[nodiscard]] std::string_view name_of(log_fault fault) noexcept;
[[nodiscard]] constexpr bool is_remark(log_fault fault) noexcept {
  return fault >= log_fault::head_cut;
}

struct log_finding {
  log_fault fault = log_fault::foreign_message;
  /// In the events stream, or for a snapshot in the snapshots' stream; 0 where there is none.
  std::uint64_t sequence = 0;
  std::string subject{};  ///< Of the message; for a node its URL, without passwords.
  std::string name_space{};
  std::string actor{};
  contend::version version = 0;  ///< 0 where none is known.
  std::string what{};            ///< For a person: what was found,
  std::string right{};           ///< and what would have been right.
};

/// An append that somebody was told had succeeded.
struct acknowledged_event {
  std::string name_space = "default";
  std::string actor{};
  contend::version version = 0;
  std::string id{};
  /// When it was asked for and when the answer came, in nanoseconds by one clock for all.
  std::optional<std::int64_t> invoked{};
  std::optional<std::int64_t> acknowledged{};
};

struct verify_options {
  std::string stream = "CONTEND";
  std::optional<std::string> name_space{};  ///< Nothing: all that are in the stream.
  /// Those of other namespaces than `name_space` are left out.
  std::vector<acknowledged_event> acknowledged{};
  std::size_t most_of_a_kind = 20;  ///< Findings that are told of each fault; all are counted.
  /// Asked now and then; true ends the reading, and the report is not complete.
  std::function<bool()> stop{};
};

/// What one node gave.
struct node_report {
  std::string url{};  ///< Without passwords.
  nats_server_facts server{};
  std::uint64_t messages = 0;
  /// Over sequence, subject, headers and bytes of every message; 32 hexadecimal digits.
  std::string digest{};
};

struct log_report {
  std::string stream{};
  bool complete = true;  ///< False: options.stop ended it.
  std::uint64_t first_sequence = 0;
  std::uint64_t last_sequence = 0;  ///< How far it was read: the last message when it began.
  std::uint64_t messages = 0;
  std::uint64_t events = 0;
  std::uint64_t actors = 0;
  std::uint64_t name_spaces = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t acknowledged = 0;
  std::array<std::uint64_t, log_fault_count> found{};
  std::vector<log_finding> findings{};  ///< By fault, then in the order of the log.
  std::vector<node_report> nodes{};

  [[nodiscard]] std::uint64_t count(log_fault fault) const noexcept {
    return found[static_cast<std::size_t>(fault)];
  }
  [[nodiscard]] std::uint64_t violations() const noexcept;
  /// Read to its end, and nothing found but remarks.
  [[nodiscard]] bool whole() const noexcept { return complete && violations() == 0; }
};

/// Reads the log through a connection to each of `how.urls`. The first is checked in full; what the
/// others give must be the same messages, by digest. A node without a copy of its own, and any that
/// the server chooses, has another node of the cluster read for it: that a log is the same through
/// every node does not prove that each disk holds it.
///
/// Linear in the messages. Takes up to 80 bytes an event of memory for ids, 200 an actor, and
/// nothing else that grows. What is appended meanwhile is not looked at, nor does it disturb.
///
/// Errors: those of nats_connection::connect(), damaged (no such stream at the first node),
/// unavailable (a node fell silent for how.timeout, or its connection was lost on the way).
[[nodiscard]] result<log_report> verify_log(const nats_options& how,
                                            const verify_options& options = {});

}  // namespace contend
