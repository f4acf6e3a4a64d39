// Nothing that goes into a store or comes out of it can change what is stored: shown by what does
// not compile, and by changing everything a caller can still lay hands on.
#include <store/events.hpp>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::test;

namespace {

template <class T>
constexpr bool seals = std::is_constructible_v<event_ptr, T>;

template <class Pointer>
constexpr bool writes = requires(Pointer p) {
  p->version = 2;
}
|| requires(Pointer p) { *p = event{}; };

// An event_ptr comes from make_event() alone, so that nobody holds a pointer that writes to its
// event.
static_assert(!seals<event*> && !seals<const event*> && !seals<event> && !seals<event&>);
static_assert(!seals<std::shared_ptr<event>> && !seals<std::shared_ptr<const event>>);
static_assert(!seals<std::unique_ptr<event>>);
// What comes out is read, never written.
static_assert(!writes<event_ptr> &&
              !writes<decltype(*std::declval<std::vector<event_ptr>>().begin())>);
static_assert(std::is_same_v<decltype(*std::declval<event_ptr>()), const event&>);
static_assert(std::is_same_v<decltype(std::declval<event_ptr>().get()), const event*>);
// A draft has no way to reach into its event.
template <class Draft>
constexpr bool reaches = requires(Draft d) {
  *d;
}
|| requires(Draft d) { d.operator->(); }
|| requires(Draft d) { d.get(); };
static_assert(!reaches<event_draft&>);
// The port has nothing that updates or deletes.
template <class Store>
constexpr bool changes = requires(Store s) {
  s.update_event(event_ptr{});
}
|| requires(Store s) { s.delete_event("a", 1); }
|| requires(Store s) { s.erase("a"); }
|| requires(Store s) { s.clear(); };
static_assert(!changes<event_store&> && !changes<memory_store&>);
static_assert(!std::is_copy_constructible_v<memory_store> &&
              !std::is_move_assignable_v<memory_store>);

event full() {
  event e = draft("a", 1, "e1");
  e.command_id = "c1";
  e.data = {{"nested", {{"amount", 5}}}};
  e.metadata = {{"user", "u"}};
  return e;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(immutability)

BOOST_AUTO_TEST_CASE(changing_the_event_that_was_handed_in_changes_nothing_stored) {
  memory_store store;
  event mine = full();
  store.save_event(make_event(mine)).value();
  mine.type = "Forged";
  mine.data["nested"]["amount"] = 1'000'000;
  mine.metadata.clear();
  mine.version = 99;
  BOOST_TEST((*store.get_events("a").value().front() == full()));
}

BOOST_AUTO_TEST_CASE(reusing_an_event_that_was_moved_in_changes_nothing_stored) {
  memory_store store;
  event mine = full();
  store.save_event(make_event(std::move(mine))).value();
  mine = draft("a", 1, "forged");  // NOLINT: the use after the move is the point
  BOOST_TEST((*store.get_events("a").value().front() == full()));
}

BOOST_AUTO_TEST_CASE(changing_the_batch_that_was_handed_in_changes_nothing_stored) {
  memory_store store;
  std::vector<event_ptr> batch = events_at("a", {1, 2});
  store.append("a", expected_version::no_stream(), batch).value();
  batch[0] = event_at("a", 7);
  batch.pop_back();
  BOOST_TEST(versions_of(store.get_events("a").value()) == (std::vector<version>{1, 2}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(changing_the_list_that_was_handed_out_changes_nothing_stored) {
  memory_store store;
  store.append("a", expected_version::no_stream(), events_at("a", {1, 2})).value();
  auto events = store.get_events("a").value();
  events[0] = make_event(draft("a", 1, "forged"));
  events.clear();
  BOOST_TEST(store.get_events("a").value().front()->id == "e1");
}

BOOST_AUTO_TEST_CASE(recycling_an_event_that_a_store_holds_changes_nothing_stored) {
  memory_store store;
  event_ptr mine = make_event(full());
  store.save_event(mine).value();
  const event_ptr other = event_draft::recycle(std::move(mine)).id("forged").type("Forged").seal();
  BOOST_TEST((*store.get_events("a").value().front() == full()));
  BOOST_TEST(other->id == "forged");
}

BOOST_AUTO_TEST_CASE(an_event_that_nobody_else_holds_is_recycled_empty_in_its_memory) {
  event_ptr refused = make_event(full());
  const event* const memory = refused.get();
  const event_ptr next = event_draft::recycle(std::move(refused)).seal();
  BOOST_TEST(next.get() == memory);
  BOOST_TEST((*next == event{}));
  BOOST_TEST((*event_draft::recycle(nullptr).seal() == event{}));
}

BOOST_AUTO_TEST_CASE(events_are_shared_not_copied) {
  memory_store store;
  const event_ptr mine = event_at("a", 1);
  store.save_event(mine).value();
  BOOST_TEST((store.get_events("a").value().front() == mine));
}

BOOST_AUTO_TEST_CASE(an_event_outlives_the_store_that_gave_it) {
  event_ptr kept;
  {
    memory_store store;
    store.save_event(make_event(full())).value();
    kept = store.get_events("a").value().front();
  }
  BOOST_TEST((*kept == full()));
}

BOOST_AUTO_TEST_SUITE_END()
