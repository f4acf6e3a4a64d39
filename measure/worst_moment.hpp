// The worst moment of a run, to be looked at writer by writer: of stretches of equal length the one
// with the most conflicts, and in it the actor with the most. "worst_moment" of the result:
//
//   { "actor": 0, "from": 5.1, "to": 5.26, "conflicts": 61, "attempts": [
//     { "writer": 7, "attempt": 2, "read": 5.11, "append": 5.13, "outcome": "conflict", "lost_to":
//     3 }, … ] }
//
// An attempt lasts from when the store answered its read until its append reached the store: its
// vulnerability window. `lost_to` is the attempt (by its place in the list) whose commit, within
// that window, made a conflict of it; absent where that one is not in the list. Times in seconds
// from the start of the run. Of the actor's attempts in that stretch those of the 12 writers with
// the most conflicts, and every commit; at most 96. Of the first replication.
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/policies/time.hpp>

namespace contend::measure {

/// An append that the store has answered.
struct attempt_record {
  enum class fate : std::uint8_t { committed, conflict, failed };

  std::uint32_t writer = 0;
  std::uint32_t actor = 0;
  std::uint32_t number = 0;  ///< Which attempt of its operation, from 1.
  duration read{};           ///< Since the start of the run.
  duration append{};
  fate how = fate::committed;
};

/// Keeps the worst stretch of a run that is told attempt by attempt, in the order of `append`.
/// Holds two stretches of at most 4096 attempts. Threading: like a standard container.
class worst_moment {
 public:
  worst_moment() = default;
  /// `length` of a stretch; positive.
  explicit worst_moment(duration length) : length_{length} {}

  void add(const attempt_record& a);
  /// Empty where there was no conflict.
  [[nodiscard]] nlohmann::ordered_json result() const;

 private:
  struct stretch {
    std::int64_t index = 0;
    std::uint64_t conflicts = 0;
    std::vector<attempt_record> attempts{};
  };

  duration length_{1};
  stretch now_{};
  stretch worst_{};
};

}  // namespace contend::measure
