// A mutex for what is held for some tens of nanoseconds.
#pragma once

#include <mutex>

namespace contend::memory {

/// Tries for about a microsecond before the thread sleeps: putting it to sleep and waking it up
/// takes longer than the lock is held. A Lockable; else as std::mutex.
class brief_mutex {
 public:
  void lock() {
    for (int tries = 0; tries < 64; ++tries) {
      if (held_.try_lock()) return;
      relax();
    }
    held_.lock();
  }
  bool try_lock() { return held_.try_lock(); }
  void unlock() { held_.unlock(); }

 private:
  /// Leaves the core to its other thread, and the cache line to its holder, for a moment.
  static void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  std::mutex held_{};
};

}  // namespace contend::memory
