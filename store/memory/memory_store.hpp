// Events in memory: for tests, the simulator, and processes that need no durability.
//
//   memory_store store;
//   store.save_event(make_event({.id = "1", .type = "Opened", .actor_id = "a-1", .version = 1}));
//   store.get_events("a-1").value().front()->type;  // "Opened"
//
// Actors are spread over shards, each with a lock of its own on cache lines of its own: threads
// that write to different actors hardly ever meet. An append costs one look-up and the growth of a
// vector.
#pragma once

#include <cstddef>
#include <memory>

#include <contend/store/event_store.hpp>

namespace contend {

namespace memory {
struct kept_snapshot;
}

struct memory_store_options {
  /// Locks to spread the actors over; rounded up to a power of two, at most 65536. A few times the
  /// number of threads is plenty; 1 takes the least memory.
  std::size_t shards = 64;
};

/// Errors: version_conflict, duplicate_event_id, invalid_event; of snapshots invalid_snapshot;
/// where plant_event() planted bytes that are no event, malformed_event. No others. Reads of an
/// actor that cannot exist (no id, or too long a one) find nothing.
class memory_store final : public event_store {
 public:
  explicit memory_store(memory_store_options options = {});
  ~memory_store() override;

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override;
  [[nodiscard]] result<replay> get_events_with_errors(std::string_view actor,
                                                      event_range range = {}) override;
  [[nodiscard]] result<version> get_latest_version(std::string_view actor) override;
  result<void> save_snapshot(snapshot s) override;
  [[nodiscard]] result<found_snapshot> get_latest_snapshot(std::string_view actor,
                                                           version at_most = max_version) override;

  /// For tests of what a damaged store does: stores `bytes` as they are as the event at `at`, which
  /// must be above the actor's current version. Where they read as that event (event_from_json), it
  /// is an event like any other; else it is malformed, for the reason that reading gave.
  result<version> plant_event(std::string_view actor, version at, std::string_view bytes);
  /// The same for a snapshot; the bytes are those of its state.
  void plant_snapshot(std::string_view actor, version at, std::string_view bytes);

 private:
  struct shard;
  struct actor_key;

  [[nodiscard]] shard& home_of(const actor_key& key) const noexcept;
  replay read(std::string_view actor, const event_range& range);
  void keep(std::string_view actor, memory::kept_snapshot taken);

  std::size_t mask_;
  std::unique_ptr<shard[]> shards_;
};

}  // namespace contend
