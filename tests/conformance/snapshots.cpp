// What every store keeps of snapshots, and that loading never trusts a bad one.
#include <conformance/stores.hpp>
#include <cstdint>
#include <store/events.hpp>

#include <contend/store/event_json.hpp>
#include <contend/store/load.hpp>

using namespace contend;
using namespace contend::test;

namespace {

struct counter {
  std::int64_t events = 0;
  void apply(const event&) { ++events; }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(counter, events)

version latest_of(event_store& store, version at_most = max_version) {
  const auto found = store.get_latest_snapshot("a", at_most).value();
  return found.latest ? found.latest->version : 0;
}

snapshot taken(version v, nlohmann::json state = {}) {
  return {.actor_id = "a",
          .version = v,
          .state = std::move(state),
          .timestamp = timestamp{std::chrono::nanoseconds{v}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshots_of_actors)

CONTEND_EVERY_STORE(a_snapshot_comes_back_whole) {
  const snapshot s = taken(7, {{"max", std::numeric_limits<std::uint64_t>::max()}, {"ü", {1, 2}}});
  store.save_snapshot(s).value();
  BOOST_TEST((*store.get_latest_snapshot("a").value().latest == s));
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

CONTEND_EVERY_STORE(the_highest_version_is_the_latest_and_the_same_is_replaced) {
  for (const version v : {5, 9, 7}) store.save_snapshot(taken(v)).value();
  BOOST_TEST(latest_of(store) == 9);
  BOOST_TEST(latest_of(store, 8) == 7);
  BOOST_TEST(latest_of(store, 4) == 0);
  store.save_snapshot(taken(9, "again")).value();
  BOOST_TEST(store.get_latest_snapshot("a").value().latest->state == "again");
}

CONTEND_EVERY_STORE(the_last_few_saved_are_kept) {
  for (version v = 1; v <= 20; ++v) store.save_snapshot(taken(v)).value();
  const auto kept = static_cast<version>(snapshots_kept);
  BOOST_TEST(latest_of(store, 21 - kept) == 21 - kept);
  BOOST_TEST(latest_of(store, 20 - kept) == 0);
}

CONTEND_EVERY_STORE(a_bad_snapshot_is_refused) {
  for (const snapshot& bad : {snapshot{.version = 1}, taken(0), taken(max_version + 1),
                              taken(1, std::numeric_limits<double>::quiet_NaN()), taken(1, "\xFF"),
                              taken(1, std::string(max_json_bytes, 'x'))})
    BOOST_TEST((store.save_snapshot(bad).error().code == store_errc::invalid_snapshot));
  BOOST_TEST(latest_of(store) == 0);
}

CONTEND_EVERY_STORE(an_actor_is_loaded_past_malformed_and_future_snapshots) {
  for (version v = 1; v <= 6; ++v) store.save_event(event_at("a", v)).value();
  store.save_snapshot(taken(3, counter{3})).value();
  home.plant_snapshot(store, "test", "a", 5, "{\"events\":");
  store.save_snapshot(taken(900, counter{99})).value();
  const auto found = load<counter>(store, "a").value();
  BOOST_TEST(found.state.events == 6);
  BOOST_TEST(found.snapshot == 3);
  BOOST_TEST(found.replayed == 3U);
  BOOST_REQUIRE(found.passed_over.size() == 2U);
  BOOST_TEST(found.passed_over[0].version == 900);
  BOOST_TEST(found.passed_over[1].bytes == "{\"events\":");
}

BOOST_AUTO_TEST_SUITE_END()
