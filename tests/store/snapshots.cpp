// What a store keeps of snapshots, on the in-memory store: the last few saved, by version.
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/store/memory/memory_store.hpp>

using namespace contend;

namespace {

snapshot taken(version v, std::string state = "s") {
  return {.actor_id = "a", .version = v, .state = {{"is", std::move(state)}}};
}

version latest_of(event_store& store, version at_most = max_version) {
  const auto found = store.get_latest_snapshot("a", at_most).value();
  return found.latest ? found.latest->version : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshots_kept_by_a_store)

BOOST_AUTO_TEST_CASE(an_actor_without_a_snapshot_has_none) {
  memory_store store;
  BOOST_TEST(!store.get_latest_snapshot("a").value().latest);
}

BOOST_AUTO_TEST_CASE(what_is_saved_is_found_whole_and_needs_no_events) {
  memory_store store;
  snapshot s = taken(7);
  s.timestamp = timestamp{std::chrono::nanoseconds{5}};
  store.save_snapshot(s).value();
  BOOST_TEST((*store.get_latest_snapshot("a").value().latest == s));
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

BOOST_AUTO_TEST_CASE(the_highest_version_is_the_latest_in_whatever_order_they_are_saved) {
  memory_store store;
  for (const version v : {5, 9, 7}) store.save_snapshot(taken(v)).value();
  BOOST_TEST(latest_of(store) == 9);
  BOOST_TEST(latest_of(store, 8) == 7);
  BOOST_TEST(latest_of(store, 6) == 5);
  BOOST_TEST(latest_of(store, 4) == 0);
}

BOOST_AUTO_TEST_CASE(a_snapshot_replaces_that_of_its_version) {
  memory_store store;
  for (int i = 0; i < 9; ++i) store.save_snapshot(taken(5, std::to_string(i))).value();
  store.save_snapshot(taken(4)).value();
  BOOST_TEST(store.get_latest_snapshot("a").value().latest->state["is"] == "8");
  BOOST_TEST(latest_of(store, 4) == 4);
}

BOOST_AUTO_TEST_CASE(the_last_few_saved_are_kept) {
  memory_store store;
  for (version v = 1; v <= 20; ++v) store.save_snapshot(taken(v)).value();
  const auto kept = static_cast<version>(snapshots_kept);
  BOOST_TEST(latest_of(store, 20 - kept + 1) == 20 - kept + 1);
  BOOST_TEST(latest_of(store, 20 - kept) == 0);
}

BOOST_AUTO_TEST_CASE(a_bad_snapshot_is_refused_with_the_reason) {
  memory_store store;
  const auto refused = [&](const snapshot& s, std::string_view why) {
    const auto answer = store.save_snapshot(s);
    BOOST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().code == store_errc::invalid_snapshot));
    BOOST_TEST(answer.error().detail == why);
  };
  refused({.version = 1}, "the actor id is empty");
  refused(taken(0), "its version is 0, and must be from 1 to 9223372036854775806");
  refused(taken(max_version + 1),
          "its version is 9223372036854775807, and must be from 1 to 9223372036854775806");
  refused(taken(1, "\xFF"), "state/is: byte 0 is not UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
