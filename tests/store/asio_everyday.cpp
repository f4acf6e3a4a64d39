// What the Asio driver shares with the everyday call: snapshots and turns; and a hundred thousand
// operations at once on one thread. Waits that must not end by themselves are an hour long, so a
// test that is wrong about them does not end.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <store/events.hpp>
#include <thread>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/store/drivers/asio.hpp>
#include <contend/store/drivers/pooled_store.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/delayed_store.hpp>
#include <contend/store/testing/faulty_store.hpp>
#include <contend/store/testing/manual_clock.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

struct counter {
  std::int64_t events = 0;
  void apply(const event&) { ++events; }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(counter, events)

struct position {
  version at = 0;
  void apply(const event& e) { at = e.version; }
};

constexpr auto something = [](const auto&) { return new_event{"Counted"}; };

const policy<none> at_once{};

/// A store in memory that answers through an executor on this thread.
struct on_one_thread {
  explicit on_one_thread(duration delay = 0s) : delayed{events, io.get_executor(), delay} {}

  template <class State, class Policy>
  auto run(const Policy& p, const async_execute_options& options) {
    auto done = async_execute<State>(store, "a", p, something, options, asio::use_future);
    io.restart();
    io.run();
    return done.get();
  }

  memory_store events{};
  asio::io_context io{1};
  delayed_store delayed;
  asio_store<asio::io_context::executor_type> store{io.get_executor(), delayed};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(asio_everyday)

BOOST_AUTO_TEST_CASE(an_actor_is_loaded_from_its_snapshot_and_one_is_taken_where_it_is_due) {
  on_one_thread on;
  for (version v = 1; v <= 9; ++v) on.events.save_event(event_at("a", v)).value();
  snapshots kept{every_events{10}};
  const auto first = on.run<counter>(at_once, {.snapshots = &kept});
  BOOST_TEST(first.state.events == 10);
  BOOST_TEST(on.events.get_latest_snapshot("a").value().latest->version == 10);
  const auto second = on.run<counter>(at_once, {.snapshots = &kept});
  BOOST_TEST(second.state.events == 11);
  BOOST_TEST(second.how.current == 11);
  const snapshot_metrics m = kept.metrics();
  BOOST_TEST(m.taken == 1U);
  BOOST_TEST(m.loads == 2U);
  BOOST_TEST(m.served == 1U);
  BOOST_TEST(m.replayed == 9U);
}

BOOST_AUTO_TEST_CASE(malformed_and_future_snapshots_are_passed_over) {
  on_one_thread on;
  for (version v = 1; v <= 6; ++v) on.events.save_event(event_at("a", v)).value();
  on.events.save_snapshot({.actor_id = "a", .version = 3, .state = counter{3}}).value();
  on.events.plant_snapshot("a", 5, "{\"events\":");
  on.events.save_snapshot({.actor_id = "a", .version = 6, .state = "no counter"}).value();
  on.events.save_snapshot({.actor_id = "a", .version = 900, .state = counter{99}}).value();
  snapshots kept;
  const auto done = on.run<counter>(at_once, {.snapshots = &kept});
  BOOST_TEST(done.state.events == 7);
  BOOST_TEST(kept.metrics().passed_over == 3U);
  BOOST_TEST(kept.metrics().replayed == 3U);
}

BOOST_AUTO_TEST_CASE(snapshots_of_a_state_that_cannot_be_one_fail_the_operation) {
  on_one_thread on;
  snapshots kept;
  const auto done = on.run<position>(at_once, {.snapshots = &kept});
  BOOST_TEST((done.how.why == reason::permanent));
  BOOST_TEST((done.error.code == store_errc::invalid_snapshot));
}

BOOST_AUTO_TEST_CASE(operations_that_take_turns_never_conflict_and_go_in_order) {
  on_one_thread on;
  turns one_at_a_time;
  std::vector<int> order;
  std::uint32_t conflicts = 0;
  for (int i = 0; i < 100; ++i)
    async_execute<position>(on.store, "a", at_once, something, {.turns = &one_at_a_time},
                            [&, i](const std::exception_ptr&, const auto& done) {
                              order.push_back(i);
                              conflicts += done.how.conflicts;
                            });
  on.io.run();
  BOOST_TEST(order.size() == 100U);
  BOOST_TEST(std::is_sorted(order.begin(), order.end()));
  BOOST_TEST(conflicts == 0U);
  BOOST_TEST(one_at_a_time.open() == 0U);
}

BOOST_AUTO_TEST_CASE(turns_are_shared_with_threads_that_block) {
  memory_store events;
  asio::thread_pool pool{2};
  pooled_store pooled{events, pool.get_executor()};
  asio::io_context io{1};
  const asio_store store{io.get_executor(), pooled};
  turns one_at_a_time;
  std::uint32_t conflicts = 0;
  std::atomic<std::uint32_t> conflicts_of_threads{0};
  {
    std::jthread blocks{[&] {
      for (int i = 0; i < 100; ++i)
        conflicts_of_threads +=
            execute<position>(events, "a", at_once, something, {.turns = &one_at_a_time})
                .how.conflicts;
    }};
    for (int i = 0; i < 100; ++i)
      async_execute<position>(
          store, "a", at_once, something, {.turns = &one_at_a_time},
          [&](const std::exception_ptr&, const auto& done) { conflicts += done.how.conflicts; });
    io.run();
  }
  pool.join();
  BOOST_TEST(conflicts == 0U);
  BOOST_TEST(conflicts_of_threads == 0U);
  BOOST_TEST(events.get_latest_version("a").value() == 200);
}

BOOST_AUTO_TEST_CASE(a_wait_for_ones_turn_ends_with_the_deadline_a_cancellation_or_a_full_line) {
  on_one_thread on;
  turns line{{.waiting = 1}};
  manual_clock clock;
  auto ahead = std::make_optional(line.wait("a", end_of_time, clock));
  std::vector<operation_result> ended;
  const auto note = [&](const std::exception_ptr&, const auto& done) { ended.push_back(done.how); };
  const policy<none> brief{.limits = {.deadline = 1ms}};
  async_execute<position>(on.store, "a", brief, something, {.turns = &line}, note);
  on.io.run();
  BOOST_TEST_REQUIRE(ended.size() == 1U);
  BOOST_TEST((ended[0].why == reason::deadline));

  asio::cancellation_signal cancel;
  async_execute<position>(on.store, "a", at_once, something, {.turns = &line},
                          asio::bind_cancellation_slot(cancel.slot(), note));
  on.io.restart();
  on.io.poll();
  async_execute<position>(on.store, "a", at_once, something, {.turns = &line}, note);
  on.io.poll();
  BOOST_TEST_REQUIRE(ended.size() == 2U);  // the line was full
  BOOST_TEST((ended[1].end == ending::rejected));
  cancel.emit(asio::cancellation_type::total);
  on.io.run();
  BOOST_TEST_REQUIRE(ended.size() == 3U);
  BOOST_TEST((ended[2].end == ending::cancelled));
  ahead.reset();
  BOOST_TEST(line.open() == 0U);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_in_flight_on_one_thread_all_commit) {
  constexpr int in_flight = 100'000;
  on_one_thread on{1ms};
  int committed = 0;
  for (int i = 0; i < in_flight; ++i)
    async_execute<position>(on.store, fmt::format("{}", i), at_once, something, {},
                            [&](const std::exception_ptr&, const auto& done) {
                              committed += done.committed() ? 1 : 0;
                            });
  BOOST_TEST(committed == 0);
  on.io.run();
  BOOST_TEST(committed == in_flight);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_that_wait_are_all_cancelled_and_leave_no_timer) {
  constexpr std::size_t in_flight = 100'000;
  on_one_thread on;
  faulty_store down{on.events, {.unavailable = 1}};
  delayed_store unwell{down, on.io.get_executor(), 0s};
  const asio_store store{on.io.get_executor(), unwell};
  const policy<fixed> wait_an_hour{.backoff = {.delay = 1h}};
  std::vector<asio::cancellation_signal> signals(in_flight);
  std::size_t ended = 0;
  for (auto& signal : signals)
    async_execute<position>(
        store, "a", wait_an_hour, something, {},
        asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr&, const auto& e) {
          ended += e.how.end == ending::cancelled ? 1U : 0U;
        }));
  on.io.poll();
  while (unwell.waiting_calls() != 0) on.io.run_one();
  on.io.poll();
  BOOST_TEST(ended == 0U);
  BOOST_TEST(down.counts().unavailable == in_flight);
  for (auto& signal : signals) signal.emit(asio::cancellation_type::total);
  on.io.poll();
  BOOST_TEST(ended == in_flight);
  on.io.restart();
  BOOST_TEST(on.io.run() == 0U);  // would last an hour if a timer were left
}

BOOST_AUTO_TEST_SUITE_END()
