// The port: what every event store offers. Append-only by design: nothing here updates or deletes.
//
// Two ways to write. append() says exactly on which version it stands; a guarded operation uses
// nothing else, since a decision made on stale state must not commit. save_event() only asks that
// the version be greater than the latest.
//
// Idempotent by event id: an append of events that already stand at their versions is answered with
// success. That is found where it would be refused, so it costs nothing otherwise.
//
// Threading: every function may be called from any thread. Blocking: a store on a network waits for
// its answer; every call ends, at the latest after the store's own timeout. Errors are values; only
// std::bad_alloc is thrown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/error.hpp>
#include <contend/store/event.hpp>
#include <contend/store/snapshot.hpp>

namespace contend {

/// The longest actor id, event id, event type and command id, in bytes. Each must have at least
/// one.
inline constexpr std::size_t max_name_length = 1024;

/// The highest version an event may have: the next one can still be named.
inline constexpr version max_version = std::numeric_limits<version>::max() - 1;

/// What an append expects of the actor's stream.
class expected_version {
 public:
  /// The stream is at exactly `v`; 0: it has no event.
  static constexpr expected_version exact(version v) noexcept { return {kind::exact, v}; }
  static constexpr expected_version no_stream() noexcept { return exact(0); }
  static constexpr expected_version stream_exists() noexcept { return {kind::exists, 0}; }
  /// Anything: the events' own versions must still be greater than the latest.
  static constexpr expected_version any() noexcept { return {kind::any, 0}; }

  [[nodiscard]] constexpr bool holds_at(version current) const noexcept {
    switch (kind_) {
      case kind::exact:
        return current == at_;
      case kind::exists:
        return current > 0;
      case kind::any:
        break;
    }
    return true;
  }
  [[nodiscard]] constexpr bool is_exact() const noexcept { return kind_ == kind::exact; }
  [[nodiscard]] constexpr version at() const noexcept { return at_; }

  friend constexpr bool operator==(const expected_version&, const expected_version&) = default;

 private:
  enum class kind : std::uint8_t { exact, exists, any };
  constexpr expected_version(kind k, version at) noexcept : kind_{k}, at_{at} {}

  kind kind_;
  version at_;
};

/// Which events to read: versions from..to, both included.
struct event_range {
  version from = 1;
  version to = std::numeric_limits<version>::max();
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  bool backwards = false;  ///< Newest first; `limit` then counts from the newest.

  friend constexpr bool operator==(const event_range&, const event_range&) = default;
};

/// A stored event that cannot be read as one.
struct malformed_event {
  /// Where it stands, in the store's own count: in memory and in SQLite the n-th of its actor.
  std::int64_t sequence = 0;
  contend::version version = 0;  ///< Its version, where the store knows it; else 0.
  std::string bytes{};           ///< As they are stored, unchanged.
  std::string cause{};           ///< For a person: what is wrong with them.

  friend bool operator==(const malformed_event&, const malformed_event&) = default;
};

/// What a read that reports errors found, both in the order of the read.
struct replay {
  std::vector<event_ptr> events{};
  std::vector<malformed_event> malformed{};
};

class event_store {
 public:
  event_store() = default;
  event_store(const event_store&) = delete;
  event_store& operator=(const event_store&) = delete;
  virtual ~event_store() = default;

  /// Stores all `events`, at least one, or none. They must be of `actor`, with rising versions
  /// above its current one (gaps are allowed), ids and types, and a JSON object as data. The store
  /// shares them from then on. Returns the version of the last of them. Errors: invalid_event (with
  /// a detail), version_conflict, duplicate_event_id and the store's own.
  ///
  /// Events that already stand at their versions, all of them, are a success, however many others
  /// follow them by now; the same id at that version with other content is duplicate_event_id
  /// (timestamps may differ). An id that stands at another version is not looked for: ids are the
  /// writer's to keep unique.
  virtual result<version> append(std::string_view actor, expected_version expected,
                                 std::span<const event_ptr> events) = 0;

  /// The actor's events in `range`, oldest first unless backwards; empty for an unknown actor.
  /// A malformed event among them fails the read (malformed_event, with its sequence and cause): a
  /// state with a hole in it must not be decided on. get_events_with_errors() reads past it.
  [[nodiscard]] virtual result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                                  event_range range = {}) = 0;

  /// As get_events(), with what is malformed in `range` beside what is not. `limit` counts both.
  [[nodiscard]] virtual result<replay> get_events_with_errors(std::string_view actor,
                                                              event_range range = {}) = 0;

  /// 0 for an unknown actor. Malformed events have versions, too.
  [[nodiscard]] virtual result<version> get_latest_version(std::string_view actor) = 0;

  /// Keeps a snapshot of `s.actor_id`; one of the same version is replaced. Snapshots are a cache
  /// of what the events say: a store keeps the last snapshots_kept that were saved of an actor, and
  /// does not hold them against the stream. Errors: invalid_snapshot and the store's own.
  virtual result<void> save_snapshot(snapshot s) = 0;

  /// The snapshot of the highest version up to `at_most` that can be read; malformed ones above it
  /// are passed over and told. It may be ahead of the stream: load() looks (load.hpp).
  [[nodiscard]] virtual result<found_snapshot> get_latest_snapshot(
      std::string_view actor, version at_most = max_version) = 0;

  /// Stores one event whose version must be strictly greater than its actor's latest.
  result<version> save_event(event_ptr event);
};

}  // namespace contend
