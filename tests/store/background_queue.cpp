// The background queue: its books on their own, then its workers on stores that fail as told.
#include <atomic>
#include <fstream>
#include <latch>
#include <stdexcept>
#include <store/events.hpp>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/ready_made.hpp>
#include <contend/store/background/background_queue.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/faulty_store.hpp>
#include <contend/store/testing/manual_clock.hpp>
#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

const policy<eventual> at_first = ready_made::eventual_consistency();
const policy<none> at_once{};

new_event something(const history&) { return {.type = "Counted"}; }

constexpr operation_result committed{.end = ending::committed};

time_point at(duration d) { return time_point{d}; }

/// A job that waits until the latch lets it go, or a stop.
background_job held_by(std::atomic<bool>& go) {
  return [&go](const std::stop_token& stop) {
    while (!go && !stop.stop_requested()) std::this_thread::yield();
    return go ? committed : operation_result{.end = ending::cancelled, .why = reason::cancelled};
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(background)

BOOST_AUTO_TEST_CASE(books_keep_order_per_actor_and_let_others_go_by) {
  job_queue<char, int> books{{.jobs = 4}};
  for (const auto& [actor, job] : {std::pair{'a', 1}, {'a', 2}, {'b', 3}, {'a', 4}})
    BOOST_TEST(books.offer(actor, int{job}, at(duration{job})));
  BOOST_TEST(!books.offer('c', 5, at(5ns)));
  BOOST_TEST(books.age(at(10ns)) == 9ns);
  const auto first = books.take().value();
  const auto second = books.take().value();
  BOOST_TEST(first.job == 1);
  BOOST_TEST(second.job == 3);
  BOOST_TEST(!books.take().has_value());  // the others wait for actor a
  BOOST_TEST(books.depth() == 4U);
  books.done('a', first.since);
  BOOST_TEST(books.age(at(10ns)) == 8ns);
  BOOST_TEST(books.take().value().job == 2);
  BOOST_TEST(books.offer('c', 5, at(5ns)));
  books.done('b', second.since);
  const auto back = books.hand_back();
  BOOST_TEST_REQUIRE(back.size() == 2U);
  BOOST_TEST(back[0].job == 4);
  BOOST_TEST(back[1].job == 5);
  books.done('a', at(2ns));
  BOOST_TEST(books.depth() == 0U);
  BOOST_TEST(books.age(at(10ns)) == 0ns);
  BOOST_TEST(!books.take().has_value());
}

BOOST_AUTO_TEST_CASE(a_deferred_operation_is_done_in_the_background_by_the_queues_policy) {
  memory_store behind;
  faulty_store store{behind, {.seed = 2, .unavailable = 0.7}};
  background_queue queue;
  int deferred = 0;
  for (int i = 0; i < 200; ++i) {
    const auto done = queue.execute(store, "a", at_first, at_once, something);
    deferred += done.how.end == ending::deferred ? 1 : 0;
    BOOST_TEST((done.committed() || done.how.end == ending::deferred));
  }
  BOOST_TEST(queue.drain());
  BOOST_TEST(deferred > 50);
  BOOST_TEST(behind.get_latest_version("a").value() == 200);
  const auto s = queue.status();
  BOOST_TEST(s.depth == 0U);
  BOOST_TEST(s.age == 0s);
  BOOST_TEST(s.taken_on == static_cast<std::uint64_t>(deferred));
  BOOST_TEST(s.committed == s.taken_on);
  BOOST_TEST(s.dead == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_deferred_without_an_answer_is_resolved_and_never_doubled) {
  memory_store behind;
  faulty_store store{behind,
                     {.seed = 4, .unavailable = 0.2, .lost_acks = 0.4, .lost_appends = 0.1}};
  background_queue queue{{.threads = 3}};
  for (int i = 0; i < 300; ++i) {
    const auto effect = [i](const history&) {
      return new_event{.type = "Effect", .command_id = fmt::format("{}", i)};
    };
    (void)queue.execute(store, fmt::format("a{}", i % 5), at_first, at_once, effect);
  }
  BOOST_TEST(queue.drain());
  std::vector<int> times(300);
  for (int a = 0; a < 5; ++a)
    for (const event_ptr& e : behind.get_events(fmt::format("a{}", a)).value())
      ++times[static_cast<std::size_t>(std::stoi(e->command_id.value()))];
  for (const int n : times) BOOST_TEST(n == 1);
}

BOOST_AUTO_TEST_CASE(jobs_of_one_actor_are_done_in_order_whatever_the_number_of_workers) {
  background_queue queue{{.threads = 4}};
  std::vector<std::vector<int>> order(3);
  for (int i = 0; i < 300; ++i)
    BOOST_TEST(queue.offer(fmt::format("{}", i % 3), [&order, i](const std::stop_token&) {
      order[static_cast<std::size_t>(i % 3)].push_back(i);  // one at a time: no lock
      return committed;
    }));
  BOOST_TEST(queue.drain());
  for (const auto& done : order) {
    BOOST_TEST(done.size() == 100U);
    BOOST_TEST(std::is_sorted(done.begin(), done.end()));
  }
}

BOOST_AUTO_TEST_CASE(a_full_queue_keeps_its_caller_waiting_and_then_refuses) {
  manual_clock clock;
  background_queue queue{{.books = {.jobs = 1}, .patience = 50ms, .clock = &clock}};
  std::atomic<bool> go{false};
  BOOST_TEST(queue.offer("a", held_by(go)));
  BOOST_TEST(!queue.offer("b", held_by(go)));
  BOOST_TEST((clock.now() == at(50ms)));
  scripted_store store{{{.error = store_errc::unavailable}}};
  const auto done = queue.execute(store, "b", at_first, at_once, something);
  BOOST_TEST((done.how.end == ending::rejected));
  BOOST_TEST(queue.status().refused == 2U);
  BOOST_TEST(queue.status().age == 100ms);
  go = true;
  BOOST_TEST(queue.drain());
}

BOOST_AUTO_TEST_CASE(room_ends_the_wait_of_a_caller) {
  background_queue queue{{.books = {.jobs = 1}, .patience = 1h}};
  std::atomic<bool> go{false};
  BOOST_TEST(queue.offer("a", held_by(go)));
  std::atomic<bool> taken{false};
  {
    std::jthread waits{[&] { taken = queue.offer("b", held_by(go)); }};
    go = true;
  }
  BOOST_TEST(taken.load());
  BOOST_TEST(queue.drain());
}

BOOST_AUTO_TEST_CASE(a_stop_hands_everything_back_in_order_and_frees_who_waits) {
  background_queue queue{{.books = {.jobs = 3}, .patience = 1h}};
  std::atomic<bool> go{false};
  std::atomic<bool> begun{false};
  BOOST_TEST(queue.offer("a", [&](const std::stop_token& stop) {
    begun = true;
    return held_by(go)(stop);
  }));
  BOOST_TEST(queue.offer("a", held_by(go)));
  BOOST_TEST(queue.offer("b", held_by(go)));
  while (!begun) std::this_thread::yield();
  std::atomic<bool> refused{false};
  std::jthread waits{[&] { refused = !queue.offer("c", held_by(go)); }};
  auto back = queue.stop();
  waits.join();
  BOOST_TEST(refused.load());
  // The worker may have gone on to b when the stop came, never to the second of a.
  BOOST_TEST_REQUIRE(back.size() == 3U);
  std::vector<std::string> of_a;
  go = true;
  for (auto& w : back) BOOST_TEST(w.job(std::stop_token{}).committed());
  BOOST_TEST(back[0].actor == "a");
  BOOST_TEST(queue.stop().empty());
  BOOST_TEST(!queue.offer("a", held_by(go)));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_is_a_dead_letter_with_its_reason) {
  scripted_store store{
      {{.error = store_errc::unavailable}, {.error = store_errc::permission_denied}}};
  background_queue queue{{.dead_letters = 2}};
  (void)queue.execute(store, "a", at_first, at_once, something);
  BOOST_TEST(queue.drain());
  auto letters = queue.take_dead_letters();
  BOOST_TEST_REQUIRE(letters.size() == 1U);
  BOOST_TEST(letters[0].actor == "a");
  BOOST_TEST((letters[0].how.why == reason::permanent));
  queue.offer("b",
              [](const std::stop_token&) -> operation_result { throw std::logic_error{"no"}; });
  for (const char* actor : {"c", "d"})
    queue.offer(actor, [](const std::stop_token&) { return operation_result{}; });
  BOOST_TEST(queue.drain());
  BOOST_TEST(queue.status().dead == 4U);
  letters = queue.take_dead_letters();
  BOOST_TEST_REQUIRE(letters.size() == 2U);  // b's had to go
  BOOST_TEST(letters[0].actor == "c");
  queue.offer("b",
              [](const std::stop_token&) -> operation_result { throw std::logic_error{"no"}; });
  BOOST_TEST(queue.drain());
  BOOST_TEST(queue.take_dead_letters().at(0).thrown == "no");
}

BOOST_AUTO_TEST_CASE(a_job_that_throws_without_a_text_has_thrown_all_the_same) {
  struct mute : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return ""; }
  };
  background_queue queue;
  queue.offer("a", [](const std::stop_token&) -> operation_result { throw mute{}; });
  BOOST_TEST(queue.drain());
  const dead_letter letter = queue.take_dead_letters().at(0);
  BOOST_TEST(letter.thrown == "an exception without a text");
  BOOST_TEST(!letter.job);
}

// Sanitizers keep maps of all memory, and have no room under such a limit.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
BOOST_AUTO_TEST_CASE(where_threads_run_out_it_throws_and_those_that_began_end) {
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  rlimit before{};
  BOOST_REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
  rlimit narrow = before;  // room for some stacks, and by no means for all
  narrow.rlim_cur =
      pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + (std::size_t{256} << 20U);
  BOOST_REQUIRE(setrlimit(RLIMIT_AS, &narrow) == 0);
  BOOST_CHECK_THROW(background_queue{{.threads = 100'000}}, std::system_error);
  BOOST_REQUIRE(setrlimit(RLIMIT_AS, &before) == 0);
}
#endif

BOOST_AUTO_TEST_CASE(a_job_cut_short_by_the_stop_still_knows_what_was_not_answered) {
  memory_store behind;
  faulty_store store{behind, {.lost_acks = 1}};
  background_queue queue;
  // Its append is stored and never answered for, so that it goes on until the stop.
  BOOST_TEST((queue.execute(store, "a", at_first, at_once, something).how.end == ending::deferred));
  auto back = queue.stop();
  BOOST_TEST_REQUIRE(back.size() == 1U);
  std::stop_source at_once_again;
  at_once_again.request_stop();
  BOOST_TEST((back[0].job(at_once_again.get_token()).end == ending::cancelled));
  BOOST_TEST(behind.get_latest_version("a").value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
