// What is known of the actors' versions without asking the store. May be stale without harm: the
// store checks every append; a cache only saves round trips.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/policies/outcome.hpp>

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
  struct hasher {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>{}(name);
    }
  };
  struct alignas(64) shard {
    mutable std::mutex lock{};
    boost::unordered_flat_map<std::string, version, hasher, std::equal_to<>> versions{};
  };

  [[nodiscard]] shard& home_of(std::string_view actor) noexcept;
  [[nodiscard]] const shard& home_of(std::string_view actor) const noexcept;

  std::array<shard, 16> shards_{};
};

}  // namespace contend
