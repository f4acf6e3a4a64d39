// The bus between processes: each event heard once, namespaces apart, slow ones counted.
#include <atomic>
#include <fstream>
#include <future>
#include <jetstream/homes.hpp>
#include <store/events.hpp>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <contend/policies/random.hpp>
#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/notice_listener.hpp>
#include <contend/store/commits/noticing_store.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/nats/detail/bus_subjects.hpp>
#include <contend/store/nats/detail/link.hpp>
#include <contend/store/nats/nats_bus.hpp>

using namespace contend;
using namespace contend::test;

namespace {

/// Two buses on connections of their own, as two processes have them.
struct two_nodes {
  std::string prefix = fresh_stream();
  std::unique_ptr<nats_bus> here = bus();
  std::unique_ptr<nats_bus> there = bus();

  [[nodiscard]] std::unique_ptr<nats_bus> bus() const {
    return nats_bus::open(nats_connection::connect(quick(shared_server().url())).value(),
                          {.prefix = prefix})
        .value();
  }
};

/// Hears "end", which was published last, and returns the versions before it.
std::vector<version> until_end(subscription& from) {
  std::vector<version> all;
  while (const auto d = from.next()) {
    if (d->event->type == "End") break;
    all.push_back(d->event->version);
  }
  return all;
}

/// A thread subscribes to "shop.b" at a server that does not answer until it is thawed.
struct frozen_subscriber {
  nats_server server{};
  std::unique_ptr<nats_bus> bus =
      nats_bus::open(
          nats_connection::connect({.urls = {server.url()}, .timeout = std::chrono::seconds{60}})
              .value())
          .value();
  subscription first = bus->subscribe("shop").value();
  std::future<result<subscription>> subscribed{};

  frozen_subscriber() {
    server.freeze();
    std::atomic<int> thread = 0;
    subscribed = std::async(std::launch::async, [&] {
      thread = gettid();
      return bus->subscribe("shop.b");
    });
    while (thread == 0 || !sleeps(thread)) std::this_thread::yield();
  }

  /// Whether the thread waits for something.
  static bool sleeps(int thread) {
    std::string state;
    std::ifstream file{fmt::format("/proc/self/task/{}/status", thread)};
    while (file >> state)
      if (state == "State:") return file >> state && state == "S";
    return false;
  }
};

event_ptr end() {
  event e = draft("a", 1, "end");
  e.type = "End";
  return make_event(std::move(e));
}

void equal(const std::vector<version>& a, const std::vector<version>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

/// What a server does: tokens, `*` for one, `>` for the rest.
bool server_matches(std::string_view pattern, std::string_view subject) {
  for (;;) {
    const std::size_t p = pattern.find('.');
    const std::size_t s = subject.find('.');
    const std::string_view token = pattern.substr(0, p);
    if (token == ">") return !subject.empty();
    if (token != "*" && token != subject.substr(0, s)) return false;
    if (p == std::string_view::npos || s == std::string_view::npos) return p == s;
    pattern.remove_prefix(p + 1);
    subject.remove_prefix(s + 1);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bus_between_nodes)

BOOST_AUTO_TEST_CASE(what_one_publishes_both_hear_once) {
  two_nodes nodes;
  auto own = nodes.here->subscribe("shop.orders").value();
  auto other = nodes.there->subscribe("shop.*").value();
  for (const version v : {1, 2, 3}) nodes.here->publish("shop.orders", event_at("a", v)).value();
  nodes.here->publish("shop.orders", end()).value();
  equal(until_end(own), {1, 2, 3});
  equal(until_end(other), {1, 2, 3});
}

BOOST_AUTO_TEST_CASE(patterns_that_overlap_do_not_double) {
  two_nodes nodes;
  std::vector<subscription> all;
  for (const char* pattern : {"shop.orders", "shop.*", "shop.>", ">"})
    all.push_back(nodes.there->subscribe(pattern).value());
  BOOST_TEST(nodes.there->patterns() == 4U);
  nodes.here->publish("shop.orders", event_at("a", 1)).value();
  nodes.here->publish("shop.orders", end()).value();
  for (subscription& s : all) equal(until_end(s), {1});
}

BOOST_AUTO_TEST_CASE(subscriptions_of_a_pattern_share_one_and_the_last_ends_it) {
  two_nodes nodes;
  auto first = nodes.here->subscribe("shop.*").value();
  auto second = nodes.here->subscribe("shop.*").value();
  BOOST_TEST(nodes.here->patterns() == 1U);
  first.unsubscribe();
  BOOST_TEST(nodes.here->patterns() == 1U);
  nodes.there->publish("shop.x", event_at("a", 1)).value();
  nodes.there->publish("shop.x", end()).value();
  equal(until_end(second), {1});
  second.unsubscribe();
  BOOST_TEST(nodes.here->patterns() == 0U);
}

BOOST_AUTO_TEST_CASE(no_subscription_hears_another_namespace) {
  two_nodes nodes;
  auto mine = nodes.there->subscribe("shop").value();
  auto others = nodes.there->subscribe("shop.*").value();
  for (const char* elsewhere : {"shop.a", "shopx", "shop=2Ea", "Shop"})
    nodes.here->publish(elsewhere, event_at("a", 1)).value();
  nodes.here->publish("shop", end()).value();
  equal(until_end(mine), {});
  nodes.here->publish("shop.b", end()).value();
  equal(until_end(others), {1});
}

BOOST_AUTO_TEST_CASE(a_pattern_and_its_subject_match_the_same_namespaces) {
  random_source random{random_key{21}};
  constexpr std::string_view alphabet{"ab=_2E*>", 8};
  const auto text = [&] {
    std::string made;
    for (auto tokens = random.uniform(1, 3); tokens > 0; --tokens) {
      for (auto left = random.uniform(1, 2); left > 0; --left)
        made += alphabet[static_cast<std::size_t>(random.uniform(0, alphabet.size() - 1))];
      if (tokens > 1) made += '.';
    }
    return made;
  };
  int compared = 0;
  int matched = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto pattern = namespace_pattern::parse(text());
    const std::string name = text();
    if (!pattern || !is_namespace(name)) continue;
    ++compared;
    const std::string subject = nats::bus_subject("P", name);
    BOOST_REQUIRE(nats::bus_namespace("P", subject) == name);
    const bool same = pattern->matches(name);
    BOOST_REQUIRE(server_matches(nats::bus_subject("P", pattern->text()), subject) == same);
    matched += same ? 1 : 0;
  }
  BOOST_TEST(compared > 10'000);
  BOOST_TEST(matched > 100);
}

BOOST_AUTO_TEST_CASE(a_subscriber_that_never_reads_harms_nobody_and_its_loss_is_counted) {
  two_nodes nodes;
  auto slow = nodes.there->subscribe("shop", {.capacity = 10}).value();
  auto quick_one = nodes.there->subscribe("shop", {.capacity = 10'000}).value();
  for (version v = 1; v <= 1'000; ++v) nodes.here->publish("shop", event_at("a", v)).value();
  nodes.here->publish("shop", end()).value();
  BOOST_TEST(until_end(quick_one).size() == 1'000U);
  BOOST_TEST(slow.lost() == 1'001U - 10U);
  BOOST_TEST(slow.next()->lost_before == 1'001U - 10U);
}

BOOST_AUTO_TEST_CASE(garbage_of_a_stranger_is_counted_and_dropped) {
  two_nodes nodes;
  auto heard = nodes.here->subscribe("shop").value();
  const auto stranger = nats_connection::connect(quick(shared_server().url())).value();
  const std::string subject = nodes.prefix + ".shop";
  for (const char* bytes : {"", "{}", "garbage"})
    natsConnection_PublishString(stranger->link().connection(), subject.c_str(), bytes);
  natsConnection_Flush(stranger->link().connection());
  nodes.there->publish("shop", end()).value();
  // The stranger's connection and the node's may be served in either order.
  equal(until_end(heard), {});
  while (nodes.here->malformed() < 3) nodes.here->publish("shop", end()).value();
  BOOST_TEST(nodes.here->malformed() == 3U);
}

BOOST_AUTO_TEST_CASE(stopping_ends_subscriptions_and_waits_for_nobody) {
  two_nodes nodes;
  auto heard = nodes.here->subscribe("shop").value();
  std::jthread waits{[&] { BOOST_TEST(!heard.next().has_value()); }};
  nodes.here->stop();
  nodes.here->stop();
  waits.join();
  BOOST_TEST(heard.ended());
  BOOST_TEST((nodes.here->publish("shop", end()).error().code == store_errc::closed));
  BOOST_TEST((nodes.here->subscribe("shop").error().code == store_errc::closed));
}

BOOST_AUTO_TEST_CASE(while_one_subscribes_nobody_else_waits) {
  frozen_subscriber on;
  on.first.unsubscribe();
  BOOST_TEST(on.bus->patterns() == 0U);
  on.bus->publish("shop", event_at("a", 1)).value();
  on.server.thaw();
  auto heard = on.subscribed.get().value();
  on.bus->publish("shop.b", end()).value();
  equal(until_end(heard), {});
  BOOST_TEST(on.bus->patterns() == 1U);
}

BOOST_AUTO_TEST_CASE(a_bus_that_is_stopped_while_one_subscribes_refuses_it) {
  frozen_subscriber on;
  on.bus->stop();
  on.server.thaw();
  BOOST_TEST((on.subscribed.get().error().code == store_errc::closed));
  BOOST_TEST(on.bus->patterns() == 0U);
}

BOOST_AUTO_TEST_CASE(many_that_subscribe_to_a_pattern_at_once_share_one) {
  two_nodes nodes;
  std::vector<std::future<result<subscription>>> asked;
  for (int i = 0; i < 8; ++i)
    asked.push_back(
        std::async(std::launch::async, [&] { return nodes.here->subscribe("shop.*"); }));
  std::vector<subscription> all;
  for (auto& one : asked) all.push_back(one.get().value());
  BOOST_TEST(nodes.here->patterns() == 1U);
  nodes.there->publish("shop.x", event_at("a", 1)).value();
  nodes.there->publish("shop.x", end()).value();
  for (subscription& s : all) equal(until_end(s), {1});
}

BOOST_AUTO_TEST_CASE(a_commit_of_another_node_ends_a_wait_and_feeds_the_cache) {
  two_nodes nodes;
  nats_home home;
  const auto behind = home.open("test");
  noticing_store writer{*behind, {.bus = nodes.there.get(), .name_space = "shop"}};
  version_cache versions;
  commit_watch watch{versions};
  const notice_listener listens{
      nodes.here->subscribe("shop", {.types = {std::string{event_stored_type}}}).value(), watch};
  steady_clock_source clock;
  writer.append("a", expected_version::no_stream(), events_at("a", {1, 5})).value();
  const version seen =
      watch.wait("a", 1, clock.now() + std::chrono::seconds{30}, clock, std::stop_token{});
  BOOST_TEST(seen == 5);
  BOOST_TEST(versions.read("a").value() == 5);
}

BOOST_AUTO_TEST_CASE(a_prefix_that_cannot_be_is_refused) {
  const auto connection = nats_connection::connect(quick(shared_server().url())).value();
  for (const std::string& bad : {std::string{}, std::string{"a.b"}, std::string(65, 'a')})
    BOOST_TEST((nats_bus::open(connection, {.prefix = bad}).error().code == store_errc::damaged));
}

BOOST_AUTO_TEST_SUITE_END()
