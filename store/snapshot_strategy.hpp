// When to take a snapshot: small rules, and bounds around them.
//
//   every_events{100}                                  // each hundredth event since the last one
//   every_versions{1000}                               // the same by version, where there are gaps
//   by_replay_cost{.worth = 2ms}                       // when reading it all takes that long
//   bounded{by_replay_cost{.worth = 2ms}, {.least = 50, .most = 5000}}
//
// A rule of one's own is any type with `bool due(const snapshot_facts&) const`.
#pragma once

#include <cstddef>
#include <limits>

#include <contend/policies/outcome.hpp>
#include <contend/policies/time.hpp>

namespace contend {

/// What a strategy decides on, after each commit.
struct snapshot_facts {
  version snapshot = 0;    ///< Of the snapshot that served; 0: there was none.
  version current = 0;     ///< Of the state now.
  std::size_t events = 0;  ///< Applied since the snapshot that served, the new ones included.
  duration replay{};       ///< How long reading and applying took before the decision.
};

struct every_events {
  std::size_t k = 100;  ///< 0: never.
  [[nodiscard]] constexpr bool due(const snapshot_facts& f) const noexcept {
    return k > 0 && f.events >= k;
  }
};

struct every_versions {
  version k = 100;  ///< 0 or less: never.
  [[nodiscard]] constexpr bool due(const snapshot_facts& f) const noexcept {
    return k > 0 && f.current - f.snapshot >= k;
  }
};

/// Measures what a snapshot saves, whatever the number and size of the events.
struct by_replay_cost {
  duration worth = std::chrono::milliseconds{5};
  [[nodiscard]] constexpr bool due(const snapshot_facts& f) const noexcept {
    return f.replay >= worth;
  }
};

/// In events since the snapshot that served.
struct snapshot_bounds {
  std::size_t least = 1;                                       ///< None before so many.
  std::size_t most = std::numeric_limits<std::size_t>::max();  ///< One in any case from there.
};

template <class Strategy>
struct bounded {
  Strategy within;
  snapshot_bounds bounds{};
  [[nodiscard]] constexpr bool due(const snapshot_facts& f) const {
    return f.events >= bounds.least && (f.events >= bounds.most || within.due(f));
  }
};

template <class Strategy>
bounded(Strategy, snapshot_bounds) -> bounded<Strategy>;

}  // namespace contend
