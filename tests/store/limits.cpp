// Every rule for input is broken once: the answer must be invalid_event, say which, and change
// nothing.
#include <limits>
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>

#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

void refused_for(std::string_view actor, const std::vector<event_ptr>& events,
                 std::string_view why) {
  memory_store store;
  const auto refused = store.append(actor, expected_version::any(), events);
  BOOST_REQUIRE_MESSAGE(refused.has_error(), why);
  BOOST_TEST((refused.error().code == store_errc::invalid_event));
  BOOST_TEST(refused.error().detail == why);
  BOOST_TEST(store.get_latest_version(actor).value() == 0);
}

/// Appends one good event of "a" after `change`.
void refused_after(auto change, std::string_view why) {
  event e = draft("a", 1, "e1");
  change(e);
  refused_for("a", {make_event(e)}, why);
}

const std::string too_long(1025, 'x');
constexpr std::string_view length = " has 1025 bytes, at most 1024 are allowed";

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_of_input)

BOOST_AUTO_TEST_CASE(an_actor_needs_an_id_of_1_to_1024_bytes) {
  refused_for("", {event_at("", 1)}, "the actor id is empty");
  refused_for(too_long, {event_at(too_long, 1)}, "the actor id" + std::string{length});
}

BOOST_AUTO_TEST_CASE(an_event_needs_names_that_are_neither_empty_nor_too_long) {
  refused_after([](event& e) { e.id.clear(); }, "event 1 of 1: its id is empty");
  refused_after([](event& e) { e.type.clear(); }, "event 1 of 1: its type is empty");
  refused_after([](event& e) { e.command_id = ""; }, "event 1 of 1: its command id is empty");
  refused_after([](event& e) { e.id = too_long; }, "event 1 of 1: its id" + std::string{length});
  refused_after([](event& e) { e.type = too_long; },
                "event 1 of 1: its type" + std::string{length});
}

BOOST_AUTO_TEST_CASE(an_event_must_be_of_the_actor_it_is_appended_to) {
  refused_for("a", {event_at("b", 1)}, "event 1 of 1: it is of actor \"b\"");
}

BOOST_AUTO_TEST_CASE(data_must_be_an_object) {
  refused_after([](event& e) { e.data = nlohmann::json::array(); },
                "event 1 of 1: its data is a JSON array, and must be an object");
  refused_after([](event& e) { e.data = nullptr; },
                "event 1 of 1: its data is a JSON null, and must be an object");
}

BOOST_AUTO_TEST_CASE(what_json_cannot_say_is_refused) {
  refused_after([](event& e) { e.data["x"] = std::numeric_limits<double>::quiet_NaN(); },
                "event 1 of 1: data/x: NaN is no JSON number");
  refused_after([](event& e) { e.data["x"] = "\xFF"; },
                "event 1 of 1: data/x: byte 0 is not UTF-8");
  refused_after([](event& e) { e.unknown = 5; },
                "event 1 of 1: what it has of unknown members is a JSON number, and must be an "
                "object or null");
}

BOOST_AUTO_TEST_CASE(versions_start_at_1_and_leave_room_for_a_next_one) {
  refused_after([](event& e) { e.version = 0; },
                "event 1 of 1: its version is 0, and must be above 0");
  refused_after([](event& e) { e.version = -5; },
                "event 1 of 1: its version is -5, and must be above 0");
  refused_after([](event& e) { e.version = max_version + 1; },
                "event 1 of 1: its version is 9223372036854775807, above the highest, "
                "9223372036854775806");
  memory_store store;
  BOOST_TEST(store.save_event(event_at("a", max_version)).value() == max_version);
  BOOST_TEST(store.get_events("a", {.from = max_version}).value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_append_needs_events) {
  refused_for("a", {}, "no event is given, and an append needs at least one");
  refused_for("a", {event_at("a", 1), nullptr}, "event 2 of 2: it is null");
  memory_store store;
  BOOST_TEST((store.save_event(nullptr).error().code == store_errc::invalid_event));
}

BOOST_AUTO_TEST_CASE(several_events_rise_and_have_ids_of_their_own) {
  refused_for("a", events_at("a", {1, 3, 3}),
              "event 3 of 3: its version is 3, and must be above 3");
  refused_for("a",
              {make_event(draft("a", 1, "x")), event_at("a", 2), make_event(draft("a", 3, "x"))},
              "two events have the id \"x\"");
}

BOOST_AUTO_TEST_SUITE_END()
