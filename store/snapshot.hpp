// A snapshot: what an actor's events up to a version amount to, so that they need not all be read
// again. A cache and no truth: it may be lost, and one that does not fit is passed over.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/policies/outcome.hpp>
#include <contend/store/event.hpp>

namespace contend {

/// How many snapshots of an actor a store keeps: those saved last.
inline constexpr std::size_t snapshots_kept = 4;

struct snapshot {
  std::string actor_id{};
  contend::version version = 0;    ///< Of the last event that the state includes; at least 1.
  nlohmann::json state{};          ///< Any JSON.
  contend::timestamp timestamp{};  ///< When it was taken.

  friend bool operator==(const snapshot&, const snapshot&) = default;
};

/// Shared, never copied; what stores give.
using snapshot_ptr = std::shared_ptr<const snapshot>;

/// A stored snapshot that cannot be read, or must not be used.
struct rejected_snapshot {
  contend::version version = 0;
  std::string bytes{};  ///< As they are stored; empty where the snapshot could be read.
  std::string cause{};  ///< For a person: what is wrong with it.

  friend bool operator==(const rejected_snapshot&, const rejected_snapshot&) = default;
};

struct found_snapshot {
  snapshot_ptr latest{};  ///< Null: there is none that can be read.
  /// Those above `latest` that cannot, highest version first.
  std::vector<rejected_snapshot> passed_over{};
};

}  // namespace contend
