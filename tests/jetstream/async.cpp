// Appends that nobody waits for: natively under the Asio driver, beside blocking calls on the same
// connection. Timeouts that must not be what ends a call are an hour long, so a test that is wrong
// about them does not end.
#include <future>
#include <jetstream/homes.hpp>
#include <jetstream/trying.hpp>
#include <latch>
#include <store/events.hpp>
#include <thread>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/policies/backoffs/all.hpp>
#include <contend/store/drivers/asio.hpp>
#include <contend/store/nats/async_nats_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

const policy<none> at_once{};
const policy<fixed> after_a_while{.backoff = {.delay = 20ms}};
constexpr auto something = [](const auto&) { return new_event{.type = "Counted"}; };

/// What one call was answered.
class told_version final : public receiver<version> {
 public:
  void receive(result<version> a) override { told_.set_value(std::move(a)); }
  result<version> get() { return future_.get(); }

 private:
  std::promise<result<version>> told_{};
  std::future<result<version>> future_{told_.get_future()};
};

/// A store of its own on `server`, blocking and native on one connection.
struct native {
  explicit native(nats_server& server, duration timeout = 1h, async_nats_options options = {}) {
    nats_options how = quick(server.url());
    how.timeout = timeout;
    const auto connection = nats_connection::connect(how).value();
    const nats_stream_options stream{.stream = fresh_stream()};
    auto opened = nats_store::open(connection, stream);
    for (const patience until; !opened; until.keep("a stream"))
      opened = nats_store::open(connection, stream);  // where the timeout is short
    blocking = *std::move(opened);
    store = async_nats_store::open(*blocking, pool.get_executor(), options).value();
  }
  native(const native&) = delete;
  native& operator=(const native&) = delete;
  ~native() { pool.join(); }

  /// On the version before it, as a guarded operation does.
  void append(const std::string& actor, version at, told_version& to) {
    const event_ptr mine[] = {event_at(actor, at)};
    store->start_append(actor, expected_version::exact(at - 1), mine, to);
  }

  std::unique_ptr<nats_store> blocking{};
  asio::thread_pool pool{1};
  std::unique_ptr<async_nats_store> store{};
  asio::io_context io{1};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(async)

BOOST_AUTO_TEST_CASE(operations_beside_blocking_calls_on_one_connection_all_commit_once) {
  constexpr int operations = 2000;
  constexpr int actors = 100;
  constexpr int saved = 200;
  native on{shared_server()};
  int committed = 0;
  for (int i = 0; i < operations; ++i)
    async_execute(asio_store{on.io.get_executor(), *on.store}, fmt::format("a{}", i % actors),
                  at_once, something, {}, [&](const std::exception_ptr&, const auto& done) {
                    committed += done.committed() ? 1 : 0;
                  });
  std::jthread beside{[&] {
    for (version v = 1; v <= saved; ++v) on.blocking->save_event(event_at("beside", v)).value();
  }};
  on.io.run();
  beside.join();
  BOOST_TEST(committed == operations);
  BOOST_TEST(on.store->in_flight() == 0U);
  for (int i = 0; i < actors; ++i) {
    const auto events = on.blocking->get_events(fmt::format("a{}", i)).value();
    BOOST_TEST_REQUIRE(events.size() == std::size_t{operations / actors});
    for (std::size_t k = 0; k < events.size(); ++k)
      BOOST_TEST_REQUIRE(events[k]->version == static_cast<version>(k + 1));
  }
  BOOST_TEST(on.blocking->get_latest_version("beside").value() == saved);
}

BOOST_AUTO_TEST_CASE(an_append_of_known_position_takes_none_of_the_pools_threads) {
  native on{shared_server()};
  on.blocking->save_event(event_at("a", 1)).value();
  std::latch over{1};
  asio::post(on.pool, [&] { over.wait(); });  // its only thread
  for (version v = 2; v <= 50; ++v) {
    told_version told;
    on.append("a", v, told);
    BOOST_TEST_REQUIRE(told.get().value() == v);
  }
  over.count_down();
}

BOOST_AUTO_TEST_CASE(one_of_two_appends_on_a_version_wins_and_the_other_learns_the_current_one) {
  native on{shared_server()};
  on.blocking->save_event(event_at("a", 1)).value();
  told_version first;
  told_version second;
  on.append("a", 2, first);
  const event_ptr another[] = {make_event(draft("a", 2, "another"))};
  on.store->start_append("a", expected_version::exact(1), another, second);
  BOOST_TEST(first.get().value() == 2);
  const auto refused = second.get();
  BOOST_REQUIRE(refused.has_error());
  BOOST_TEST(refused.error().is_conflict());
  BOOST_TEST(refused.error().current == 2);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_appended_is_said_before_anything_is_sent) {
  native on{shared_server()};
  told_version told;
  on.store->start_append("a", expected_version::any(), {}, told);
  BOOST_TEST(told.get().has_error());
  on.blocking->save_event(event_at("a", 1)).value();
  event big = draft("a", 2, "big");
  big.data = std::string(std::size_t{2} << 20U, 'x');
  const event_ptr mine[] = {make_event(big)};
  told_version too_large;
  on.store->start_append("a", expected_version::exact(1), mine, too_large);
  BOOST_TEST((too_large.get().error().code == store_errc::invalid_event));
  BOOST_TEST(on.store->in_flight() == 0U);
}

BOOST_AUTO_TEST_CASE(a_silent_server_leaves_an_append_unanswered_after_the_timeout) {
  nats_server server;
  native on{server, 2s};
  on.blocking->save_event(event_at("a", 1)).value();
  server.freeze();
  told_version told;
  on.append("a", 2, told);
  BOOST_TEST((told.get().error().code == store_errc::unanswered));
  BOOST_TEST(on.store->in_flight() == 0U);
  server.thaw();
  // The same append again is the answer to what became of it.
  told_version again;
  on.append("a", 2, again);
  BOOST_TEST(again.get().value() == 2);
  BOOST_TEST(on.blocking->get_events("a").value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(more_than_may_be_in_flight_are_throttled_and_closing_answers_the_rest) {
  nats_server server;
  native on{server, 1h, {.most_in_flight = 1}};
  on.blocking->save_event(event_at("a", 1)).value();
  on.blocking->save_event(event_at("b", 1)).value();
  server.freeze();
  told_version first;
  told_version second;
  on.append("a", 2, first);
  BOOST_TEST(on.store->in_flight() == 1U);
  on.append("b", 2, second);
  BOOST_TEST((second.get().error().code == store_errc::throttled));
  on.store.reset();
  BOOST_TEST((first.get().error().code == store_errc::unanswered));
}

BOOST_AUTO_TEST_CASE(a_lost_connection_answers_at_once_and_operations_go_on_when_it_is_back) {
  nats_server server;
  native on{server};
  on.blocking->save_event(event_at("a", 1)).value();
  server.freeze();
  told_version told;
  on.append("a", 2, told);
  server.kill();
  BOOST_TEST((told.get().error().code == store_errc::unanswered));
  auto done = async_execute(asio_store{on.io.get_executor(), *on.store}, "b", after_a_while,
                            something, {}, asio::use_future);
  on.io.poll();
  server.start();
  on.io.run();
  BOOST_TEST(done.get().committed());
  BOOST_TEST(on.blocking->get_latest_version("b").value() == 1);
}

BOOST_AUTO_TEST_CASE(a_terminal_cancellation_does_not_wait_for_a_silent_server) {
  nats_server server;
  native on{server};
  on.blocking->save_event(event_at("a", 1)).value();
  asio::cancellation_signal cancel;
  execution<history, no_refusal> done;
  // Frozen when the append is about to leave: the load was answered.
  const auto then_freeze = [&](const history&) {
    server.freeze();
    return new_event{.type = "Counted"};
  };
  async_execute(asio_store{on.io.get_executor(), *on.store}, "a", at_once, then_freeze, {},
                asio::bind_cancellation_slot(
                    cancel.slot(), [&](const std::exception_ptr&, const auto& d) { done = d; }));
  while (on.store->in_flight() == 0) on.io.run_one();
  cancel.emit(asio::cancellation_type::terminal);
  on.io.run();
  BOOST_TEST((done.how.end == ending::cancelled));
  BOOST_TEST(done.how.unresolved);
  on.store.reset();
}

BOOST_AUTO_TEST_SUITE_END()
