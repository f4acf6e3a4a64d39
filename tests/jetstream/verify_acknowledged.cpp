// Logs held against what writers were told, after kills as well.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <jetstream/planted.hpp>
#include <jetstream/trying.hpp>
#include <mutex>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

/// Appends until told to end, and writes down what was acknowledged, and when.
class recorded_writers {
 public:
  explicit recorded_writers(const std::string& url) {
    for (int t = 0; t < 4; ++t) running_.emplace_back([this, url, t] { write(url, t); });
  }
  ~recorded_writers() { over_ = true; }  // and waits for them
  recorded_writers(const recorded_writers&) = delete;
  recorded_writers& operator=(const recorded_writers&) = delete;

  void await_more(std::size_t count) {
    std::unique_lock hold{lock_};
    const std::size_t wanted = told_.size() + count;
    BOOST_REQUIRE(
        more_.wait_for(hold, std::chrono::minutes{2}, [&] { return told_.size() >= wanted; }));
  }
  std::vector<acknowledged_event> stop() {
    over_ = true;
    running_.clear();
    return std::move(told_);
  }

 private:
  static std::int64_t now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }
  void write(const std::string& url, int thread) {
    nats_options options = quick(url);
    options.timeout = std::chrono::milliseconds{500};
    const auto store = nats_store::open(nats_connection::connect(options).value()).value();
    for (int n = 0; !over_; ++n) {
      const std::string actor = n % 2 == 0 ? "hot" : fmt::format("own {}", thread);
      const std::string id = fmt::format("{}.{}", thread, n);
      const std::int64_t invoked = now();
      const version at = try_once(*store, actor, id);
      if (at == 0) continue;
      if (at % 5 == 0)  // a cache: whether it is kept is all the same
        static_cast<void>(store->save_snapshot({.actor_id = actor, .version = at, .state = n}));
      const std::lock_guard hold{lock_};
      told_.push_back({"default", actor, at, id, invoked, now()});
      more_.notify_all();
    }
  }

  std::atomic<bool> over_{false};
  std::mutex lock_{};
  std::condition_variable more_{};
  std::vector<acknowledged_event> told_{};
  std::vector<std::jthread> running_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(verifying_what_was_acknowledged)

BOOST_AUTO_TEST_CASE(acknowledged_events_that_are_lost_are_found) {
  const planted log;
  BOOST_TEST(log.look({.acknowledged = {told(1, "e1"), told(3, "e3"), told(3, "e3")}}).whole());
  const log_finding other =
      log.only(log_fault::acknowledged_lost, {.acknowledged = {told(2, "x")}});
  BOOST_TEST(has(other.what, "another stands at its version, at sequence 1"), other.what);
  const log_finding none = log.only(log_fault::acknowledged_lost, {.acknowledged = {told(9, "x")}});
  BOOST_TEST(has(none.what, "versions 1 to 3"), none.what);
  verify_options nobody{.acknowledged = {{.actor = "b", .version = 1, .id = "x"}}};
  BOOST_TEST(has(log.only(log_fault::acknowledged_lost, nobody).what, "no event of the actor"));
  // Both were told that version 2 is theirs.
  static_cast<void>(
      log.only(log_fault::acknowledged_lost, {.acknowledged = {told(2, "e2"), told(2, "x")}}));
  // Of another namespace than is looked at.
  verify_options elsewhere{.name_space = "default",
                           .acknowledged = {{"other", "a", 9, "x", {}, {}}}};
  BOOST_TEST(log.look(elsewhere).whole());
}

BOOST_AUTO_TEST_CASE(an_acknowledged_event_that_stands_twice_is_found) {
  const planted log;
  log.message("a", "3", 1, planted::text("a", 3, "e3"));
  const log_report found = log.look({.acknowledged = {told(3, "e3")}});
  BOOST_TEST(found.count(log_fault::acknowledged_twice) == 1U);
  BOOST_TEST(found.count(log_fault::id_twice) == 1U);
  BOOST_TEST(found.count(log_fault::version_not_rising) == 1U);
  BOOST_TEST(found.violations() == 3U);
}

BOOST_AUTO_TEST_CASE(an_order_against_real_time_is_found) {
  const planted log;
  log.store->save_event(event_at("a", 4)).value();
  acknowledged_event early = told(3, "e3");
  acknowledged_event late = told(4, "e4");
  const auto timed = [&](std::int64_t from, std::int64_t to, std::int64_t late_from,
                         std::int64_t late_to) {
    early.invoked = from;
    early.acknowledged = to;
    late.invoked = late_from;
    late.acknowledged = late_to;
    // Another actor's and untimed ones are never in the way.
    return verify_options{.acknowledged = {late, told(1, "e1"), early}};
  };
  BOOST_TEST(log.look(timed(0, 10, 20, 30)).whole());
  BOOST_TEST(log.look(timed(0, 30, 20, 40)).whole());   // at the same time
  BOOST_TEST(log.look(timed(20, 40, 0, 30)).whole());   // the same
  BOOST_TEST(log.look(timed(30, 40, 20, 30)).whole());  // not after it
  const log_finding f = log.only(log_fault::order_reversed, timed(31, 40, 20, 30));
  BOOST_TEST(has(f.what, "\"e3\" was asked for 1 ns after \"e4\""), f.what);
}

BOOST_AUTO_TEST_CASE(while_writers_go_on_nothing_is_found) {
  nats_server server;
  recorded_writers load{server.url()};
  for (int round = 0; round < 10; ++round) {
    load.await_more(50);
    const log_report found = verify_log(quick(server.url())).value();
    for (const log_finding& f : found.findings) BOOST_ERROR(name_of(f.fault) << ": " << f.what);
    BOOST_TEST(found.whole());
    BOOST_TEST(found.snapshots > 0U);
  }
}

BOOST_AUTO_TEST_CASE(after_kills_under_load_a_log_is_whole_with_all_that_was_acknowledged) {
  nats_server server;
  recorded_writers load{server.url()};
  for (int round = 0; round < 5; ++round) {
    load.await_more(50);
    server.kill();
    server.start();
  }
  load.await_more(50);
  const verify_options options{.acknowledged = load.stop()};
  const log_report found = verify_log(quick(server.url()), options).value();
  for (const log_finding& f : found.findings) BOOST_ERROR(name_of(f.fault) << ": " << f.what);
  BOOST_TEST(found.whole());
  BOOST_TEST(found.acknowledged == options.acknowledged.size());
  BOOST_TEST(found.events == found.acknowledged);  // whatever was in doubt was settled
}

BOOST_AUTO_TEST_SUITE_END()
