// A mutex for what is held for some tens of nanoseconds.
#pragma once

#include <atomic>
#include <cstdint>

namespace contend::memory {

/// Tries for about a microsecond before the thread sleeps: putting it to sleep and waking it up
/// takes longer than the lock is held. Taking and giving back what nobody else wants is one atomic
/// operation each, within the caller's own code (Drepper, "Futexes are tricky", 2011, its second
/// mutex). A Lockable; else as std::mutex.
class brief_mutex {
 public:
  void lock() noexcept {
    for (int tries = 0; tries < 64; ++tries) {
      if (try_lock()) return;
      relax();
    }
    // Whoever sleeps says so, and so does whoever takes it then: others may sleep still.
    while (held_.exchange(held_and_awaited, std::memory_order_acquire) != not_held)
      held_.wait(held_and_awaited, std::memory_order_relaxed);
  }
  bool try_lock() noexcept {
    std::uint32_t expected = not_held;
    return held_.compare_exchange_strong(expected, held, std::memory_order_acquire,
                                         std::memory_order_relaxed);
  }
  void unlock() noexcept {
    if (held_.exchange(not_held, std::memory_order_release) == held_and_awaited) held_.notify_one();
  }

 private:
  static constexpr std::uint32_t not_held = 0;
  static constexpr std::uint32_t held = 1;
  static constexpr std::uint32_t held_and_awaited = 2;

  /// Leaves the core to its other thread, and the cache line to its holder, for a moment.
  static void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  std::atomic<std::uint32_t> held_{not_held};
};

}  // namespace contend::memory
