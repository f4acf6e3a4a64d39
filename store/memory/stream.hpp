// The events of one actor, oldest first.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <contend/store/event_store.hpp>

namespace contend::memory {

/// What an append meets in a stream.
struct reply {
  enum class kind : std::uint8_t {
    stored,     ///< The events are stored now, or stood at their versions before.
    conflict,   ///< Another version is expected, or theirs are not above the current one.
    duplicate,  ///< The id of `clash` stands at its version with other content.
  };

  kind what = kind::conflict;
  version current = 0;           ///< The actor's version now.
  const event* clash = nullptr;  ///< One of the events that were to be appended.
};

/// A snapshot, or what was planted as one and cannot be read.
struct kept_snapshot {
  contend::version version = 0;
  snapshot_ptr good{};  ///< Null: it cannot be read.
  rejected_snapshot bad{};
};

/// Not thread-safe: its shard's lock is held.
class stream {
 public:
  [[nodiscard]] version current() const noexcept { return current_; }

  /// Stores all of `events`, which keep the rules of check_append(), or none.
  reply append(expected_version expected, std::span<const event_ptr> events);

  /// Stands at `at` from now on, which must be above the current version.
  void append_malformed(version at, std::string bytes, std::string cause);

  [[nodiscard]] replay read(const event_range& range) const;

  /// Keeps a snapshot in the place of one of the same version, and forgets what is one too many.
  void keep(kept_snapshot taken);
  [[nodiscard]] found_snapshot latest_snapshot(version at_most) const;

 private:
  [[nodiscard]] reply refuse(std::span<const event_ptr> events) const;
  [[nodiscard]] std::size_t position_of(version v) const noexcept;
  [[nodiscard]] std::vector<event_ptr> read_events(const event_range& range) const;

  std::vector<event_ptr> events_{};
  version current_ = 0;
  /// What most streams have nothing of.
  struct rarities {
    std::vector<malformed_event> malformed{};  ///< Oldest first.
    std::vector<kept_snapshot> snapshots{};    ///< In the order in which they were saved.
  };
  rarities& rare();

  std::unique_ptr<rarities> rare_{};
};

}  // namespace contend::memory
