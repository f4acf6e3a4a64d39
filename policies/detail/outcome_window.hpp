// What a breaker judges by: how many of the last attempts failed or were slow. The last in time, or
// the last by number.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <contend/policies/detail/sliding_sum.hpp>
#include <contend/policies/detail/step_clock.hpp>
#include <contend/policies/time.hpp>

namespace contend::detail {

struct outcome_counts {
  std::int64_t outcomes = 0;
  std::int64_t failures = 0;
  std::int64_t slow = 0;
};

/// The outcomes of the last `period`, precise to 1/32 of it. Thread-safe, without locks.
class time_window {
 public:
  explicit time_window(duration period) : step_of_{period, steps} {}

  /// Records one outcome. Returns the counts, or none where nothing failed or was slow.
  outcome_counts record(bool failed, bool slow, time_point now) noexcept {
    const std::int64_t step = step_of_(now);
    outcomes_.add(step, 1);
    if (failed) failures_.add(step, 1);
    if (slow) slow_.add(step, 1);
    if (failures_.is_zero() && slow_.is_zero()) return {};
    const std::int64_t failures = failures_.at(step);
    const std::int64_t slow_ones = slow_.at(step);
    if (failures == 0 && slow_ones == 0) return {};
    return {.outcomes = outcomes_.at(step), .failures = failures, .slow = slow_ones};
  }

  void clear() noexcept {
    outcomes_.clear();
    failures_.clear();
    slow_.clear();
  }

 private:
  static constexpr std::size_t steps = 32;

  step_clock step_of_;
  sliding_sum<steps> outcomes_;
  sliding_total<steps> failures_;
  sliding_total<steps> slow_;
};

/// The last `size` outcomes, exactly. Thread-safe, without locks.
class count_window {
 public:
  explicit count_window(std::size_t size) : ring_(size) {}

  outcome_counts record(bool failed, bool slow) noexcept {
    const std::uint8_t now =
        static_cast<std::uint8_t>(seen | (failed ? failure : 0) | (slow ? slowness : 0));
    const std::uint64_t ticket = next_.fetch_add(1, std::memory_order_relaxed);
    replace(ring_[static_cast<std::size_t>(ticket % ring_.size())], now);
    return {.outcomes = outcomes_.load(std::memory_order_relaxed),
            .failures = failures_.load(std::memory_order_relaxed),
            .slow = slow_.load(std::memory_order_relaxed)};
  }

  void clear() noexcept {
    for (auto& slot : ring_) replace(slot, 0);
  }

 private:
  static constexpr unsigned seen = 1, failure = 2, slowness = 4;

  /// The sums change by what the slot gained and lost, so that they end up equal to what the ring
  /// holds, however threads interleave.
  void replace(std::atomic<std::uint8_t>& slot, std::uint8_t now) noexcept {
    const unsigned before = slot.exchange(now, std::memory_order_relaxed);
    count(outcomes_, now & seen, before & seen);
    count(failures_, now & failure, before & failure);
    count(slow_, now & slowness, before & slowness);
  }

  static void count(std::atomic<std::int64_t>& sum, unsigned now, unsigned before) noexcept {
    if (now != before) sum.fetch_add(now != 0 ? 1 : -1, std::memory_order_relaxed);
  }

  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::int64_t> outcomes_{0};
  std::atomic<std::int64_t> failures_{0};
  std::atomic<std::int64_t> slow_{0};
  std::vector<std::atomic<std::uint8_t>> ring_;
};

}  // namespace contend::detail
