// Strategies are asked for every length of replay up to a bound; what loading and the everyday call
// do with snapshots is read off the calls that a store receives.
#include <cstdint>
#include <store/events.hpp>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/backoffs/none.hpp>
#include <contend/store/execute.hpp>
#include <contend/store/forwarding_store.hpp>
#include <contend/store/load.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/manual_clock.hpp>
#include <contend/store/testing/scripted_store.hpp>

using namespace contend;
using namespace contend::test;
using namespace contend::testing;
using namespace std::chrono_literals;

namespace {

struct counter {
  std::int64_t events = 0;
  std::int64_t last = 0;
  void apply(const event& e) {
    ++events;
    last = e.version;
  }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(counter, events, last)

const policy<none> twice{.limits = {.attempts = 2}};

new_event count(const counter&) { return {.type = "Counted"}; }

/// The numbers of events up to 12 at which `strategy` first wants a snapshot, each snapshot serving
/// from then on.
std::vector<std::size_t> taken_at(const auto& strategy, version gap = 1) {
  std::vector<std::size_t> at;
  std::size_t last = 0;
  for (std::size_t n = 1; n <= 12; ++n) {
    const snapshot_facts facts{.snapshot = static_cast<version>(last) * gap,
                               .current = static_cast<version>(n) * gap,
                               .events = n - last,
                               .replay = (n - last) * 1ms};
    if (strategy.due(facts)) at.push_back(last = n);
  }
  return at;
}

void equal(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

void fill(event_store& store, version events) {
  for (version v = 1; v <= events; ++v) store.save_event(event_at("a", v)).value();
}

void keep(event_store& store, version at) {
  save_snapshot_of(store, "a", at, counter{.events = at, .last = at}, {}).value();
}

/// Remembers from where events were read.
struct watched_store final : forwarding_store {
  using forwarding_store::forwarding_store;
  std::vector<version> reads{};
  result<std::vector<event_ptr>> get_events(std::string_view actor, event_range range) override {
    reads.push_back(range.from);
    return behind().get_events(actor, range);
  }
};

static_assert(snapshotable<counter> && !snapshotable<history>);

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshot_strategies)

BOOST_AUTO_TEST_CASE(a_snapshot_is_due_every_k_events) {
  equal(taken_at(every_events{4}), {4, 8, 12});
  equal(taken_at(every_events{4}, 10), {4, 8, 12});
  equal(taken_at(every_events{0}), {});
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_due_every_k_versions) {
  equal(taken_at(every_versions{4}), {4, 8, 12});
  equal(taken_at(every_versions{40}, 10), {4, 8, 12});
  equal(taken_at(every_versions{35}, 10), {4, 8, 12});
  equal(taken_at(every_versions{0}), {});
}

BOOST_AUTO_TEST_CASE(a_snapshot_is_due_once_replay_costs_so_much) {
  equal(taken_at(by_replay_cost{5ms}), {5, 10});
}

BOOST_AUTO_TEST_CASE(bounds_hold_a_strategy_back_and_push_it_on) {
  equal(taken_at(bounded{every_events{2}, {.least = 5}}), {5, 10});
  equal(taken_at(bounded{by_replay_cost{1h}, {.most = 3}}), {3, 6, 9, 12});
  equal(taken_at(bounded{by_replay_cost{1ms}, {.least = 4, .most = 9}}), {4, 8, 12});
}

BOOST_AUTO_TEST_CASE(an_actor_is_its_snapshot_and_what_followed) {
  memory_store store;
  fill(store, 10);
  keep(store, 4);
  keep(store, 8);
  watched_store watched{store};
  const auto found = load<counter>(watched, "a").value();
  BOOST_TEST(found.state.events == 10);
  BOOST_TEST(found.at == 10);
  BOOST_TEST(found.snapshot == 8);
  BOOST_TEST(found.replayed == 2U);
  BOOST_TEST(watched.reads == (std::vector<version>{8}), boost::test_tools::per_element());
  keep(store, 10);
  BOOST_TEST(load<counter>(store, "a").value().replayed == 0U);
  BOOST_TEST(load<counter>(store, "a").value().at == 10);
}

BOOST_AUTO_TEST_CASE(without_a_snapshot_or_a_snapshotable_state_all_events_are_read) {
  memory_store store;
  fill(store, 3);
  const auto plain = load<counter>(store, "a").value();
  BOOST_TEST(plain.state.events == 3);
  BOOST_TEST(plain.snapshot == 0);
  keep(store, 2);
  BOOST_TEST(load<history>(store, "a").value().state.events.size() == 3U);
  BOOST_TEST(load<counter>(store, "nobody").value().at == 0);
}

BOOST_AUTO_TEST_CASE(a_snapshot_ahead_of_the_stream_is_passed_over_and_told) {
  memory_store store;
  fill(store, 6);
  keep(store, 3);
  store.save_snapshot({.actor_id = "a", .version = 7, .state = counter{99, 7}}).value();
  store.save_snapshot({.actor_id = "a", .version = 900, .state = counter{99, 900}}).value();
  const auto found = load<counter>(store, "a").value();
  BOOST_TEST(found.state.events == 6);
  BOOST_TEST(found.snapshot == 3);
  BOOST_REQUIRE(found.passed_over.size() == 2U);
  BOOST_TEST(found.passed_over[0].version == 900);
  BOOST_TEST(found.passed_over[1].version == 7);
  BOOST_TEST(found.passed_over[1].cause == "it is ahead of the stream");
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_cannot_be_read_or_does_not_fit_is_passed_over_and_told) {
  memory_store store;
  fill(store, 6);
  store.plant_snapshot("a", 5, "{\"events\":");
  store.plant_snapshot("a", 4, "{\"other\":1}");
  const auto found = load<counter>(store, "a").value();
  BOOST_TEST(found.state.events == 6);
  BOOST_TEST(found.state.last == 6);
  BOOST_TEST(found.snapshot == 0);
  BOOST_REQUIRE(found.passed_over.size() == 2U);
  BOOST_TEST(found.passed_over[0].bytes == "{\"events\":");
  BOOST_TEST(found.passed_over[1].cause.find("events") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_everyday_call_reads_the_tail_and_takes_snapshots_when_due) {
  memory_store store;
  watched_store watched{store};
  snapshots kept{every_events{4}};
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(execute<counter>(watched, "a", twice, count, {.snapshots = &kept}).committed());
  const auto last = store.get_latest_snapshot("a").value().latest;
  BOOST_REQUIRE(last);
  BOOST_TEST(last->version == 8);
  BOOST_TEST(last->state["events"] == 8);
  const std::vector<version> reads = {1, 1, 1, 1, 4, 4, 4, 4, 8, 8};
  BOOST_TEST(watched.reads == reads, boost::test_tools::per_element());
  const snapshot_metrics seen = kept.metrics();
  BOOST_TEST(seen.taken == 2U);
  BOOST_TEST(seen.failed == 0U);
  BOOST_TEST(seen.loads == 10U);
  BOOST_TEST(seen.served == 6U);
  BOOST_TEST(seen.replayed == 0U + 1 + 2 + 3 + 0 + 1 + 2 + 3 + 0 + 1);
  BOOST_TEST(seen.mean_replay_length() == 1.3);
}

BOOST_AUTO_TEST_CASE(after_a_conflict_only_the_tail_is_read) {
  memory_store store;
  fill(store, 10);
  keep(store, 8);
  watched_store watched{store};
  snapshots kept{every_events{100}};
  std::int64_t seen = 0;
  const auto done = execute<counter>(watched, "a", twice,
                                     [&](const counter& c) {
                                       if (seen == 0) store.save_event(event_at("a", 11)).value();
                                       seen = c.events;
                                       return count(c);
                                     },
                                     {.snapshots = &kept});
  BOOST_TEST(done.committed());
  BOOST_TEST(done.how.conflicts == 1U);
  BOOST_TEST(seen == 11);
  BOOST_TEST(done.state.events == 12);
  BOOST_TEST(watched.reads == (std::vector<version>{8, 11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_cost_of_replay_is_the_time_that_loading_took) {
  manual_clock clock;
  // Per call: the snapshot, the events, the append; where one is due, its saving.
  scripted_store store{{{.took = 1ms},
                        {.current = 3, .took = 2ms},
                        {.took = 9ms},
                        {.took = 1ms},
                        {.current = 4, .took = 4ms},
                        {.took = 9ms},
                        {.took = 1ms}},
                       &clock};
  snapshots kept{by_replay_cost{.worth = 5ms}};
  for (int i = 0; i < 2; ++i)
    execute<counter>(store, "a", twice, count, {.clock = &clock, .snapshots = &kept});
  BOOST_TEST(kept.metrics().taken == 1U);
  BOOST_TEST(store.at_end());
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_cannot_be_saved_spoils_nothing_and_is_counted) {
  scripted_store store{{{}, {}, {.took = 1ms}, {.error = store_errc::unavailable}}};
  snapshots kept{every_events{1}};
  const auto done = execute<counter>(store, "a", twice, count, {.snapshots = &kept});
  BOOST_TEST(done.committed());
  BOOST_TEST(kept.metrics().failed == 1U);
  BOOST_TEST(kept.metrics().taken == 0U);
}

BOOST_AUTO_TEST_CASE(a_load_that_fails_is_tried_again_as_the_policy_says) {
  scripted_store store{{{.error = store_errc::unavailable}, {}, {.current = 5}, {}}};
  snapshots kept{every_events{100}};
  const auto done = execute<counter>(store, "a", twice, count, {.snapshots = &kept});
  BOOST_TEST(done.committed());
  BOOST_TEST(done.how.current == 6);
  BOOST_TEST(store.calls()[2].range.from == 1);
  BOOST_TEST(kept.metrics().loads == 1U);
}

BOOST_AUTO_TEST_CASE(snapshots_of_a_state_that_is_no_json_are_refused_loudly) {
  memory_store store;
  snapshots kept{every_events{1}};
  const auto done = execute(store, "a", twice, [](const history&) { return new_event{"X"}; },
                            {.snapshots = &kept});
  BOOST_TEST((done.error.code == store_errc::invalid_snapshot));
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
