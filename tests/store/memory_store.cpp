// The in-memory store is held against the port's promises, one sentence a test.
#include <algorithm>
#include <iterator>
#include <limits>
#include <store/events.hpp>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <contend/policies/random.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

struct filled {
  /// Versions 1, 2, 5, 9 of actor "a".
  memory_store store{};
  filled() {
    store.append("a", expected_version::no_stream(), events_at("a", {1, 2, 5, 9})).value();
  }

  std::vector<version> read(event_range range) {
    return versions_of(store.get_events("a", range).value());
  }
};

const std::vector<version> nothing{};

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_stores)

BOOST_AUTO_TEST_CASE(an_unknown_actor_has_version_0_and_no_events) {
  memory_store store;
  BOOST_TEST(store.get_latest_version("nobody").value() == 0);
  BOOST_TEST(store.get_events("nobody").value().empty());
}

BOOST_AUTO_TEST_CASE(what_is_saved_is_read_back_whole) {
  memory_store store;
  event e = draft("a", 1, "e1");
  e.command_id = "c1";
  e.data = {{"amount", std::numeric_limits<std::int64_t>::min()}};
  e.metadata = {{"correlation", "x"}};
  e.timestamp = timestamp{std::chrono::nanoseconds{1}};
  BOOST_TEST(store.save_event(make_event(e)).value() == 1);
  const auto events = store.get_events("a").value();
  BOOST_REQUIRE(events.size() == 1U);
  BOOST_TEST((*events.front() == e));
}

BOOST_AUTO_TEST_CASE(a_saved_version_must_be_greater_than_the_latest) {
  filled f;
  for (const version v : {3, 8, 9}) {
    const auto refused = f.store.save_event(make_event(draft("a", v, "new")));
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().is_conflict());
    BOOST_TEST(refused.error().actor == "a");
    BOOST_TEST(refused.error().attempted == v);
    BOOST_TEST(refused.error().current == 9);
  }
  BOOST_TEST(f.store.save_event(make_event(draft("a", 10, "new"))).value() == 10);
  BOOST_TEST(f.store.save_event(make_event(draft("a", 1000, "newer"))).value() == 1000);
}

BOOST_AUTO_TEST_CASE(an_exact_append_stands_on_that_version_only) {
  filled f;
  const std::vector<event_ptr> next{make_event(draft("a", 10, "new"))};
  for (const version v : {0, 5, 8, 10}) {
    const auto refused = f.store.append("a", expected_version::exact(v), next);
    BOOST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().attempted == 10);
    BOOST_TEST(refused.error().current == 9);
  }
  BOOST_TEST(f.store.append("a", expected_version::exact(9), next).value() == 10);
}

BOOST_AUTO_TEST_CASE(an_exact_append_may_leave_a_gap_but_never_go_back) {
  filled f;
  const auto back = f.store.append("a", expected_version::exact(9), events_at("a", {7}));
  BOOST_TEST(back.error().is_conflict());
  BOOST_TEST(f.store.append("a", expected_version::exact(9), events_at("a", {20})).value() == 20);
}

BOOST_AUTO_TEST_CASE(no_stream_wants_none_and_stream_exists_wants_one) {
  filled f;
  const auto first = events_at("b", {1});
  BOOST_TEST(f.store.append("a", expected_version::no_stream(), events_at("a", {10})).has_error());
  BOOST_TEST(f.store.append("b", expected_version::stream_exists(), first).error().current == 0);
  BOOST_TEST(f.store.get_events("b").value().empty());
  BOOST_TEST(f.store.append("b", expected_version::no_stream(), first).value() == 1);
  BOOST_TEST(f.store.append("b", expected_version::stream_exists(), events_at("b", {2})).value() ==
             2);
}

BOOST_AUTO_TEST_CASE(several_events_are_stored_all_or_none) {
  filled f;
  BOOST_TEST(f.store.append("a", expected_version::any(), events_at("a", {9, 10, 11})).has_error());
  BOOST_TEST(
      f.store.append("a", expected_version::any(), events_at("a", {10, 12, 12})).has_error());
  BOOST_TEST(f.store.get_latest_version("a").value() == 9);
  BOOST_TEST(
      f.store.append("a", expected_version::exact(9), events_at("a", {10, 12, 13})).value() == 13);
  BOOST_TEST(f.read({.from = 9}) == (std::vector<version>{9, 10, 12, 13}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ranges_include_both_ends_and_pass_over_gaps) {
  filled f;
  const auto equal = [](const std::vector<version>& a, const std::vector<version>& b) {
    BOOST_TEST(a == b, boost::test_tools::per_element());
  };
  equal(f.read({}), {1, 2, 5, 9});
  equal(f.read({.from = 2}), {2, 5, 9});
  equal(f.read({.from = 3}), {5, 9});
  equal(f.read({.from = 9}), {9});
  equal(f.read({.from = 10}), nothing);
  equal(f.read({.to = 0}), nothing);
  equal(f.read({.to = 4}), {1, 2});
  equal(f.read({.from = 2, .to = 5}), {2, 5});
  equal(f.read({.from = 3, .to = 4}), nothing);
  equal(f.read({.from = 6, .to = 5}), nothing);
  equal(f.read({.from = std::numeric_limits<version>::min()}), {1, 2, 5, 9});
  equal(f.read({.from = std::numeric_limits<version>::max()}), nothing);
}

BOOST_AUTO_TEST_CASE(a_limit_counts_from_the_end_that_is_read_first) {
  filled f;
  const auto equal = [](const std::vector<version>& a, const std::vector<version>& b) {
    BOOST_TEST(a == b, boost::test_tools::per_element());
  };
  equal(f.read({.limit = 2}), {1, 2});
  equal(f.read({.from = 2, .limit = 1}), {2});
  equal(f.read({.limit = 0}), nothing);
  equal(f.read({.backwards = true}), {9, 5, 2, 1});
  equal(f.read({.limit = 2, .backwards = true}), {9, 5});
  equal(f.read({.to = 6, .limit = 2, .backwards = true}), {5, 2});
}

BOOST_AUTO_TEST_CASE(every_range_of_a_stream_with_gaps_is_what_a_plain_filter_finds) {
  memory_store store;
  std::vector<version> all;
  random_source random{random_key{1}};
  for (version v = 0; all.size() < 40;) all.push_back(v += random.uniform(1, 3));
  store.append("a", expected_version::no_stream(), events_at("a", all)).value();
  for (version from = -1; from <= all.back() + 2; ++from)
    for (version to = -1; to <= all.back() + 2; ++to) {
      std::vector<version> expected;
      std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                   [&](version v) { return from <= v && v <= to; });
      BOOST_REQUIRE(
          (versions_of(store.get_events("a", {.from = from, .to = to}).value()) == expected));
    }
}

BOOST_AUTO_TEST_CASE(actors_do_not_meet_whatever_their_names_and_the_shards) {
  for (const std::size_t shards : {0U, 1U, 3U, 64U}) {
    memory_store store{{.shards = shards}};
    const std::vector<std::string> awkward = {" ",
                                              ".",
                                              "*",
                                              ">",
                                              "_",
                                              "=",
                                              "a.b",
                                              "a_b",
                                              std::string("a\0b", 3),
                                              "ä",
                                              std::string(1024, 'x'),
                                              std::string(1023, 'x')};
    for (const std::string& actor : awkward)
      BOOST_TEST(
          store.save_event(make_event(draft(actor, 1, "of " + actor.substr(0, 9)))).value() == 1);
    for (int i = 0; i < 10'000; ++i)
      BOOST_REQUIRE(store.save_event(event_at("actor-" + std::to_string(i), i + 1)).has_value());
    for (const std::string& actor : awkward)
      BOOST_TEST(store.get_events(actor).value().front()->id == "of " + actor.substr(0, 9));
    for (int i = 0; i < 10'000; ++i)
      BOOST_REQUIRE(store.get_latest_version("actor-" + std::to_string(i)).value() == i + 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
