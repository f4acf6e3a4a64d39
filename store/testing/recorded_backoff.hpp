// A backoff that writes down what another one drew: with counter-based randomness a wait depends on
// nothing but its operation's key and its number, so what was drawn once can be looked at, and
// repeated by the same seed.
//
//   waits_record record;
//   const policy<recorded_backoff<jitter>> p{.backoff = {.held = {}, .record = &record}};
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include <contend/policies/backoff.hpp>

namespace contend::testing {

struct recorded_decision {
  std::uint32_t failures = 0;  ///< After which failure.
  outcome last = outcome::committed;
  decision answered{};

  friend bool operator==(const recorded_decision&, const recorded_decision&) = default;
};

/// Thread-safe.
class waits_record {
 public:
  void add(const recorded_decision& d) {
    const std::lock_guard hold{lock_};
    decisions_.push_back(d);
  }
  [[nodiscard]] std::vector<recorded_decision> decisions() const {
    const std::lock_guard hold{lock_};
    return decisions_;
  }

 private:
  mutable std::mutex lock_{};
  std::vector<recorded_decision> decisions_{};
};

/// Decides exactly as `held`. The record is not owned.
template <backoff B>
struct recorded_backoff {
  using memory = backoff_memory<B>;
  static constexpr bool times_attempts = contend::times_attempts<B>;

  B held{};
  waits_record* record = nullptr;

  decision next(const attempt_facts& facts, random_source& random, memory& kept) const {
    const decision answered = ask(held, facts, random, kept);
    if (record != nullptr) record->add({facts.failures, facts.last, answered});
    return answered;
  }
};

}  // namespace contend::testing
