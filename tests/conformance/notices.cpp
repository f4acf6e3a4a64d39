// Notices around every store: each saved event is told, after it was saved and only then.
#include <conformance/stores.hpp>
#include <store/events.hpp>

#include <contend/store/bus/memory_bus.hpp>
#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/noticing_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

/// A store, and everyone who is told of its saves.
struct told_of {
  explicit told_of(event_store& behind)
      : store{behind, {.bus = &bus, .name_space = "suite", .watch = &watch}} {}

  /// The versions told since the last call; checks that they are stored by now.
  std::vector<version> heard(event_store& behind) {
    std::vector<version> told;
    while (const auto d = on_bus.try_next()) {
      const event_stored notice = as_event_stored(*d->event).value();
      const auto stored =
          behind.get_events(notice.actor_id, {.from = notice.version, .to = notice.version});
      BOOST_TEST_REQUIRE(stored.value().size() == 1U);
      BOOST_TEST((notice == notice_of(*stored->front())));
      told.push_back(notice.version);
    }
    return told;
  }

  memory_bus bus{};
  version_cache versions{};
  commit_watch watch{versions};
  subscription on_bus{bus.subscribe("suite", {.types = {std::string{event_stored_type}}}).value()};
  noticing_store store;
};

void equal(const std::vector<version>& a, const std::vector<version>& b) {
  BOOST_TEST(a == b, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notices)

CONTEND_EVERY_STORE(each_event_of_a_save_is_told_in_order) {
  told_of all{store};
  all.store.append("a", expected_version::no_stream(), events_at("a", {1, 2, 5})).value();
  all.store.save_event(event_at("a", 9)).value();
  equal(all.heard(store), {1, 2, 5, 9});
  BOOST_TEST(all.versions.read("a").value() == 9);
}

CONTEND_EVERY_STORE(a_refused_save_is_not_told) {
  told_of all{store};
  store.append("a", expected_version::no_stream(), events_at("a", {1, 2})).value();
  BOOST_TEST(!all.store.append("a", expected_version::exact(1), events_at("a", {3})));
  BOOST_TEST(!all.store.save_event(make_event(draft("a", 2, "other"))));
  BOOST_TEST(!all.store.save_event(make_event(draft("a", 0, "invalid"))));
  event changed = draft("a", 2, "e2");
  changed.type = "Other";
  BOOST_TEST(!all.store.save_event(make_event(changed)));
  equal(all.heard(store), {});
  BOOST_TEST(!all.versions.read("a").has_value());
}

CONTEND_EVERY_STORE(a_save_ends_the_wait_for_a_commit_and_a_refused_one_does_not) {
  told_of all{store};
  version seen = 0;
  const auto place = all.watch.on_commit("a", 0, [&](version v) { seen = v; });
  BOOST_TEST(!all.store.append("a", expected_version::stream_exists(), events_at("a", {1})));
  BOOST_TEST(seen == 0);
  all.store.append("a", expected_version::no_stream(), events_at("a", {3})).value();
  BOOST_TEST(seen == 3);
}

CONTEND_EVERY_STORE(a_save_that_stands_already_is_told_again_and_never_lowers_the_cache) {
  told_of all{store};
  all.store.append("a", expected_version::no_stream(), events_at("a", {1, 2, 3})).value();
  equal(all.heard(store), {1, 2, 3});
  all.store.save_event(event_at("a", 2)).value();
  equal(all.heard(store), {2});
  BOOST_TEST(all.versions.read("a").value() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
