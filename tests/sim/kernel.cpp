// The kernel's interface, one promise a test, on schedules small enough to state the whole outcome;
// and the memory promises on a million events.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/sim/kernel.hpp>

using namespace contend;
using namespace std::chrono_literals;

namespace {

/// A kernel of characters, and what happened in it.
struct letters {
  /// Nested and with a default on purpose: the usual shape of a simulation's message.
  struct message {
    char what = '?';
  };

  void schedule(duration at, char what) { events.schedule(time_point{at}, {what}); }
  void note(const message& m) { happened += m.what; }

  std::size_t run() {
    return events.run([this](const message& m) { note(m); });
  }
  std::size_t run_until(duration until) {
    return events.run_until(time_point{until}, [this](const message& m) { note(m); });
  }
  [[nodiscard]] duration now() const { return events.now() - time_point{}; }

  sim::kernel<message> events{};
  std::string happened{};
};

/// 24 bytes, the largest payload that is meant.
struct big_payload {
  std::uint64_t words[3]{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel)

BOOST_AUTO_TEST_CASE(a_new_kernel_is_at_time_0_and_empty) {
  letters all;
  BOOST_CHECK(all.now() == 0s);
  BOOST_TEST(all.events.empty());
  BOOST_TEST(all.run() == 0U);
  BOOST_CHECK(all.now() == 0s);
}

BOOST_AUTO_TEST_CASE(events_happen_in_the_order_of_their_times) {
  letters all;
  all.schedule(3s, 'c');
  all.schedule(1ns, 'a');
  all.schedule(2ms, 'b');
  BOOST_TEST(all.events.size() == 3U);
  BOOST_TEST(all.run() == 3U);
  BOOST_TEST(all.happened == "abc");
  BOOST_TEST(all.events.empty());
}

BOOST_AUTO_TEST_CASE(now_is_the_time_of_the_event_and_stays_there) {
  letters all;
  std::vector<duration> times;
  all.schedule(5ms, 'a');
  all.schedule(7ms, 'b');
  all.events.run([&](const letters::message&) { times.push_back(all.now()); });
  BOOST_CHECK((times == std::vector<duration>{5ms, 7ms}));
  BOOST_CHECK(all.now() == 7ms);
}

BOOST_AUTO_TEST_CASE(
    what_a_handler_schedules_for_now_happens_after_what_was_scheduled_for_it_before) {
  letters all;
  all.schedule(1s, 'a');
  all.schedule(1s, 'b');
  all.schedule(1s + 1ns, 'z');
  all.events.run([&](const letters::message& m) {
    all.note(m);
    if (m.what == 'a') all.schedule(1s, 'c');
    if (m.what == 'b') all.schedule(1s, 'd');
    if (m.what == 'd') all.schedule(1s, 'e');
  });
  BOOST_TEST(all.happened == "abcdez");
}

BOOST_AUTO_TEST_CASE(run_until_leaves_the_events_at_the_bound_to_the_next_span) {
  letters all;
  all.schedule(1s - 1ns, 'a');
  all.schedule(1s, 'b');
  all.schedule(1s + 1ns, 'c');
  BOOST_TEST(all.run_until(1s) == 1U);
  BOOST_TEST(all.happened == "a");
  BOOST_CHECK(all.now() == 1s);
  BOOST_TEST(all.run_until(1s) == 0U);
  BOOST_TEST(all.run_until(1s + 1ns) == 1U);
  BOOST_TEST(all.happened == "ab");
  BOOST_TEST(all.events.size() == 1U);
}

BOOST_AUTO_TEST_CASE(between_two_spans_events_can_come_before_those_that_are_pending) {
  letters all;
  for (const char c : std::string{"uvwxyz"}) all.schedule(10s, c);
  BOOST_TEST(all.run_until(5s) == 0U);
  BOOST_CHECK(all.now() == 5s);
  all.schedule(5s, 'a');
  all.schedule(7s, 'b');
  all.schedule(10s - 1ns, 'c');
  BOOST_TEST(all.run() == 9U);
  BOOST_TEST(all.happened == "abcuvwxyz");
}

BOOST_AUTO_TEST_CASE(time_never_goes_back) {
  letters all;
  all.run_until(5s);
  BOOST_TEST(all.run_until(3s) == 0U);
  BOOST_CHECK(all.now() == 5s);
}

BOOST_AUTO_TEST_CASE(an_event_at_the_end_of_time_never_happens) {
  letters all;
  all.events.schedule(end_of_time, {'z'});
  all.events.schedule(end_of_time - 1ns, {'a'});
  BOOST_TEST(all.events.size() == 1U);
  BOOST_TEST(all.run() == 1U);
  BOOST_TEST(all.happened == "a");
  BOOST_CHECK(all.events.now() == end_of_time - 1ns);
}

BOOST_AUTO_TEST_CASE(a_run_until_the_end_of_time_stays_at_the_last_event) {
  letters all;
  all.schedule(1s, 'a');
  all.events.run_until(end_of_time, [&](const letters::message& m) { all.note(m); });
  BOOST_CHECK(all.now() == 1s);
  all.schedule(2s, 'b');
  BOOST_TEST(all.run() == 1U);
}

BOOST_AUTO_TEST_CASE(stop_ends_the_run_after_the_event_and_another_run_goes_on) {
  letters all;
  for (const char c : std::string{"abcd"}) all.schedule(1s, c);
  const auto stop_at_b = [&](const letters::message& m) {
    all.note(m);
    if (m.what == 'b') all.events.stop();
  };
  BOOST_TEST(all.events.run_until(time_point{9s}, stop_at_b) == 2U);
  BOOST_TEST(all.happened == "ab");
  BOOST_CHECK(all.now() == 1s);
  all.schedule(1s, 'e');
  BOOST_TEST(all.run() == 3U);
  BOOST_TEST(all.happened == "abcde");
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_handler_leaves_the_other_events_pending) {
  letters all;
  all.schedule(1s, 'a');
  all.schedule(2s, 'b');
  const auto fail = [](const letters::message&) { throw std::runtime_error{"handler"}; };
  BOOST_CHECK_THROW(all.events.run(fail), std::runtime_error);
  BOOST_CHECK(all.now() == 1s);
  BOOST_TEST(all.run() == 1U);
  BOOST_TEST(all.happened == "b");
}

BOOST_AUTO_TEST_CASE(clear_starts_over_at_time_0) {
  letters all;
  for (int i = 0; i < 1000; ++i) all.schedule(1s + i * 1ms, 'x');
  all.run_until(1s + 500ms);
  all.events.clear();
  BOOST_TEST(all.events.empty());
  BOOST_CHECK(all.now() == 0s);
  all.happened.clear();
  all.schedule(1s + 501ms, 'c');  // Where the last replication would have gone on,
  all.schedule(1s, 'b');
  all.schedule(1ns, 'a');  // and what would have been its past.
  all.schedule(1h, 'd');
  BOOST_TEST(all.run() == 4U);
  BOOST_TEST(all.happened == "abcd");
}

BOOST_AUTO_TEST_CASE(a_million_pending_events_cost_about_their_size) {
  constexpr std::size_t peak = 1'000'000;
  sim::kernel<big_payload> events;
  random_source random{random_key{1}};
  for (std::size_t i = 0; i < peak; ++i)
    events.schedule(time_point{duration{random.uniform(0, 100'000'000)}}, {});
  std::size_t handled = 0;
  events.run([&](const big_payload&) {
    if (handled++ < peak)
      events.schedule(events.now() + duration{random.uniform(0, 100'000'000)}, {});
  });
  BOOST_TEST(handled == 2 * peak);
  BOOST_TEST(events.memory() <= events.memory_bound(peak));
  constexpr std::size_t entry = sizeof(time_point) + sizeof(big_payload);
  BOOST_TEST(events.memory_bound(peak) < peak * entry * 104 / 100 + 1'000'000);
}

BOOST_AUTO_TEST_CASE(memory_stays_within_its_bound_where_every_bucket_is_in_use) {
  sim::kernel<big_payload> events;
  random_source random{random_key{2}};
  constexpr std::size_t peak = 5'000;
  for (std::size_t i = 0; i < 200'000; ++i) {
    while (events.size() < peak) {
      const duration ahead{random.uniform(0, std::int64_t{1} << random.uniform(0, 55))};
      events.schedule(events.now() + ahead, {});
    }
    events.run([&](const big_payload&) { events.stop(); });
  }
  BOOST_TEST(events.memory() <= events.memory_bound(peak));
}

BOOST_AUTO_TEST_CASE(the_next_replication_uses_the_memory_of_the_one_before) {
  sim::kernel<big_payload> events;
  std::size_t first = 0;
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    random_source random{random_key{3}};
    for (std::size_t i = 0; i < 20'000; ++i)
      events.schedule(time_point{duration{random.uniform(0, 1'000'000'000)}}, {});
    events.run_until(time_point{500ms}, [](const big_payload&) {});
    BOOST_TEST(events.size() > 0U);
    if (replication == 0) first = events.memory();
    BOOST_TEST(events.memory() == first);
    events.clear();
  }
}

BOOST_AUTO_TEST_SUITE_END()
