// A writer that got no answer sends the same events again; these tests play that writer.
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>

#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

BOOST_AUTO_TEST_SUITE(idempotence)

BOOST_AUTO_TEST_CASE(an_event_that_stands_at_its_version_is_answered_with_success) {
  memory_store store;
  const std::vector<event_ptr> once{event_at("a", 1)};
  BOOST_TEST(store.append("a", expected_version::exact(0), once).value() == 1);
  BOOST_TEST(store.append("a", expected_version::exact(0), once).value() == 1);
  BOOST_TEST(store.save_event(once.front()).value() == 1);
  BOOST_TEST(store.get_events("a").value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_equal_event_built_anew_is_the_same_event_whatever_its_timestamp) {
  memory_store store;
  event e = draft("a", 1, "e1");
  store.save_event(make_event(e)).value();
  e.timestamp += std::chrono::seconds{1};
  BOOST_TEST(store.save_event(make_event(e)).value() == 1);
  BOOST_TEST(store.get_events("a").value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_old_append_is_found_under_those_that_followed) {
  memory_store store;
  for (version v = 2; v <= 300; v += 2)
    store.append("a", expected_version::exact(v - 2), events_at("a", {v})).value();
  for (version v = 2; v <= 300; v += 2)
    BOOST_REQUIRE(store.append("a", expected_version::exact(v - 2), events_at("a", {v})).value() ==
                  v);
  BOOST_TEST(store.get_latest_version("a").value() == 300);
  BOOST_TEST(store.get_events("a").value().size() == 150U);
}

BOOST_AUTO_TEST_CASE(the_same_id_at_its_version_with_other_content_is_an_error) {
  memory_store store;
  store.append("a", expected_version::any(), events_at("a", {1, 2})).value();
  const auto differs = [&](auto change) {
    event e = draft("a", 1, "e1");
    change(e);
    const auto refused = store.save_event(make_event(e));
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST((refused.error().code == store_errc::duplicate_event_id));
    BOOST_TEST(refused.error().message().find("e1") != std::string::npos);
  };
  differs([](event& e) { e.type = "Other"; });
  differs([](event& e) { e.data["x"] = 1; });
  differs([](event& e) { e.metadata["x"] = "y"; });
  differs([](event& e) { e.command_id = "c"; });
  differs([](event& e) { e.unknown["x"] = 1; });
}

BOOST_AUTO_TEST_CASE(another_id_at_a_version_that_is_taken_is_a_conflict) {
  memory_store store;
  store.append("a", expected_version::any(), events_at("a", {1, 2})).value();
  const auto refused = store.save_event(make_event(draft("a", 1, "e2")));
  BOOST_TEST(refused.error().is_conflict());
  BOOST_TEST(refused.error().current == 2);
}

BOOST_AUTO_TEST_CASE(several_events_stand_only_if_all_of_them_do) {
  memory_store store;
  store.append("a", expected_version::any(), events_at("a", {1, 2, 3})).value();
  const auto exact0 = expected_version::exact(0);
  BOOST_TEST(store.append("a", exact0, events_at("a", {1, 2})).value() == 2);
  BOOST_TEST(store.append("a", exact0, events_at("a", {2, 3})).value() == 3);
  BOOST_TEST(store.append("a", exact0, events_at("a", {3, 4})).error().is_conflict());

  std::vector<event_ptr> mixed = events_at("a", {1});
  event other = draft("a", 2, "e2");
  other.type = "Other";
  mixed.push_back(make_event(other));
  const auto refused = store.append("a", exact0, mixed);
  BOOST_TEST((refused.error().code == store_errc::duplicate_event_id));
  BOOST_TEST(refused.error().message().find("e2") != std::string::npos);
  BOOST_TEST(store.get_latest_version("a").value() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
