// The lock of the store's shards, between more threads than there are processors.
#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/store/memory/brief_mutex.hpp>

using contend::memory::brief_mutex;

namespace {

constexpr int threads = 8;

/// Runs `body()` on eight threads, and waits for all of them.
void on_all_threads(auto body) {
  std::vector<std::jthread> running;
  for (int t = 0; t < threads; ++t) running.emplace_back(body);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(brief_mutexes)

BOOST_AUTO_TEST_CASE(it_is_held_by_one_at_a_time) {
  brief_mutex lock;
  BOOST_TEST(lock.try_lock());
  BOOST_TEST(!lock.try_lock());
  lock.unlock();
  BOOST_TEST(lock.try_lock());
  lock.unlock();
}

BOOST_AUTO_TEST_CASE(what_it_guards_loses_no_step) {
  constexpr std::uint64_t steps = 20'000;
  brief_mutex lock;
  std::uint64_t count = 0;
  on_all_threads([&] {
    for (std::uint64_t i = 0; i < steps; ++i) {
      const std::lock_guard hold{lock};
      const std::uint64_t seen = count;
      if (i % 16 == 0) std::this_thread::yield();
      count = seen + 1;
    }
  });
  BOOST_TEST(count == threads * steps);
}

/// Held for so many turns of the other threads that they go to sleep: if nobody woke them, this
/// would hang.
BOOST_AUTO_TEST_CASE(whoever_sleeps_is_woken) {
  for (int round = 0; round < 10; ++round) {
    brief_mutex lock;
    std::atomic<int> about_to_lock{0};
    int got_it = 0;
    lock.lock();
    std::jthread holder{[&] {
      while (about_to_lock < threads) std::this_thread::yield();
      for (int turn = 0; turn < 10'000; ++turn) std::this_thread::yield();
      lock.unlock();
    }};
    on_all_threads([&] {
      ++about_to_lock;
      const std::lock_guard hold{lock};
      ++got_it;
    });
    BOOST_TEST(got_it == threads);
  }
}

BOOST_AUTO_TEST_SUITE_END()
