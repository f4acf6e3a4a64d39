// Sums over the last steps of a step_clock, shared between threads without a lock: what a breaker
// or a budget counts.
//
//   sliding_sum    adds with one atomic operation, sums up when asked
//   sliding_total  keeps the total too, and can refuse what would take it past a limit
//
// Steps need not come in order: a thread that is late adds to its own step while that is still
// there, else to the one that took its place.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace contend::detail {

/// One slot for each of the last steps. A slot is one word, so that it changes hands in one
/// exchange: the upper half has the number of its step (the lower 32 bits of it), the lower half
/// the sum. A silence of 2^32 steps, exact to the window's length, would pass for none: 42 years
/// for the steps of a window of 10 s.
template <std::size_t Steps>
class step_slots {
 public:
  /// Adds to the slot of `step`. Less than 2^32 may be added within one step.
  void add(std::int64_t step, std::uint32_t amount) noexcept {
    slot_of(step).fetch_add(amount, std::memory_order_acq_rel);
  }

  /// Takes `amount` off `step`; false if the step has expired or holds less.
  bool take_back(std::int64_t step, std::uint32_t amount) noexcept {
    std::atomic<std::uint64_t>& slot = slot_of(step);
    std::uint64_t word = slot.load(std::memory_order_relaxed);
    do {
      if (age(step, word) != 0 || sum_in(word) < amount) return false;
    } while (!slot.compare_exchange_weak(word, word - amount, std::memory_order_acq_rel));
    return true;
  }

  /// To be called before anything else that concerns `step`: gives slots to the steps that have
  /// begun since, and hands each sum that has expired by that to `expired`.
  template <class Expired>
  void advance(std::int64_t step, Expired expired) noexcept {
    if (step > last_.load(std::memory_order_acquire)) renew_until(step, expired);
  }

  /// What lies in all slots: after advance(step), the sum of `step` and the Steps − 1 before it.
  [[nodiscard]] std::int64_t sum() const noexcept {
    std::int64_t even = 0, odd = 0;  // two, so that not every addition waits for the one before
    for (std::size_t i = 0; i < Steps; i += 2) {
      even += sum_in(slots_[i].load(std::memory_order_acquire));
      if (i + 1 < Steps) odd += sum_in(slots_[i + 1].load(std::memory_order_acquire));
    }
    return even + odd;
  }

  template <class Expired>
  void clear(Expired expired) noexcept {
    for (auto& slot : slots_) {
      std::uint64_t word = slot.load(std::memory_order_relaxed);
      while (!slot.compare_exchange_weak(word, word - sum_in(word), std::memory_order_acq_rel)) {
      }
      if (sum_in(word) != 0) expired(sum_in(word));
    }
  }

 private:
  static std::uint32_t sum_in(std::uint64_t word) noexcept {
    return static_cast<std::uint32_t>(word);
  }

  /// How many steps the slot's step lies before `step`; negative if after it.
  static std::int32_t age(std::int64_t step, std::uint64_t word) noexcept {
    const auto own = static_cast<std::uint32_t>(word >> 32);
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(step) - own);
  }

  template <class Expired>
  void renew_until(std::int64_t step, Expired expired) noexcept {
    // Every thread that finds the step new does this, so that none goes on before it is done.
    std::int64_t last = last_.load(std::memory_order_acquire);
    constexpr auto steps = static_cast<std::int64_t>(Steps);
    const bool far = step - last > far_away;
    for (std::int64_t s = step - last < steps ? last + 1 : step - steps + 1; s <= step; ++s)
      renew(slot_of(s), s, far, expired);
    while (last < step && !last_.compare_exchange_weak(last, step, std::memory_order_acq_rel)) {
    }
  }

  /// Gives the slot to `step` unless it has that or a later one. After a jump so far that 32 bits
  /// of a step's number could mislead, whatever it had is past.
  template <class Expired>
  static void renew(std::atomic<std::uint64_t>& slot, std::int64_t step, bool far,
                    Expired expired) noexcept {
    const std::uint64_t fresh = static_cast<std::uint64_t>(step) << 32;
    std::uint64_t word = slot.load(std::memory_order_relaxed);
    do {
      const std::int32_t old = age(step, word);
      if (old == 0 || (old < 0 && !far)) return;
    } while (!slot.compare_exchange_weak(word, fresh, std::memory_order_acq_rel));
    if (sum_in(word) != 0) expired(sum_in(word));
  }

  static constexpr std::int64_t far_away = std::int64_t{1} << 30;

  std::atomic<std::uint64_t>& slot_of(std::int64_t step) noexcept {
    return slots_[static_cast<std::size_t>(step) % Steps];
  }

  std::atomic<std::int64_t> last_{0};
  std::array<std::atomic<std::uint64_t>, Steps> slots_{};
};

/// Of the current step and the Steps − 1 before it.
template <std::size_t Steps>
class sliding_sum {
 public:
  void add(std::int64_t step, std::uint32_t amount) noexcept {
    slots_.advance(step, [](std::uint32_t) {});
    slots_.add(step, amount);
  }
  void take_back(std::int64_t step, std::uint32_t amount) noexcept {
    slots_.take_back(step, amount);
  }
  [[nodiscard]] std::int64_t at(std::int64_t step) noexcept {
    slots_.advance(step, [](std::uint32_t) {});
    return slots_.sum();
  }
  void clear() noexcept {
    slots_.clear([](std::uint32_t) {});
  }

 private:
  step_slots<Steps> slots_;
};

/// Of the current step and the Steps − 1 before it. An addition goes to the total first and to its
/// slot then; what expires leaves its slot first and the total then. So the total is never less
/// than what is live, and try_add() lets nothing past its limit whatever other threads do
/// meanwhile.
template <std::size_t Steps>
class sliding_total {
 public:
  void add(std::int64_t step, std::uint32_t amount) noexcept {
    advance(step);
    total_.fetch_add(amount, std::memory_order_relaxed);
    slots_.add(step, amount);
  }

  /// Adds `amount` if the total is then at most `limit()`; says whether. `limit` is asked between
  /// the reading of the total and its change, so that both hold at one moment.
  template <class Limit>
  bool try_add(std::int64_t step, std::uint32_t amount, Limit limit) noexcept {
    advance(step);
    std::int64_t total = total_.load(std::memory_order_acquire);
    do {
      if (total + amount > limit()) return false;
    } while (!total_.compare_exchange_weak(total, total + amount, std::memory_order_acq_rel,
                                           std::memory_order_acquire));
    slots_.add(step, amount);
    return true;
  }

  /// What has expired meanwhile stays as it is.
  void take_back(std::int64_t step, std::uint32_t amount) noexcept {
    if (slots_.take_back(step, amount)) total_.fetch_sub(amount, std::memory_order_release);
  }

  [[nodiscard]] std::int64_t at(std::int64_t step) noexcept {
    advance(step);
    return total_.load(std::memory_order_acquire);
  }

  /// Whether at() is 0 for every step from here on, as far as that shows without a look at the
  /// clock.
  [[nodiscard]] bool is_zero() const noexcept {
    return total_.load(std::memory_order_acquire) == 0;
  }

  void clear() noexcept { slots_.clear(leaves{total_}); }

 private:
  struct leaves {
    std::atomic<std::int64_t>& total;
    void operator()(std::uint32_t gone) const noexcept {
      total.fetch_sub(gone, std::memory_order_release);
    }
  };

  void advance(std::int64_t step) noexcept { slots_.advance(step, leaves{total_}); }

  std::atomic<std::int64_t> total_{0};
  step_slots<Steps> slots_;
};

}  // namespace contend::detail
