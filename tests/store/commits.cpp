// Notices of what was saved, the version cache, and waiting for commits: on scripted stores and a
// manual clock, then under threads.
#include <atomic>
#include <store/events.hpp>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/store/bus/memory_bus.hpp>
#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/notice_listener.hpp>
#include <contend/store/commits/noticing_store.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

struct follow_commits {
  duration at_most = 1h;
  [[nodiscard]] decision next(const attempt_facts& facts, random_source&) const {
    return retry_on_commit(facts.current, at_most);
  }
};

new_event something(const history&) { return {.type = "Counted"}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(commits)

BOOST_AUTO_TEST_CASE(a_version_cache_goes_up_only_until_it_is_told_to_forget) {
  version_cache cache;
  BOOST_TEST(!cache.read("a").has_value());
  BOOST_TEST(cache.update("a", 5));
  BOOST_TEST(!cache.update("a", 4));
  BOOST_TEST(!cache.update("a", 5));
  BOOST_TEST(cache.read("a").value() == 5);
  cache.update("b", 1);
  cache.invalidate("a");
  BOOST_TEST(!cache.read("a").has_value());
  BOOST_TEST(cache.update("a", 2));
  BOOST_TEST(cache.size() == 2U);
  cache.invalidate();
  BOOST_TEST(cache.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_notice_survives_its_way_as_an_event) {
  const event_stored notice{.event_id = "e\"1",
                            .actor_id = "a.*",
                            .version = max_version,
                            .timestamp = timestamp{1234567890123456789ns}};
  const event_ptr sent = to_event(notice);
  BOOST_TEST(sent->actor_id == "a.*");
  BOOST_TEST((as_event_stored(*sent) == notice));
  event other = *sent;
  other.type = "Other";
  BOOST_TEST(!as_event_stored(other).has_value());
  for (const char* name : {"eventId", "actorId", "version", "timestamp"}) {
    event broken = *sent;
    broken.data.erase(name);
    BOOST_TEST(!as_event_stored(broken).has_value());
    broken.data[name] = nullptr;
    BOOST_TEST(!as_event_stored(broken).has_value());
  }
}

BOOST_AUTO_TEST_CASE(each_saved_event_is_told_and_nothing_that_was_not_saved) {
  memory_bus bus;
  version_cache cache;
  commit_watch watch{cache};
  auto heard = bus.subscribe("shop").value();
  scripted_store behind{{{.current = 0},
                         {.error = store_errc::version_conflict, .current = 7},
                         {.error = store_errc::unanswered},
                         {.error = store_errc::throttled}}};
  noticing_store store{behind, {.bus = &bus, .name_space = "shop", .watch = &watch}};
  BOOST_TEST(store.append("a", expected_version::exact(0), events_at("a", {1, 2})).has_value());
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(!store.append("a", expected_version::exact(2), events_at("a", {3})));
  for (const version v : {1, 2}) {
    const auto notice = as_event_stored(*heard.try_next().value().event).value();
    BOOST_TEST(notice.actor_id == "a");
    BOOST_TEST(notice.version == v);
    BOOST_TEST(notice.event_id == fmt::format("e{}", v));
  }
  BOOST_TEST(!heard.try_next().has_value());
  BOOST_TEST(cache.read("a").value() == 2);
}

BOOST_AUTO_TEST_CASE(a_bus_that_has_stopped_does_not_fail_a_save) {
  memory_bus bus;
  memory_store behind;
  noticing_store store{behind, {.bus = &bus, .name_space = "shop"}};
  auto heard = bus.subscribe("shop").value();
  bus.stop();
  BOOST_TEST(store.save_event(event_at("a", 1)).has_value());
}

BOOST_AUTO_TEST_CASE(a_commit_that_came_before_the_wait_counts) {
  version_cache cache;
  commit_watch watch{cache};
  manual_clock clock;
  watch.heard("a", 6);
  BOOST_TEST(watch.wait("a", 5, time_point{1h}, clock) == 6);
  BOOST_TEST((clock.now() == time_point{}));
  BOOST_TEST(watch.wait("a", 6, time_point{1h}, clock) == 0);
  BOOST_TEST((clock.now() == time_point{1h}));
  BOOST_TEST(watch.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(a_watch_tells_of_a_commit_that_another_has_put_into_the_cache_they_share) {
  version_cache cache;
  commit_watch first{cache};
  commit_watch second{cache};
  version seen = 0;
  const auto place = second.on_commit("a", 1, [&](version v) { seen = v; });
  first.heard("a", 2);
  second.heard("a", 2);
  BOOST_TEST(seen == 2);
}

BOOST_AUTO_TEST_CASE(a_notice_says_its_time_as_events_do) {
  const event_stored notice{.timestamp = timestamp{1ns}};
  BOOST_TEST(to_event(notice)->data.at("timestamp") == "1970-01-01T00:00:00.000000001Z");
}

BOOST_AUTO_TEST_CASE(a_listener_hears_the_first_commit_above_its_version_once) {
  version_cache cache;
  commit_watch watch{cache};
  std::vector<version> seen;
  auto place = watch.on_commit("a", 5, [&](version v) { seen.push_back(v); });
  watch.heard("b", 9);
  watch.heard("a", 5);
  BOOST_TEST(seen.empty());
  watch.heard("a", 7);
  watch.heard("a", 8);
  BOOST_TEST(seen == (std::vector<version>{7}));
  auto left = watch.on_commit("a", 8, [&](version v) { seen.push_back(v); });
  left.leave();
  watch.heard("a", 9);
  BOOST_TEST(seen.size() == 1U);
  BOOST_TEST(watch.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_a_wait_for_a_commit) {
  version_cache cache;
  commit_watch watch{cache};
  steady_clock_source clock;
  std::stop_source stop;
  std::jthread waits{
      [&] { BOOST_TEST(watch.wait("a", 0, end_of_time, clock, stop.get_token()) == 0); }};
  while (watch.waiting() == 0) std::this_thread::yield();
  stop.request_stop();
  waits.join();
  BOOST_TEST(watch.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(no_commit_is_missed_however_wait_and_commit_meet) {
  version_cache cache;
  commit_watch watch{cache};
  constexpr version last = 3000;
  std::atomic<version> reached{0};
  std::jthread follower{[&] {
    steady_clock_source clock;
    for (version v = 0; v < last;) {
      v = watch.wait("a", v, end_of_time, clock);
      reached = v;
    }
  }};
  for (version v = 1; v <= last; ++v) {
    watch.heard("a", v);
    if (v % 3 == 0)
      while (reached < v) std::this_thread::yield();
  }
  follower.join();  // would never come back if one had been missed
  BOOST_TEST(reached == last);
}

BOOST_AUTO_TEST_CASE(an_operation_that_follows_commits_goes_on_with_the_commit) {
  version_cache cache;
  commit_watch watch{cache};
  manual_clock clock;
  scripted_store store{{{.current = 0},
                        {.error = store_errc::version_conflict, .current = 1, .took = 5ms},
                        {.current = 1},
                        {.current = 0}},
                       &clock};
  const policy<follow_commits> p{};
  watch.heard("a", 2);  // between the conflict with version 1 and the wait
  const auto done = execute(store, "a", p, something, {.clock = &clock, .commits = &watch});
  BOOST_TEST(done.committed());
  BOOST_TEST((clock.now() == time_point{5ms}));
}

BOOST_AUTO_TEST_CASE(without_a_watch_the_wait_lasts_until_its_time) {
  manual_clock clock;
  scripted_store store{{{.current = 0},
                        {.error = store_errc::version_conflict, .current = 1},
                        {.current = 1},
                        {.current = 0}},
                       &clock};
  const policy<follow_commits> p{.backoff = {.at_most = 40ms}};
  BOOST_TEST(execute(store, "a", p, something, {.clock = &clock}).committed());
  BOOST_TEST((clock.now() == time_point{40ms}));
}

BOOST_AUTO_TEST_CASE(writers_in_two_processes_that_follow_commits_all_commit) {
  // Two "processes" with a watch each share a store and a bus. A wait ends by its time where the
  // others have nothing left to commit.
  memory_store shared;
  memory_bus bus;
  struct process {
    version_cache cache{};
    commit_watch watch{cache};
    noticing_store store;
    notice_listener listener;
    process(event_store& behind, event_bus& by)
        : store{behind, {.bus = &by, .name_space = "n", .watch = &watch}},
          listener{by.subscribe("n", {.types = {"EventStored"}, .capacity = 100000}).value(),
                   watch} {}
  };
  process one{shared, bus};
  process two{shared, bus};
  const policy<follow_commits> p{.backoff = {.at_most = 2ms}};
  std::atomic<int> committed{0};
  {
    std::vector<std::jthread> running;
    for (process* home : {&one, &one, &two, &two})
      running.emplace_back([&, home] {
        for (int i = 0; i < 100; ++i)
          if (execute(home->store, "hot", p, something, {.commits = &home->watch}).committed())
            ++committed;
      });
  }
  BOOST_TEST(committed == 400);
  BOOST_TEST(shared.get_latest_version("hot").value() == 400);
}

BOOST_AUTO_TEST_SUITE_END()
