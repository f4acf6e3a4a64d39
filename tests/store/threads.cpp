// Eight threads at once on real locks. What is checked holds for every interleaving; the thread
// sanitizer sees the same tests.
#include <array>
#include <barrier>
#include <store/events.hpp>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

constexpr int threads = 8;

/// Runs `body(thread)` on eight threads that start together, and waits for all of them.
void on_all_threads(auto body) {
  std::barrier start{threads};
  std::vector<std::jthread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&, t] {
      start.arrive_and_wait();
      body(t);
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threads_at_once)

BOOST_AUTO_TEST_CASE(every_version_of_one_actor_is_won_by_exactly_one_thread) {
  constexpr version last = 4000;
  memory_store store;
  std::array<std::vector<version>, threads> won;
  on_all_threads([&](int t) {
    for (;;) {
      const version at = store.get_latest_version("hot").value();
      if (at >= last) return;
      const event_ptr mine = make_event(draft("hot", at + 1, fmt::format("t{}", t)));
      const auto stored = store.append("hot", expected_version::exact(at), {&mine, 1});
      if (stored) won[static_cast<std::size_t>(t)].push_back(*stored);
    }
  });
  const auto events = store.get_events("hot").value();
  BOOST_REQUIRE(events.size() == static_cast<std::size_t>(last));
  std::size_t wins = 0;
  for (std::size_t t = 0; t < won.size(); ++t)
    for (const version v : won[t]) {
      ++wins;
      BOOST_REQUIRE(events[static_cast<std::size_t>(v - 1)]->id == fmt::format("t{}", t));
    }
  BOOST_TEST(wins == events.size());
}

BOOST_AUTO_TEST_CASE(the_same_event_from_every_thread_is_stored_once_and_each_is_told_so) {
  memory_store store;
  std::array<int, threads> told{};
  on_all_threads([&](int t) {
    for (version v = 1; v <= 500; ++v) {
      // Each waits for the previous version, so that nobody skips ahead of the others.
      while (store.get_latest_version("a").value() < v - 1) std::this_thread::yield();
      const event_ptr same = event_at("a", v);
      if (store.append("a", expected_version::exact(v - 1), {&same, 1}))
        ++told[static_cast<std::size_t>(t)];
    }
  });
  for (const int n : told) BOOST_TEST(n == 500);
  BOOST_TEST(store.get_events("a").value().size() == 500U);
}

BOOST_AUTO_TEST_CASE(readers_see_whole_appends_only) {
  memory_store store;
  std::array<bool, threads> whole{};
  whole.fill(true);
  on_all_threads([&](int t) {
    for (version v = 0; v < 900;) {
      v = store.get_latest_version("a").value();
      if (t == 0)
        store.append("a", expected_version::exact(v), events_at("a", {v + 1, v + 2, v + 3}))
            .value();
      const auto seen = versions_of(store.get_events("a").value());
      bool good = seen.size() % 3 == 0;
      for (std::size_t i = 0; i < seen.size(); ++i)
        good = good && seen[i] == static_cast<version>(i + 1);
      whole[static_cast<std::size_t>(t)] = whole[static_cast<std::size_t>(t)] && good;
    }
  });
  for (const bool good : whole) BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(threads_fill_many_actors_of_one_shard) {
  memory_store store{{.shards = 1}};
  on_all_threads([&](int t) {
    for (int i = 0; i < 1000; ++i) {
      const std::string actor = fmt::format("{}.{}", t, i);
      for (version v = 1; v <= 2; ++v) store.save_event(event_at(actor, v)).value();
    }
  });
  for (int t = 0; t < threads; ++t)
    for (int i = 0; i < 1000; ++i)
      BOOST_REQUIRE(store.get_latest_version(fmt::format("{}.{}", t, i)).value() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
