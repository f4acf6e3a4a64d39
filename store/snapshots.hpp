// Snapshots of one kind of actor: when they are taken, and what they bring.
//
//   snapshots of_accounts{every_events{100}};
//   execute<account>(store, "account-1", policy, decide, {.snapshots = &of_accounts});
//   of_accounts.metrics().mean_replay_length();
//
// The State must be one that nlohmann::json reads and writes (to_json and from_json, or
// NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE).
#pragma once

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include <contend/store/snapshot.hpp>
#include <contend/store/snapshot_strategy.hpp>

namespace contend {

/// A state that can be kept as a snapshot.
template <class State>
concept snapshotable = requires(const State& state, const nlohmann::json& from) {
  nlohmann::json(state);
  { from.get<State>() } -> std::same_as<State>;
};

/// Since the object was made.
struct snapshot_metrics {
  std::uint64_t taken = 0;        ///< Saved.
  std::uint64_t failed = 0;       ///< Due, but the store or the state's to_json refused.
  std::uint64_t loads = 0;        ///< Actors loaded.
  std::uint64_t served = 0;       ///< Of these, from a snapshot.
  std::uint64_t passed_over = 0;  ///< Snapshots found that were malformed or ahead of the stream.
  std::uint64_t replayed = 0;     ///< Events applied by all loads.

  /// Events a load; 0 before the first.
  [[nodiscard]] double mean_replay_length() const noexcept {
    return loads == 0 ? 0.0 : static_cast<double>(replayed) / static_cast<double>(loads);
  }
};

/// Threading: every function may be called from any thread; the strategy is called from any and
/// must allow it, which one that is a value does by itself. May serve any number of stores and
/// actors.
class snapshots {
 public:
  /// Asked after each commit. Without a strategy snapshots are read but never taken.
  using strategy = std::function<bool(const snapshot_facts&)>;

  snapshots() = default;
  template <class Strategy>
  requires requires(const Strategy s, const snapshot_facts f) {
    { s.due(f) } -> std::convertible_to<bool>;
  }
  explicit snapshots(Strategy s)
      : due_{[s = std::move(s)](const snapshot_facts& f) { return s.due(f); }} {}

  [[nodiscard]] bool due(const snapshot_facts& facts) const { return due_ && due_(facts); }

  void count_load(bool from_snapshot, std::size_t replayed, std::size_t passed_over) noexcept {
    loads_ += 1;
    served_ += from_snapshot ? 1U : 0U;
    replayed_ += replayed;
    passed_over_ += passed_over;
  }
  void count_taken(bool saved) noexcept { (saved ? taken_ : failed_) += 1; }

  [[nodiscard]] snapshot_metrics metrics() const noexcept {
    return {taken_, failed_, loads_, served_, passed_over_, replayed_};
  }

 private:
  strategy due_{};
  std::atomic<std::uint64_t> taken_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<std::uint64_t> loads_{0};
  std::atomic<std::uint64_t> served_{0};
  std::atomic<std::uint64_t> passed_over_{0};
  std::atomic<std::uint64_t> replayed_{0};
};

}  // namespace contend
