// The check of a log in one walk: told of every message in order, it keeps of each actor where it
// stands, and of each event a fingerprint of its id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/store/nats/detail/acknowledged_check.hpp>
#include <contend/store/nats/detail/fault_list.hpp>
#include <contend/store/nats/detail/fingerprint.hpp>
#include <contend/store/nats/detail/message.hpp>
#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

/// A message as the walk gives it.
struct walked_message {
  std::string_view subject{};
  stored_message stored{};
  /// What the server was asked to check, where the message still says so.
  std::optional<std::uint64_t> checked_for{};
};

/// Not thread-safe. Snapshots first, or those that are saved meanwhile seem to be ahead.
class log_check {
 public:
  /// `options` must outlive it.
  explicit log_check(const verify_options& options);

  /// A message of the snapshots' stream; `fault`: why it cannot be read as one, empty if it can.
  void snapshot(const walked_message& m, const std::string& fault);
  /// A message of the events' stream.
  void message(const walked_message& m);
  /// All has been told; the log begins at `first_sequence`. Tells the report what was found.
  void finish(std::uint64_t first_sequence, log_report& to);

 private:
  struct actor_state {
    version first = 0;
    version last = 0;
    std::uint64_t sequence = 0;       ///< Of its last message; 0: none yet.
    std::uint64_t head_sequence = 0;  ///< Of its first one,
    std::uint64_t head_previous = 0;  ///< and what that one followed.
    version snapshot_at = 0;
    std::uint64_t snapshot_sequence = 0;
  };
  /// A message of ours, and whom it is of.
  struct place {
    const walked_message& m;
    const actor_address& of;

    [[nodiscard]] log_finding finding(version at, std::string what, std::string right) const;
  };

  actor_state& state_of(const actor_address& of);
  void foreign(const walked_message& m, std::string what, std::string right);
  void check_chain(const place& at, actor_state& actor);
  void check_versions(const place& at, actor_state& actor);
  void check_payload(const place& at);
  /// The version of the event on that line, or 0.
  version check_line(const place& at, std::string_view line, version before);
  void check_id(const place& at, const event& e);
  void finish_actors(std::uint64_t first_sequence);
  void finish_head(const std::string& key, const actor_state& actor, std::uint64_t first);
  void finish_snapshot(const std::string& key, const actor_state& actor, std::uint64_t first);

  std::string stream_;
  fault_list faults_;
  acknowledged_check acknowledged_;
  log_report counted_{};
  /// By both tokens of their subjects.
  boost::unordered_flat_map<std::string, actor_state> actors_{};
  boost::unordered_flat_map<fingerprint, std::uint64_t, fingerprint::hasher> ids_{};
};

}  // namespace contend::nats
