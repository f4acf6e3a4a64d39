// Who hears of which commits: the operations in flight on an actor follow it, and those that wait
// for a commit are woken by its notice.
//
// A side table, since only some policies wait for commits and a million flights should not pay for
// it. Single-threaded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <contend/policies/outcome.hpp>

namespace contend::sim {

class notice_board {
 public:
  /// Starts a run; with 0 actors nothing is announced and nobody is followed.
  void begin(std::uint32_t actors) {
    followers_.assign(actors, {});
    ears_.clear();
  }

  void follow(std::uint32_t actor, std::uint32_t flight) {
    if (followers_.empty()) return;
    followers_[actor].push_back(flight);
    ear_of(flight) = {};
  }
  void unfollow(std::uint32_t actor, std::uint32_t flight) {
    if (!followers_.empty()) std::erase(followers_[actor], flight);
  }
  [[nodiscard]] std::span<const std::uint32_t> followers(std::uint32_t actor) const noexcept {
    return followers_[actor];
  }

  /// The flight waits for a commit above `after`. True if it heard of one already: a commit that
  /// was announced between the conflict and the wait must not be slept through.
  bool await(std::uint32_t flight, version after) {
    if (followers_.empty()) return false;
    ear& e = ear_of(flight);
    e.awaited = after;
    return e.noticed > after;
  }

  /// The notice of version `v` arrives. True if the flight awaits one like it.
  bool heard(std::uint32_t flight, version v) {
    ear& e = ear_of(flight);
    e.noticed = std::max(e.noticed, v);
    return e.awaited >= 0 && e.noticed > e.awaited;
  }

  /// A wait ended: the version that was heard of, or 0 if none that was awaited.
  version end_of_wait(std::uint32_t flight) {
    if (followers_.empty()) return 0;
    ear& e = ear_of(flight);
    const bool awaited = e.awaited >= 0 && e.noticed > e.awaited;
    e.awaited = nothing;
    return awaited ? e.noticed : 0;
  }

 private:
  static constexpr version nothing = -1;
  struct ear {
    version awaited = nothing;
    version noticed = 0;
  };

  ear& ear_of(std::uint32_t flight) {
    if (flight >= ears_.size()) ears_.resize(std::size_t{flight} + 1);
    return ears_[flight];
  }

  std::vector<std::vector<std::uint32_t>> followers_{};  ///< Flights by actor.
  std::vector<ear> ears_{};                              ///< By flight.
};

}  // namespace contend::sim
