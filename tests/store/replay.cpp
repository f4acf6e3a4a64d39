// Malformed bytes are planted among good events: the plain read must not step over them, and the
// read that reports errors must show them whole, in their place.
#include <store/events.hpp>
#include <string>

#include <boost/test/unit_test.hpp>

#include <contend/store/event_json.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

/// Versions 1, 2, 5 and 9 of "a" are good, 4 and 7 are not.
struct damaged {
  memory_store store{};
  damaged() {
    store.append("a", expected_version::no_stream(), events_at("a", {1, 2})).value();
    store.plant_event("a", 4, "{\"id\":").value();
    store.save_event(event_at("a", 5)).value();
    store.plant_event("a", 7, "\xFF\xFE").value();
    store.save_event(event_at("a", 9)).value();
  }

  /// Good versions, and malformed ones with a minus.
  std::vector<version> read(event_range range) {
    const replay found = store.get_events_with_errors("a", range).value();
    std::vector<version> all = versions_of(found.events);
    for (const malformed_event& m : found.malformed) all.push_back(-m.version);
    return all;
  }
};

void equal(const std::vector<version>& a, const std::vector<version>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replay_with_errors)

BOOST_AUTO_TEST_CASE(malformed_events_are_told_with_sequence_bytes_and_cause) {
  damaged d;
  const replay found = d.store.get_events_with_errors("a").value();
  equal(versions_of(found.events), {1, 2, 5, 9});
  BOOST_REQUIRE(found.malformed.size() == 2U);
  BOOST_TEST(found.malformed[0].sequence == 3);
  BOOST_TEST(found.malformed[0].version == 4);
  BOOST_TEST(found.malformed[0].bytes == "{\"id\":");
  BOOST_TEST(found.malformed[0].cause.find("unexpected end of input") != std::string::npos);
  BOOST_TEST(found.malformed[1].sequence == 5);
  BOOST_TEST(found.malformed[1].bytes == "\xFF\xFE");
}

BOOST_AUTO_TEST_CASE(the_plain_read_fails_where_it_would_leave_a_hole) {
  damaged d;
  const auto whole = d.store.get_events("a");
  BOOST_REQUIRE(whole.has_error());
  BOOST_TEST((whole.error().code == store_errc::malformed_event));
  BOOST_TEST((classify(whole.error()) == outcome::permanent));
  BOOST_TEST(whole.error().detail.find("sequence 3, version 4: ") == 0U);
  equal(versions_of(d.store.get_events("a", {.to = 3}).value()), {1, 2});
  equal(versions_of(d.store.get_events("a", {.from = 8}).value()), {9});
}

BOOST_AUTO_TEST_CASE(ranges_and_limits_count_malformed_events) {
  damaged d;
  equal(d.read({.from = 2, .to = 5}), {2, 5, -4});
  equal(d.read({.limit = 3}), {1, 2, -4});
  equal(d.read({.limit = 4}), {1, 2, 5, -4});
  equal(d.read({.limit = 2, .backwards = true}), {9, -7});
  equal(d.read({.backwards = true}), {9, 5, 2, 1, -7, -4});
  equal(d.read({.limit = 0}), {});
}

BOOST_AUTO_TEST_CASE(a_malformed_event_holds_its_version) {
  memory_store store;
  store.plant_event("a", 3, "no").value();
  BOOST_TEST(store.get_latest_version("a").value() == 3);
  BOOST_TEST(store.save_event(event_at("a", 3)).error().is_conflict());
  BOOST_TEST(store.append("a", expected_version::exact(3), events_at("a", {4})).value() == 4);
  BOOST_TEST(store.plant_event("a", 4, "no").error().is_conflict());
}

BOOST_AUTO_TEST_CASE(bytes_that_are_the_event_are_an_event) {
  memory_store store;
  const event_ptr e = event_at("a", 3);
  const std::string text = to_json_text(*e).value();
  store.plant_event("a", 3, text).value();
  BOOST_TEST((*store.get_events("a").value().front() == *e));
  store.plant_event("a", 5, text).value();
  const auto found = store.get_events_with_errors("a", {.from = 4}).value();
  BOOST_TEST(found.malformed.front().cause == "it is of actor \"a\" and version 3");
}

BOOST_AUTO_TEST_CASE(a_malformed_snapshot_is_passed_over_and_told) {
  memory_store store;
  store.save_snapshot({.actor_id = "a", .version = 3, .state = 3}).value();
  store.plant_snapshot("a", 7, "{");
  store.plant_snapshot("a", 5, "[1]");
  store.plant_snapshot("a", 6, "nul");
  const auto found = store.get_latest_snapshot("a").value();
  BOOST_TEST((found.latest->state == nlohmann::json{1}));
  BOOST_REQUIRE(found.passed_over.size() == 2U);
  BOOST_TEST(found.passed_over[0].version == 7);
  BOOST_TEST(found.passed_over[0].bytes == "{");
  BOOST_TEST(!found.passed_over[0].cause.empty());
  BOOST_TEST(found.passed_over[1].version == 6);
  BOOST_TEST(store.get_latest_snapshot("a", 4).value().passed_over.empty());
}

BOOST_AUTO_TEST_SUITE_END()
