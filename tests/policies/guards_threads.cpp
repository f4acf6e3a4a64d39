// Guards under threads: eight at once, in the thread sanitizer too. What must hold exactly is
// counted: a budget is never overdrawn, and spent to the last; a half-open breaker admits no probe
// too many.
#include <atomic>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/guards/all.hpp>

namespace contend::test {

using namespace std::chrono_literals;

namespace {

constexpr int thread_count = 8;

/// Runs `work(thread)` in all threads at once and returns the sum of what they return.
template <class Work>
int together(Work work) {
  std::atomic<int> ready{0}, sum{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < thread_count; ++t)
    threads.emplace_back([&, t] {
      ++ready;
      while (ready < thread_count) std::this_thread::yield();
      sum += work(t);
    });
  for (auto& thread : threads) thread.join();
  return sum;
}

attempt_facts failed(time_point now) {
  return {.failures = 1, .last = outcome::transient, .now = now};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guards_threads)

BOOST_AUTO_TEST_CASE(a_budget_is_spent_to_the_last_retry_and_never_overdrawn) {
  for (int round = 0; round < 20; ++round) {
    budget guard{{.reserve = {100}}};  // 1000 in a period
    together([&](int) {
      for (int i = 0; i < 250; ++i) guard.admit_operation(at(0s));
      return 0;
    });
    const int granted = together([&](int) {
      int own = 0;
      for (int i = 0; i < 1000; ++i) own += guard.admit_retry(failed(at(0s))).ok() ? 1 : 0;
      return own;
    });
    BOOST_TEST(granted == 1400);  // and a fifth of 2000 operations
  }
}

BOOST_AUTO_TEST_CASE(a_budget_is_never_overdrawn_while_its_window_moves) {
  budget guard{{.period = 32ms, .reserve = {1000}}};  // 32 in a period, steps of 1 ms
  constexpr int moments = 20'000;                     // of 100 µs: 2 s in all
  std::atomic<int> moment{0};
  std::vector<std::atomic<int>> granted(moments);
  together([&](int) {
    for (int now = moment++; now < moments; now = moment++)
      for (int i = 0; i < 3; ++i)
        if (guard.admit_retry(failed(at(now * 100us))).ok())
          ++granted[static_cast<std::size_t>(now)];
    return 0;
  });
  int total = 0;
  for (const auto& some : granted) total += some;
  // Windows laid end to end: at most 32 each. Threads that are late by a step put theirs in a later
  // one.
  BOOST_TEST(total <= 32 * (2000 / 32 + 1));
  BOOST_TEST(total >= 32 * (2000 / 34 - 2));
}

BOOST_AUTO_TEST_CASE(a_success_funded_budget_loses_and_invents_nothing) {
  budget guard{{.mode = budget_mode::success_funded, .per_success = 1, .most = 1'000'000}};
  const int granted = together([&](int) {
    int own = 0;
    for (int i = 0; i < 20'000; ++i) own += guard.admit_retry(failed(at(0s))).ok() ? 1 : 0;
    return own;
  });
  BOOST_TEST(granted == thread_count * 20'000);
  const int given = together([&](int) {
    for (int i = 0; i < 10'000; ++i) guard.operation_ended(true, at(0s));
    return 10'000;
  });
  BOOST_TEST(guard.available(at(0s)) == 1'000'000 - granted + given);
}

BOOST_AUTO_TEST_CASE(half_open_admits_exactly_its_probes_to_a_crowd) {
  for (int round = 0; round < 50; ++round) {
    breaker guard{{.jitter = {0}, .probes = 5}};
    for (int i = 0; i < 20; ++i) guard.attempt_ended(outcome::transient, 0ms, at(0s));
    const int admitted_ones = together([&](int) {
      int own = 0;
      for (int i = 0; i < 100; ++i) own += guard.admit_attempt(at(5s)).ok() ? 1 : 0;
      return own;
    });
    BOOST_TEST(admitted_ones == 5);
  }
}

BOOST_AUTO_TEST_CASE(a_breaker_opens_once_however_many_threads_see_the_failures) {
  for (const breaker_window window : {breaker_window::time, breaker_window::count})
    for (int round = 0; round < 20; ++round) {
      breaker guard{{.window = window}};
      together([&](int) {
        for (int i = 0; i < 100; ++i) guard.attempt_ended(outcome::ambiguous, 0ms, at(1s));
        return 0;
      });
      BOOST_TEST(guard.openings() == 1U);
      BOOST_TEST((guard.state(at(1s)) == breaker_state::open));
    }
}

BOOST_AUTO_TEST_CASE(a_breaker_survives_everything_at_once) {
  for (const breaker_window window : {breaker_window::time, breaker_window::count}) {
    breaker guard{
        {.window = window, .open_for = 1ms, .open_for_most = 4ms, .probes = 3, .ramp = 1ms}};
    std::atomic<std::int64_t> clock{0};
    together([&](int t) {
      random_source random{random_key{static_cast<std::uint64_t>(t)}};
      for (int i = 0; i < 20'000; ++i) {
        const time_point now = at(duration{clock += random.uniform(0, 20'000)});
        if (guard.admit_attempt(now).ok()) {
          const bool well = random.uniform(0, 99) < (i / 2000 % 2 == 0 ? 20 : 95);
          if (random.uniform(0, 20) == 0)
            guard.attempt_withdrawn(0ms, now);
          else
            guard.attempt_ended(well ? outcome::committed : outcome::transient, 0ms, now);
        }
        if (t == 0 && i % 5000 == 4999) guard.reset(now);
      }
      return 0;
    });
    const time_point end = at(duration{clock});
    BOOST_TEST(guard.openings() > 10U);
    BOOST_TEST(guard.open_time(end) > 0ns);
    BOOST_TEST(guard.open_time(end) < end.time_since_epoch());
    // Left alone it comes back: probes go well, then everything is admitted.
    guard.reset(end);
    BOOST_TEST(guard.admit_attempt(end).ok());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
