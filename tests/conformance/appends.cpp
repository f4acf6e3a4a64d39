// What every store answers to an append: versions, expectations, all or nothing, idempotence.
#include <conformance/stores.hpp>
#include <store/events.hpp>

using namespace contend;
using namespace contend::test;

namespace {

std::vector<version> stored(event_store& store, const std::string& actor = "a") {
  return versions_of(store.get_events(actor).value());
}

void equal(const std::vector<version>& a, const std::vector<version>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

void conflicts(const result<version>& answer, version attempted, version current) {
  BOOST_REQUIRE(answer.has_error());
  const store_error& e = answer.error();
  BOOST_TEST(e.is_conflict());
  BOOST_TEST((classify(e) == outcome::conflict));
  BOOST_TEST(e.actor == "a");
  BOOST_TEST(e.attempted == attempted);
  BOOST_TEST(e.current == current);
  for (const std::string& part :
       {std::string{"\"a\""}, std::to_string(attempted), std::to_string(current)})
    BOOST_TEST(e.message().find(part) != std::string::npos);
}

void fill(event_store& store) {
  store.append("a", expected_version::no_stream(), events_at("a", {1, 2, 5, 9})).value();
}

result<version> append(event_store& store, expected_version expected, version at) {
  const event_ptr mine = make_event(draft("a", at, "mine"));
  return store.append("a", expected, {&mine, 1});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(appends)

CONTEND_EVERY_STORE(an_unknown_actor_has_version_0_and_no_events) {
  BOOST_TEST(store.get_latest_version("a").value() == 0);
  BOOST_TEST(store.get_events("a").value().empty());
  BOOST_TEST(!store.get_latest_snapshot("a").value().latest);
}

CONTEND_EVERY_STORE(a_saved_version_must_be_above_the_latest_and_may_leave_a_gap) {
  fill(store);
  for (const version v : {1, 3, 8, 9})
    conflicts(store.save_event(make_event(draft("a", v, "mine"))), v, 9);
  BOOST_TEST(store.save_event(event_at("a", 10)).value() == 10);
  BOOST_TEST(store.save_event(event_at("a", max_version)).value() == max_version);
  equal(stored(store), {1, 2, 5, 9, 10, max_version});
}

CONTEND_EVERY_STORE(an_exact_append_stands_on_that_version_only) {
  fill(store);
  for (const version v : {0, 5, 8, 10})
    conflicts(append(store, expected_version::exact(v), 11), 11, 9);
  conflicts(append(store, expected_version::exact(9), 7), 7, 9);
  BOOST_TEST(append(store, expected_version::exact(9), 12).value() == 12);
}

CONTEND_EVERY_STORE(no_stream_wants_none_and_stream_exists_wants_one) {
  conflicts(append(store, expected_version::stream_exists(), 1), 1, 0);
  BOOST_TEST(append(store, expected_version::no_stream(), 1).value() == 1);
  conflicts(store.append("a", expected_version::no_stream(), events_at("a", {2})), 2, 1);
  BOOST_TEST(store.append("a", expected_version::stream_exists(), events_at("a", {2})).value() ==
             2);
  BOOST_TEST(store.append("a", expected_version::any(), events_at("a", {4})).value() == 4);
  conflicts(store.append("a", expected_version::any(), events_at("a", {3})), 3, 4);
}

CONTEND_EVERY_STORE(several_events_are_stored_all_or_none) {
  BOOST_TEST(store.append("a", expected_version::exact(0), events_at("a", {1, 3, 4})).value() == 4);
  conflicts(store.append("a", expected_version::exact(3), events_at("a", {5, 6})), 5, 4);
  conflicts(store.append("a", expected_version::any(), events_at("a", {2, 5, 6})), 2, 4);
  BOOST_TEST(store.append("a", expected_version::any(), events_at("a", {5, 7, 7})).has_error());
  equal(stored(store), {1, 3, 4});
  std::vector<version> many;
  for (version v = 5; v <= 204; ++v) many.push_back(v);
  BOOST_TEST(store.append("a", expected_version::exact(4), events_at("a", many)).value() == 204);
  BOOST_TEST(stored(store).size() == 203U);
}

CONTEND_EVERY_STORE(what_stands_already_is_a_success_however_many_followed) {
  fill(store);
  const event_ptr late = event_at("a", 2);
  BOOST_TEST(store.append("a", expected_version::exact(1), {&late, 1}).value() == 2);
  BOOST_TEST(store.save_event(late).value() == 2);
  BOOST_TEST(store.append("a", expected_version::exact(2), events_at("a", {5, 9})).value() == 9);
  event later = draft("a", 5, "e5");
  later.timestamp += std::chrono::hours{1};
  BOOST_TEST(store.save_event(make_event(later)).value() == 5);
  equal(stored(store), {1, 2, 5, 9});
}

CONTEND_EVERY_STORE(events_stand_only_if_all_of_them_do) {
  fill(store);
  conflicts(store.append("a", expected_version::exact(5), events_at("a", {9, 10})), 9, 9);
  equal(stored(store), {1, 2, 5, 9});
}

CONTEND_EVERY_STORE(the_same_id_with_other_content_is_an_error_of_its_own) {
  fill(store);
  for (const auto& change :
       {+[](event& e) { e.type = "Other"; }, +[](event& e) { e.data["x"] = 1; },
        +[](event& e) { e.metadata["x"] = "1"; }, +[](event& e) { e.command_id = "c"; },
        +[](event& e) { e.unknown["x"] = 1; }}) {
    event e = draft("a", 5, "e5");
    change(e);
    const auto refused = store.append("a", expected_version::exact(2), {{make_event(e)}});
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == store_errc::duplicate_event_id));
    BOOST_TEST((classify(refused.error()) == outcome::permanent));
    BOOST_TEST(refused.error().message().find("e5") != std::string::npos);
  }
  equal(stored(store), {1, 2, 5, 9});
}

CONTEND_EVERY_STORE(what_is_invalid_is_refused_and_changes_nothing) {
  const auto refused = [&](const std::string& actor, const std::vector<event_ptr>& events) {
    const auto answer = store.append(actor, expected_version::any(), events);
    BOOST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().code == store_errc::invalid_event));
    BOOST_TEST(!answer.error().detail.empty());
  };
  refused("a", {});
  refused("a", {nullptr});
  refused("a", {event_at("b", 1)});
  refused("", {event_at("", 1)});
  refused(std::string(1025, 'x'), {event_at(std::string(1025, 'x'), 1)});
  refused("a\xFF", {event_at("a\xFF", 1)});
  refused("a", {event_at("a", 0)});
  refused("a", {event_at("a", max_version + 1)});
  event e = draft("a", 1, "e");
  e.data["x"] = std::numeric_limits<double>::quiet_NaN();
  refused("a", {make_event(e)});
  e.data["x"] = "\xC3";
  refused("a", {make_event(e)});
  BOOST_TEST(store.get_latest_version("a").value() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
