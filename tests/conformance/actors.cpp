// Actors and namespaces never meet, whatever their names and however many they are.
#include <conformance/stores.hpp>
#include <store/events.hpp>

#include <fmt/format.h>

using namespace contend;
using namespace contend::test;

namespace {

const std::vector<std::string>& awkward() {
  static const std::vector<std::string> names = {" ",
                                                 "  ",
                                                 "\t",
                                                 "\n",
                                                 ".",
                                                 "..",
                                                 "*",
                                                 ">",
                                                 "_",
                                                 "=",
                                                 "=20",
                                                 "a b",
                                                 "a.b",
                                                 "a_b",
                                                 "a=b",
                                                 "a*",
                                                 "a>",
                                                 "A",
                                                 "a",
                                                 "%",
                                                 "'",
                                                 "\"",
                                                 "a;drop",
                                                 std::string("a\0b", 3),
                                                 "a\r\nb",
                                                 "/",
                                                 "$SYS",
                                                 "ä",
                                                 "a\xCC\x88",
                                                 "日本",
                                                 "😀",
                                                 std::string(1024, 'x'),
                                                 std::string(1023, 'x'),
                                                 std::string(1023, '.') + "x"};
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(actors)

CONTEND_EVERY_STORE(awkward_names_are_names_like_any_other_and_none_is_another) {
  for (const std::string& actor : awkward()) {
    BOOST_TEST_CONTEXT(actor) {
      BOOST_TEST(store.get_latest_version(actor).value() == 0);
      const event_ptr e = make_event(draft(actor, 1, "of " + actor.substr(0, 9)));
      BOOST_TEST(store.append(actor, expected_version::no_stream(), {&e, 1}).value() == 1);
      store.save_snapshot({.actor_id = actor, .version = 1, .state = actor}).value();
    }
  }
  for (const std::string& actor : awkward()) {
    BOOST_TEST_CONTEXT(actor) {
      const auto events = store.get_events(actor).value();
      BOOST_REQUIRE(events.size() == 1U);
      BOOST_TEST(events.front()->actor_id == actor);
      BOOST_TEST(events.front()->id == "of " + actor.substr(0, 9));
      BOOST_TEST(store.get_latest_snapshot(actor).value().latest->state == actor);
    }
  }
}

CONTEND_EVERY_STORE(an_actor_that_cannot_be_is_not_found) {
  BOOST_TEST(store.get_latest_version("").value() == 0);
  BOOST_TEST(store.get_events(std::string(5000, 'x')).value().empty());
}

CONTEND_EVERY_STORE(namespaces_never_see_each_other) {
  std::vector<std::unique_ptr<event_store>> others;
  const std::vector<std::string> names = {"a", "A", "a.b", "a_b", "*", ">", " ", "tést"};
  for (const std::string& name : names) {
    others.push_back(home.open(name));
    const event_ptr e = make_event(draft("x", 1, "of " + name));
    BOOST_TEST(others.back()->append("x", expected_version::no_stream(), {&e, 1}).value() == 1);
    others.back()->save_snapshot({.actor_id = "x", .version = 1, .state = name}).value();
  }
  BOOST_TEST(store.get_latest_version("x").value() == 0);
  BOOST_TEST(!store.get_latest_snapshot("x").value().latest);
  for (std::size_t i = 0; i < names.size(); ++i) {
    BOOST_TEST(others[i]->get_events("x").value().front()->id == "of " + names[i]);
    BOOST_TEST(others[i]->get_latest_snapshot("x").value().latest->state == names[i]);
  }
}

CONTEND_EVERY_STORE(two_objects_of_one_namespace_see_the_same) {
  if (!home.shares()) return;
  const auto other = home.open("test");
  store.save_event(event_at("a", 1)).value();
  BOOST_TEST(other->get_latest_version("a").value() == 1);
  BOOST_TEST(other->append("a", expected_version::exact(0), {{make_event(draft("a", 1, "x"))}})
                 .error()
                 .is_conflict());
  other->save_event(event_at("a", 2)).value();
  BOOST_TEST(store.get_events("a").value().size() == 2U);
}

CONTEND_EVERY_STORE(ten_thousand_actors_each_have_their_own_version) {
  for (int i = 0; i < 10'000; ++i)
    BOOST_REQUIRE(store.save_event(event_at(fmt::format("actor-{}", i), i + 1)).has_value());
  for (int i = 0; i < 10'000; ++i)
    BOOST_REQUIRE(store.get_latest_version(fmt::format("actor-{}", i)).value() == i + 1);
}

BOOST_AUTO_TEST_SUITE_END()
