// Windows that slide in steps: held against a plain list of what was added when, on random
// additions; late threads, far jumps and wrapped step numbers; and from several threads, that a
// limit is met exactly and never passed.
#include <limits>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "policies/machine.hpp"
#include <contend/policies/detail/sliding_sum.hpp>
#include <contend/policies/detail/step_clock.hpp>
#include <contend/policies/random.hpp>

namespace contend::test {

using detail::sliding_sum;
using detail::sliding_total;
using detail::step_clock;
using namespace std::chrono_literals;

namespace {

/// What a window of `steps` steps should say: every addition with its step, summed up when asked.
class plain_window {
 public:
  explicit plain_window(std::int64_t steps) : steps_{steps} {}

  void add(std::int64_t step, std::uint32_t amount) { added_.emplace_back(step, amount); }
  [[nodiscard]] std::int64_t at(std::int64_t step) const {
    std::int64_t sum = 0;
    for (const auto& [when, amount] : added_)
      if (step - when < steps_) sum += amount;
    return sum;
  }

 private:
  std::int64_t steps_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> added_;
};

template <class Window>
void check_against_a_plain_window(std::int64_t first_step, std::uint64_t seed) {
  Window window;
  plain_window plain{8};
  random_source random{random_key{seed}};
  std::int64_t step = first_step;
  for (int i = 0; i < 2000; ++i) {
    if (random.uniform(0, 3) == 0) step += random.uniform(0, 4);
    if (random.uniform(0, 99) == 0) step += random.uniform(0, 40);
    const auto amount = static_cast<std::uint32_t>(random.uniform(1, 1000));
    window.add(step, amount);
    plain.add(step, amount);
    BOOST_TEST_REQUIRE(window.at(step) == plain.at(step));
  }
  BOOST_TEST(window.at(step + 7) == plain.at(step + 7));
  BOOST_TEST(window.at(step + 8) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sliding_sums)

BOOST_AUTO_TEST_CASE(they_hold_the_last_steps_and_no_others) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    check_against_a_plain_window<sliding_sum<8>>(0, seed);
    check_against_a_plain_window<sliding_total<8>>(0, seed);
  }
}

BOOST_AUTO_TEST_CASE(they_may_start_anywhere_and_pass_what_32_bits_hold) {
  constexpr std::int64_t wrap = std::int64_t{1} << 32;
  for (const std::int64_t start : {wrap / 2 - 20, wrap / 2 + 5, wrap - 100, wrap - 1, wrap,
                                   7 * wrap - 50, std::int64_t{1} << 60}) {
    check_against_a_plain_window<sliding_sum<8>>(start, 1);
    check_against_a_plain_window<sliding_total<8>>(start, 1);
  }
}

BOOST_AUTO_TEST_CASE(nothing_survives_a_long_silence) {
  for (const std::int64_t silence : {std::int64_t{8}, std::int64_t{1} << 30, std::int64_t{1} << 31,
                                     (std::int64_t{1} << 32) + 50, (std::int64_t{5} << 32) - 50}) {
    sliding_sum<8> sum;
    sliding_total<8> total;
    for (std::int64_t step = 0; step < 8; ++step) {
      sum.add(step, 5);
      total.add(step, 5);
    }
    BOOST_TEST(sum.at(7) == 40);
    BOOST_TEST(sum.at(7 + silence) == 0);
    BOOST_TEST(total.at(7 + silence) == 0);
    sum.add(7 + silence, 2);
    total.add(7 + silence, 2);
    BOOST_TEST(sum.at(7 + silence) == 2);
    BOOST_TEST(total.at(7 + silence) == 2);
  }
}

BOOST_AUTO_TEST_CASE(a_late_addition_is_not_lost) {
  sliding_total<4> total;
  total.add(100, 1);
  total.add(98, 10);   // its own step is still there
  total.add(50, 100);  // its step is gone: counted with a later one
  BOOST_TEST(total.at(100) == 111);
  BOOST_TEST(total.at(104) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_taken_back_is_gone_unless_it_has_expired) {
  sliding_total<4> total;
  total.add(10, 7);
  total.add(11, 5);
  total.take_back(10, 3);
  BOOST_TEST(total.at(11) == 9);
  total.take_back(11, 6);  // more than there is
  BOOST_TEST(total.at(11) == 9);
  BOOST_TEST(total.at(14) == 5);
  total.take_back(10, 4);  // expired
  BOOST_TEST(total.at(14) == 5);
}

BOOST_AUTO_TEST_CASE(clearing_forgets_everything) {
  sliding_sum<4> sum;
  sliding_total<4> total;
  for (std::int64_t step = 0; step < 6; ++step) {
    sum.add(step, 5);
    total.add(step, 5);
  }
  sum.clear();
  total.clear();
  BOOST_TEST(sum.at(5) == 0);
  BOOST_TEST(total.at(5) == 0);
  total.add(5, 3);
  BOOST_TEST(total.at(5) == 3);
}

BOOST_AUTO_TEST_CASE(try_add_goes_up_to_the_limit_and_not_beyond) {
  sliding_total<4> total;
  const auto limit = [] { return std::int64_t{10}; };
  BOOST_TEST(total.try_add(0, 10, limit));
  BOOST_TEST(!total.try_add(0, 1, limit));
  BOOST_TEST(!total.try_add(3, 1, limit));
  BOOST_TEST(total.try_add(4, 4, limit));
  BOOST_TEST(!total.try_add(4, 7, limit));
  BOOST_TEST(total.try_add(4, 6, limit));
}

BOOST_AUTO_TEST_CASE(steps_cover_their_period_and_are_monotone) {
  for (const duration period :
       {duration{1}, duration{31}, duration{1000}, duration{10s}, duration{24h * 365}}) {
    constexpr std::size_t steps = 32;
    const step_clock step_of{period, steps};
    const std::int64_t width = (period.count() + 31) / 32;
    std::int64_t before = 0;
    random_source random{random_key{1}};
    time_point now{};
    for (int i = 0; i < 2000; ++i) {
      const std::int64_t step = step_of(now);
      BOOST_TEST_REQUIRE(step >= before);
      BOOST_TEST_REQUIRE(std::abs(step - now.time_since_epoch().count() / width) <= 1);
      // What was added at `now` is still in a window of steps + 1 a period later.
      BOOST_TEST_REQUIRE(step_of(now + period) - step <= static_cast<std::int64_t>(steps) + 1);
      before = step;
      now += duration{random.uniform(0, period.count() / 8 + 1)};
    }
  }
  BOOST_TEST(step_clock(10s, 32)(time_point::min()) == 0);
  BOOST_TEST(step_clock(10s, 32)(end_of_time) > 0);
}

BOOST_AUTO_TEST_CASE(threads_together_meet_a_limit_exactly) {
  constexpr std::int64_t limit = 20'000;
  sliding_total<4> total;
  std::vector<std::int64_t> granted(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < granted.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10'000; ++i)
        if (total.try_add(1 + i / 5000, 1, [] { return limit; })) ++granted[t];
    });
  for (auto& thread : threads) thread.join();
  std::int64_t all = 0;
  for (const std::int64_t some : granted) all += some;
  BOOST_TEST(all == limit);
  BOOST_TEST(total.at(2) == limit);
  BOOST_TEST(total.at(6) == 0);
}

BOOST_AUTO_TEST_CASE(threads_that_disagree_about_the_time_lose_nothing) {
  sliding_total<16> total;
  sliding_sum<16> sum;
  std::vector<std::thread> threads;
  for (std::int64_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0; i < 20'000; ++i) {
        const std::int64_t step = i / 100 + t;
        total.add(step, 1);
        sum.add(step, 1);
        if (i % 3 == 0) total.take_back(step, 1);
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(total.at(203) > 0);
  BOOST_TEST(sum.at(203) > 0);
  BOOST_TEST(total.at(300) == 0);  // whatever was added has left, and only once
  BOOST_TEST(sum.at(300) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace contend::test
