// What is kept by actor and used from many threads: maps whose keys are found without a copy, and
// shards with a lock each.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace contend::detail {

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

/// Looks a std::string_view up as it is.
template <class Value>
using map_by_text = boost::unordered_flat_map<std::string, Value, text_hash, std::equal_to<>>;

/// An actor is in one of `count` shards, always the same one. Each locks itself.
template <class Shard, std::size_t count = 16>
class sharded_by_actor {
 public:
  [[nodiscard]] Shard& of(std::string_view actor) noexcept { return all_[index(actor)]; }
  [[nodiscard]] const Shard& of(std::string_view actor) const noexcept {
    return all_[index(actor)];
  }

  [[nodiscard]] auto begin() noexcept { return all_.begin(); }
  [[nodiscard]] auto end() noexcept { return all_.end(); }
  [[nodiscard]] auto begin() const noexcept { return all_.begin(); }
  [[nodiscard]] auto end() const noexcept { return all_.end(); }

 private:
  /// By other bits than those by which the map of a shard spreads its keys.
  static std::size_t index(std::string_view actor) noexcept {
    return (text_hash{}(actor) >> 16) % count;
  }

  std::array<Shard, count> all_{};
};

}  // namespace contend::detail
