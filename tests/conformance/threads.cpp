// Eight threads on every store. What is checked holds for every interleaving.
#include <array>
#include <conformance/stores.hpp>
#include <map>
#include <store/events.hpp>
#include <thread>

#include <fmt/format.h>

#include <contend/policies/backoffs/none.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/testing/faulty_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

constexpr std::size_t threads = 8;

void on_all_threads(auto body) {
  std::vector<std::jthread> running;
  for (std::size_t t = 0; t < threads; ++t) running.emplace_back([&body, t] { body(t); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(threads_on_every_store)

CONTEND_EVERY_STORE(every_version_of_one_actor_is_won_by_exactly_one_thread) {
  constexpr version last = 800;
  std::array<std::vector<version>, threads> won;
  on_all_threads([&](std::size_t t) {
    for (;;) {
      const version at = store.get_latest_version("hot").value();
      if (at >= last) return;
      const event_ptr mine = make_event(draft("hot", at + 1, fmt::format("t{}", t)));
      const auto stored = store.append("hot", expected_version::exact(at), {&mine, 1});
      if (stored) won[t].push_back(*stored);
    }
  });
  const auto events = store.get_events("hot").value();
  std::size_t wins = 0;
  for (std::size_t t = 0; t < threads; ++t)
    for (const version v : won[t]) {
      ++wins;
      BOOST_REQUIRE(events.at(static_cast<std::size_t>(v - 1))->id == fmt::format("t{}", t));
    }
  BOOST_TEST(wins == events.size());
}

CONTEND_EVERY_STORE(operations_of_all_threads_are_each_stored_once) {
  constexpr std::size_t each = 50;
  std::array<std::size_t, threads> committed{};
  on_all_threads([&](std::size_t t) {
    for (std::size_t i = 0; i < each; ++i)
      if (execute(store, "a", policy<none>{}, [](const history&) {
            return new_event{"Counted"};
          }).committed())
        ++committed[t];
  });
  for (const std::size_t n : committed) BOOST_TEST(n == each);
  BOOST_TEST(store.get_events("a").value().size() == threads * each);
}

CONTEND_EVERY_STORE(unanswered_appends_are_resolved_and_stored_once) {
  constexpr std::size_t each = 50;
  testing::faulty_store deaf{store, {.seed = 11, .lost_acks = 0.2, .lost_appends = 0.1}};
  on_all_threads([&](std::size_t t) {
    for (std::size_t i = 0; i < each; ++i)
      (void)execute(deaf, fmt::format("a{}", i % 2), policy<none>{}, [&](const history&) {
        return new_event{.type = "Effect", .command_id = fmt::format("{}.{}", t, i)};
      });
  });
  std::map<std::string, int> times;
  for (const char* actor : {"a0", "a1"})
    for (const event_ptr& e : store.get_events(actor).value()) ++times[e->command_id.value()];
  BOOST_TEST(times.size() == threads * each);
  for (const auto& [effect, count] : times) BOOST_TEST(count == 1, effect);
  BOOST_TEST(deaf.counts().lost_acks > 50U);
}

CONTEND_EVERY_STORE(readers_see_whole_appends_only) {
  std::array<bool, threads> whole{};
  whole.fill(true);
  on_all_threads([&](std::size_t t) {
    for (version v = 0; v < 150;) {
      v = store.get_latest_version("a").value();
      if (t == 0)
        store.append("a", expected_version::exact(v), events_at("a", {v + 1, v + 2, v + 3}))
            .value();
      whole[t] = whole[t] && store.get_events("a").value().size() % 3 == 0;
    }
  });
  for (const bool good : whole) BOOST_TEST(good);
}

BOOST_AUTO_TEST_SUITE_END()
