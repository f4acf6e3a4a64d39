// The bus in process: who hears what, what becomes of those who are too slow, and that nothing
// hangs. Where threads meet, what is checked holds for every interleaving.
#include <store/events.hpp>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/store/bus/memory_bus.hpp>

using namespace contend;
using namespace contend::test;

namespace {

event_ptr of(std::string actor, std::string type, version v = 1) {
  event e = draft(std::move(actor), v, fmt::format("e{}", v));
  e.type = std::move(type);
  return make_event(std::move(e));
}

/// The versions of all that waits.
std::vector<version> drain(subscription& s) {
  std::vector<version> seen;
  while (const auto d = s.try_next()) seen.push_back(d->event->version);
  return seen;
}

bool hears(std::string_view pattern, std::string_view name) {
  return namespace_pattern::parse(pattern).value().matches(name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bus)

BOOST_AUTO_TEST_CASE(patterns_match_whole_tokens) {
  BOOST_TEST(hears("a.b", "a.b"));
  BOOST_TEST(!hears("a.b", "a.b.c"));
  BOOST_TEST(!hears("a.b.c", "a.b"));
  BOOST_TEST(hears("a.*", "a.b"));
  BOOST_TEST(!hears("a.*", "a"));
  BOOST_TEST(!hears("a.*", "a.b.c"));
  BOOST_TEST(hears("*.b", "a.b"));
  BOOST_TEST(hears("a.>", "a.b.c"));
  BOOST_TEST(!hears("a.>", "a"));
  BOOST_TEST(hears(">", "a.b"));
  BOOST_TEST(!hears("a.*.c.>", "a.b.c"));
  BOOST_TEST(hears("a.*.c.>", "a.b.c.d.e"));
  BOOST_TEST(!hears("ab", "a"));
}

BOOST_AUTO_TEST_CASE(what_is_no_pattern_or_namespace_is_refused_with_the_reason) {
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "a*", ">.a", "a b", "a.>b"}) {
    BOOST_TEST(!namespace_pattern::parse(bad));
    BOOST_TEST(!is_namespace(bad));
  }
  const auto error = namespace_pattern::parse("a.b*").error();
  BOOST_TEST(error.code == boost::system::errc::invalid_argument);
  BOOST_TEST(error.detail.find("\"b*\"") != std::string::npos);
  memory_bus bus;
  BOOST_TEST(!bus.publish("a.*", of("x", "T")));
  BOOST_TEST(!bus.publish("a", nullptr));
  BOOST_TEST(!bus.subscribe("a..b"));
}

BOOST_AUTO_TEST_CASE(a_subscription_hears_its_namespaces_and_no_others) {
  memory_bus bus;
  auto exact = bus.subscribe("shop.eu").value();
  auto any = bus.subscribe("shop.*").value();
  bus.publish("shop.eu", of("x", "T", 1)).value();
  bus.publish("shop.us", of("x", "T", 2)).value();
  bus.publish("shopper.eu", of("x", "T", 3)).value();
  bus.publish("shop", of("x", "T", 4)).value();
  BOOST_TEST(drain(exact) == (std::vector<version>{1}));
  BOOST_TEST(drain(any) == (std::vector<version>{1, 2}));
}

BOOST_AUTO_TEST_CASE(filters_by_type_and_by_actor_hold_together) {
  memory_bus bus;
  auto heard = bus.subscribe("n", {.types = {"A", "B"}, .actors = {"x.*"}}).value();
  bus.publish("n", of("x.*", "A", 1)).value();
  bus.publish("n", of("x.y", "A", 2)).value();  // actors are meant exactly, wildcards and all
  bus.publish("n", of("x.*", "C", 3)).value();
  bus.publish("n", of("x.*", "B", 4)).value();
  BOOST_TEST(drain(heard) == (std::vector<version>{1, 4}));
  BOOST_TEST(bus.is_heard("n", "A"));
  BOOST_TEST(!bus.is_heard("n", "C"));
  BOOST_TEST(!bus.is_heard("m", "A"));
}

BOOST_AUTO_TEST_CASE(a_slow_subscriber_loses_the_oldest_and_is_told_how_many) {
  memory_bus bus;
  auto slow = bus.subscribe("n", {.capacity = 3}).value();
  auto quick = bus.subscribe("n", {.capacity = 100}).value();
  for (version v = 1; v <= 10; ++v) bus.publish("n", of("x", "T", v)).value();
  BOOST_TEST(slow.lost() == 7U);
  const auto first = slow.try_next().value();
  BOOST_TEST(first.event->version == 8);
  BOOST_TEST(first.lost_before == 7U);
  BOOST_TEST(slow.try_next().value().lost_before == 0U);
  BOOST_TEST(quick.lost() == 0U);
  BOOST_TEST(drain(quick).size() == 10U);
}

BOOST_AUTO_TEST_CASE(every_loss_is_told_exactly_once_whatever_the_capacity) {
  for (const std::size_t capacity : {0U, 1U, 2U, 5U}) {
    memory_bus bus;
    auto slow = bus.subscribe("n", {.capacity = capacity}).value();
    std::uint64_t told = 0;
    std::uint64_t got = 0;
    for (version v = 1; v <= 100; ++v) {
      bus.publish("n", of("x", "T", v)).value();
      if (v % 7 != 0) continue;
      const auto d = slow.try_next().value();
      told += d.lost_before;
      ++got;
    }
    while (const auto d = slow.try_next()) {
      told += d->lost_before;
      ++got;
    }
    BOOST_TEST(told == slow.lost());
    BOOST_TEST(told + got == 100U);
  }
}

BOOST_AUTO_TEST_CASE(ending_a_subscription_frees_who_waits_in_it_and_may_come_from_anywhere) {
  memory_bus bus;
  auto heard = bus.subscribe("n.>").value();
  std::jthread waits{[&] { BOOST_TEST(!heard.next().has_value()); }};
  heard.unsubscribe();
  waits.join();
  heard.unsubscribe();
  BOOST_TEST(heard.ended());
  BOOST_TEST(bus.subscriptions() == 0U);
  bus.publish("n.a", of("x", "T")).value();
  BOOST_TEST(!heard.try_next().has_value());
}

BOOST_AUTO_TEST_CASE(a_stop_frees_everyone_and_what_was_queued_can_still_be_taken) {
  memory_bus bus;
  auto full = bus.subscribe("n").value();
  auto empty = bus.subscribe("m").value();
  bus.publish("n", of("x", "T", 9)).value();
  std::jthread waits{[&] { BOOST_TEST(!empty.next().has_value()); }};
  bus.stop();
  bus.stop();
  waits.join();
  BOOST_TEST(full.next().value().event->version == 9);
  BOOST_TEST(!full.next().has_value());
  BOOST_TEST((bus.publish("n", of("x", "T")).error().code == store_errc::closed));
  BOOST_TEST((bus.subscribe("n").error().code == store_errc::closed));
}

BOOST_AUTO_TEST_CASE(a_stop_token_ends_one_wait_and_not_the_subscription) {
  memory_bus bus;
  auto heard = bus.subscribe("n").value();
  std::stop_source stop;
  std::jthread waits{[&] { BOOST_TEST(!heard.next(stop.get_token()).has_value()); }};
  stop.request_stop();
  waits.join();
  bus.publish("n", of("x", "T")).value();
  BOOST_TEST(heard.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_subscription_may_outlive_its_bus) {
  subscription heard;
  {
    memory_bus bus;
    heard = bus.subscribe("n").value();
    bus.publish("n", of("x", "T", 5)).value();
  }
  BOOST_TEST(heard.next().value().event->version == 5);
  BOOST_TEST(!heard.next().has_value());
}

BOOST_AUTO_TEST_CASE(publishers_subscribers_and_leavers_meet_and_nothing_is_lost_untold) {
  memory_bus bus;
  constexpr std::uint64_t each = 2000;
  std::vector<subscription> heard;
  for (int i = 0; i < 4; ++i)
    heard.push_back(bus.subscribe(i % 2 == 0 ? "n.a" : "n.*", {.capacity = 64}).value());
  std::vector<std::uint64_t> accounted(heard.size());
  {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < heard.size(); ++i)
      readers.emplace_back([&, i] {
        while (const auto d = heard[i].next()) accounted[i] += 1 + d->lost_before;
      });
    {
      std::vector<std::jthread> others;
      for (int p = 0; p < 3; ++p)
        others.emplace_back([&] {
          for (std::uint64_t i = 0; i < each; ++i) bus.publish("n.a", of("x", "T")).value();
        });
      others.emplace_back([&] {
        for (int i = 0; i < 500; ++i) {
          auto passing = bus.subscribe("n.>", {.capacity = 1}).value();
          (void)passing.try_next();
        }
      });
    }
    bus.stop();
  }
  for (const std::uint64_t n : accounted) BOOST_TEST(n == 3 * each);
}

BOOST_AUTO_TEST_CASE(a_taker_that_is_stopped_leaves_the_delivery_to_another) {
  for (int round = 0; round < 200; ++round) {
    memory_bus bus;
    auto heard = bus.subscribe("shop").value();
    std::atomic<int> got{0};
    std::jthread stays{[&] { got += heard.next() ? 1 : 0; }};
    std::jthread goes{[&](const std::stop_token& stop) { got += heard.next(stop) ? 1 : 0; }};
    bus.publish("shop", event_at("a", 1)).value();
    goes.request_stop();
    goes.join();
    if (got == 0) {
      stays.join();  // hangs if nobody told it
      BOOST_TEST(got == 1);
    }
    heard.unsubscribe();
  }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_may_unsubscribe_at_once) {
  for (int round = 0; round < 100; ++round) {
    memory_bus bus;
    auto heard = bus.subscribe("shop").value();
    {
      std::vector<std::jthread> running;
      for (int t = 0; t < 4; ++t) running.emplace_back([&] { heard.unsubscribe(); });
    }
    BOOST_TEST(bus.subscriptions() == 0U);
    BOOST_TEST(heard.ended());
  }
}

BOOST_AUTO_TEST_SUITE_END()
