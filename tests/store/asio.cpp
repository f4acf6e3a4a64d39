// The Asio driver, under every kind of completion token: on a store in memory through a pool of
// threads, and on one that answers when the test says so. Waits that must not end by themselves are
// an hour long, so a test that is wrong about them does not end.
#include <atomic>
#include <stdexcept>
#include <store/events.hpp>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/guards/all.hpp>
#include <contend/store/commits/noticing_store.hpp>
#include <contend/store/drivers/asio.hpp>
#include <contend/store/drivers/pooled_store.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/delayed_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

new_event something(const history&) { return {.type = "Counted"}; }

const policy<none> at_once{};
const policy<fixed> wait_an_hour{.backoff = {.delay = 1h}};

/// Keeps every call until the test answers it.
class held_store final : public async_event_store {
 public:
  void start_append(std::string_view, expected_version, std::span<const event_ptr> events,
                    receiver<version>& to) override {
    append = &to;
    attempted = events.back()->version;
  }
  void start_get_events(std::string_view, event_range,
                        receiver<std::vector<event_ptr>>& to) override {
    read = &to;
  }

  void start_save_snapshot(snapshot, receiver<void>& to) override { to.receive({}); }
  void start_get_latest_snapshot(std::string_view, version, receiver<found_snapshot>& to) override {
    to.receive(found_snapshot{});
  }

  receiver<version>* append = nullptr;
  receiver<std::vector<event_ptr>>* read = nullptr;
  version attempted = 0;
};

struct follow_commits {
  [[nodiscard]] decision next(const attempt_facts& facts, random_source&) const {
    return retry_on_commit(facts.current, 1h);
  }
};

/// One operation on a held store, and what came of it.
template <class Policy>
struct held_operation {
  explicit held_operation(const Policy& p, async_execute_options options = {}) {
    async_execute(
        asio_store{io.get_executor(), store}, "a", p, something, options,
        asio::bind_cancellation_slot(
            cancel.slot(), [this](const std::exception_ptr&, execution<history, no_refusal> e) {
              ++completions;
              done = std::move(e);
            }));
    run();
  }
  /// Everything that can happen now.
  void run() {
    io.restart();
    io.poll();
  }
  void emit(asio::cancellation_type how) {
    cancel.emit(how);
    run();
  }
  void read_nothing() {
    std::exchange(store.read, nullptr)->receive(std::vector<event_ptr>{});
    run();
  }
  void answer(result<version> r) {
    std::exchange(store.append, nullptr)->receive(std::move(r));
    run();
  }

  asio::io_context io{1};
  held_store store{};
  asio::cancellation_signal cancel{};
  execution<history, no_refusal> done{};
  int completions = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(asio_driver)

BOOST_AUTO_TEST_CASE(every_kind_of_token_gets_the_result) {
  memory_store events;
  asio::thread_pool pool{2};
  pooled_store pooled{events, pool.get_executor()};
  asio::io_context io{1};
  const asio_store store{io.get_executor(), pooled};

  int by_callback = 0;
  async_execute(store, "a", at_once, something, {},
                [&](const std::exception_ptr& error, const auto& done) {
                  by_callback += !error && done.committed() ? 1 : 0;
                });
  auto future = async_execute(store, "b", at_once, something, {}, asio::use_future);
  int by_coroutine = 0;
  const auto coroutine = [&]() -> asio::awaitable<void> {
    const auto done =
        co_await async_execute(store, "c", at_once, something, {}, asio::use_awaitable);
    const auto [error, again] = co_await async_execute(store, "c", at_once, something, {},
                                                       asio::as_tuple(asio::use_awaitable));
    by_coroutine += done.committed() && !error && again.committed() ? 1 : 0;
    BOOST_TEST(again.state.latest() == 2);
  };
  asio::co_spawn(io, coroutine, asio::detached);
  io.run();
  BOOST_TEST(by_callback == 1);
  BOOST_TEST(by_coroutine == 1);
  BOOST_TEST(future.get().committed());
  pool.join();
  for (const char* actor : {"a", "b"}) BOOST_TEST(events.get_latest_version(actor).value() == 1);
}

BOOST_AUTO_TEST_CASE(two_hundred_operations_on_one_actor_through_a_pool_all_commit_once) {
  memory_store events;
  asio::thread_pool pool{4};
  pooled_store pooled{events, pool.get_executor()};
  asio::io_context io{1};
  const asio_store store{io.get_executor(), pooled};
  int committed = 0;
  for (int i = 0; i < 200; ++i)
    async_execute(
        store, "hot", at_once, [](const auto&) { return new_event{.type = "T"}; }, {},
        [&](const std::exception_ptr&, const auto& done) {
          committed += done.committed() ? 1 : 0;
        });
  io.run();
  pool.join();
  BOOST_TEST(committed == 200);
  BOOST_TEST(events.get_latest_version("hot").value() == 200);
}

BOOST_AUTO_TEST_CASE(what_a_decision_throws_arrives_as_an_exception_and_frees_the_guards) {
  memory_store events;
  asio::io_context io{1};
  delayed_store delayed{events, io.get_executor(), 0s};
  const asio_store store{io.get_executor(), delayed};
  const auto throws = [](const history&) -> new_event { throw std::logic_error{"no"}; };
  auto future = async_execute(store, "a", at_once, throws, {}, asio::use_future);
  io.run();
  BOOST_CHECK_THROW(future.get(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(what_apply_throws_arrives_as_well_also_after_the_commit) {
  struct touchy {
    void apply(const event& e) {
      if (e.type == "Bad") throw std::logic_error{"no"};
    }
  };
  for (const bool before : {true, false}) {
    memory_store events;
    if (before)
      events.save_event(make_event({.id = "1", .type = "Bad", .actor_id = "a", .version = 1}));
    asio::io_context io{1};
    delayed_store delayed{events, io.get_executor(), 0s};
    const asio_store store{io.get_executor(), delayed};
    auto future = async_execute<touchy>(
        store, "a", at_once, [](const touchy&) { return new_event{"Bad"}; }, {}, asio::use_future);
    io.run();
    BOOST_CHECK_THROW(future.get(), std::logic_error);
    BOOST_TEST(events.get_latest_version("a").value() == 1);
  }
}

BOOST_AUTO_TEST_CASE(what_the_handler_throws_leaves_the_executor_and_it_is_called_once) {
  memory_store events;
  asio::io_context io{1};
  delayed_store delayed{events, io.get_executor(), 0s};
  const asio_store store{io.get_executor(), delayed};
  int calls = 0;
  async_execute(store, "a", at_once, something, {}, [&](const std::exception_ptr&, const auto&) {
    ++calls;
    throw std::logic_error{"mine"};
  });
  BOOST_CHECK_THROW(io.run(), std::logic_error);
  io.run();
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(refusals_and_declining_end_as_with_the_blocking_call) {
  memory_store events;
  asio::io_context io{1};
  delayed_store delayed{events, io.get_executor(), 0s};
  const asio_store store{io.get_executor(), delayed};
  const auto refuses = [](const history&) -> boost::system::result<new_event, int> { return 7; };
  auto future = async_execute(store, "a", at_once, refuses, {}, asio::use_future);
  io.run();
  const auto done = future.get();
  BOOST_TEST((done.how.end == ending::declined));
  BOOST_TEST(done.refusal.value() == 7);
}

BOOST_AUTO_TEST_CASE(a_cancellation_ends_a_wait_at_once_and_leaves_no_timer) {
  for (const auto how : {asio::cancellation_type::total, asio::cancellation_type::partial,
                         asio::cancellation_type::terminal}) {
    held_operation op{wait_an_hour};
    op.read_nothing();
    op.answer(version_conflict("a", 1, 1));
    BOOST_TEST(op.completions == 0);
    op.emit(how);
    BOOST_TEST(op.completions == 1);
    BOOST_TEST((op.done.how.end == ending::cancelled));
    BOOST_TEST(!op.done.how.unresolved);
    op.io.restart();
    BOOST_TEST(op.io.run() == 0U);  // would last an hour if a timer were left
  }
}

BOOST_AUTO_TEST_CASE(a_cancellation_does_not_wait_for_a_read) {
  held_operation op{at_once};
  op.emit(asio::cancellation_type::total);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST((op.done.how.end == ending::cancelled));
  op.read_nothing();  // the answer comes to nobody
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(an_append_on_its_way_is_waited_for_and_counts) {
  held_operation op{at_once};
  op.read_nothing();
  op.emit(asio::cancellation_type::total);
  BOOST_TEST(op.completions == 0);
  op.answer(version{1});
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.done.committed());
}

BOOST_AUTO_TEST_CASE(a_refused_append_is_not_repeated_after_a_cancellation) {
  held_operation op{at_once};
  op.read_nothing();
  op.emit(asio::cancellation_type::partial);
  op.answer(version_conflict("a", 1, 1));
  BOOST_TEST(op.completions == 1);
  BOOST_TEST((op.done.how.end == ending::cancelled));
  BOOST_TEST((op.store.read == nullptr));
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_leaves_an_append_behind_and_says_so) {
  held_operation op{at_once};
  op.read_nothing();
  op.emit(asio::cancellation_type::terminal);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.done.how.unresolved);
  BOOST_TEST(op.done.events.size() == 1U);
  op.answer(version{1});
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(a_commit_ends_the_wait_for_it_also_one_that_came_before) {
  for (const bool before : {false, true}) {
    version_cache cache;
    commit_watch watch{cache};
    const policy<follow_commits> p{};
    held_operation op{p, {.commits = &watch}};
    op.read_nothing();
    if (before) watch.heard("a", 2);
    op.answer(version_conflict("a", 1, 1));
    if (!before) {
      BOOST_TEST((op.store.read == nullptr));
      watch.heard("a", 2);
      op.run();
    }
    BOOST_TEST_REQUIRE((op.store.read != nullptr));
    op.read_nothing();
    op.answer(version{1});
    BOOST_TEST(op.done.committed());
    BOOST_TEST(watch.waiting() == 0U);
    op.io.restart();
    BOOST_TEST(op.io.run() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(an_executor_that_goes_away_takes_its_waits_along) {
  version_cache cache;
  commit_watch watch{cache};
  {
    const policy<follow_commits> p{};
    held_operation op{p, {.commits = &watch}};
    op.read_nothing();
    op.answer(version_conflict("a", 1, 1));
    BOOST_TEST(watch.waiting() == 1U);
  }
  BOOST_TEST(watch.waiting() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
