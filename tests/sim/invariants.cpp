// Each invariant is shown a store in which it is broken, and one in which it holds.
#include <boost/test/unit_test.hpp>

#include <contend/sim/invariants.hpp>
#include <contend/store/memory/memory_store.hpp>

using namespace contend;
using namespace contend::sim;

namespace {

void put(event_store& store, const std::string& id, version at) {
  BOOST_REQUIRE(
      store.save_event(make_event({.id = id, .type = "T", .actor_id = "a0", .version = at})));
}

invariants after(event_store& store, const totals& counted, std::uint64_t open = 0) {
  invariants found;
  found.finish(store, workload_model{}, counted, open);
  return found;
}

bool broken(const invariants& found, invariant i) { return !found.violation(i).empty(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(the_invariants)

BOOST_AUTO_TEST_CASE(hold_where_every_operation_is_stored_once) {
  memory_store store;
  put(store, "0.0.1.0", 1);
  put(store, "1.0.2.0", 2);
  put(store, "0.1.1.0", 3);
  BOOST_TEST(
      after(store, {.appends = 4, .stored = 3, .stored_operations = 3, .conflicts = 1}).all_held());
}

BOOST_AUTO_TEST_CASE(see_an_operation_that_is_stored_twice) {
  memory_store store;
  put(store, "7.3.1.0", 1);
  put(store, "1.0.1.0", 2);
  put(store, "7.3.2.0", 3);
  const invariants found = after(store, {.appends = 3, .stored = 3, .stored_operations = 3});
  BOOST_TEST(broken(found, invariant::nothing_twice));
  BOOST_TEST(found.violation(invariant::nothing_twice).find("operation 3 of writer 7") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(see_a_gap_in_a_chain) {
  memory_store store;
  put(store, "0.0.1.0", 1);
  put(store, "1.0.1.0", 3);
  BOOST_TEST(broken(after(store, {.appends = 2, .stored = 2, .stored_operations = 2}),
                    invariant::unbroken_chains));
}

BOOST_AUTO_TEST_CASE(see_appends_that_do_not_add_up) {
  memory_store store;
  put(store, "0.0.1.0", 1);
  BOOST_TEST(broken(after(store, {.appends = 2, .stored = 2, .stored_operations = 2}),
                    invariant::appends_add_up));
  BOOST_TEST(broken(after(store, {.appends = 3, .stored = 1, .stored_operations = 1}),
                    invariant::appends_add_up));
  BOOST_TEST(
      broken(after(store, {.appends = 1, .stored = 1, .stored_operations = 1, .conflicts = 1}),
             invariant::appends_add_up));
  BOOST_TEST(after(store, {.appends = 3, .stored = 1, .stored_operations = 1}, 2).all_held());
}

BOOST_AUTO_TEST_CASE(see_an_update_that_was_told_committed_and_is_not_there) {
  memory_store store;
  const any_policy policy;
  flight f{policy, random_key{1}};
  f.writer = 4;
  f.op.resume(started({}));
  f.op.resume(read_at(0));
  f.op.resume(decided());
  f.op.resume(stored_at(1));
  invariants found;
  found.committed(store, f, 1, 1, 1);
  BOOST_TEST(broken(found, invariant::no_lost_updates));

  put(store, "4.0.1.0", 1);
  invariants good;
  good.committed(store, f, 1, 1, 1);
  BOOST_TEST(good.all_held());
  good.merge(found);
  BOOST_TEST(broken(good, invariant::no_lost_updates));
}

BOOST_AUTO_TEST_SUITE_END()
