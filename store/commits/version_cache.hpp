// What is known of the actors' versions without asking the store. May be stale without harm: the
// store checks every append; a cache only saves round trips.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <contend/policies/outcome.hpp>
#include <contend/store/detail/sharded_by_actor.hpp>

namespace contend {

/// Thread-safe. Grows by one entry an actor; invalidate() makes it smaller.
class version_cache {
 public:
  /// Upwards only: an older version is ignored, so that notices may come late and in any order.
  /// Returns whether this was news.
  bool update(std::string_view actor, version current);

  /// Nothing for an actor of which nothing is known.
  [[nodiscard]] std::optional<version> read(std::string_view actor) const;

  /// Forgets what is known of one actor, or of all.
  void invalidate(std::string_view actor);
  void invalidate();

  [[nodiscard]] std::size_t size() const;

 private:
  struct alignas(64) shard {
    mutable std::mutex lock{};
    detail::map_by_text<version> versions{};
  };

  detail::sharded_by_actor<shard> shards_{};
};

}  // namespace contend
