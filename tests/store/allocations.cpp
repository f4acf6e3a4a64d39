// What must not allocate: this executable counts every call of operator new.
#include <cstdlib>
#include <new>
#include <store/events.hpp>

#include <boost/test/unit_test.hpp>

#include "support/counting_new.hpp"
#include <contend/policies/backoffs/jitter.hpp>
#include <contend/store/drivers/blocking.hpp>
#include <contend/store/memory/memory_store.hpp>
#include <contend/store/testing/manual_clock.hpp>

using namespace contend;
using namespace contend::test;

BOOST_AUTO_TEST_SUITE(allocations_counted)

BOOST_AUTO_TEST_CASE(the_count_sees_an_allocation) {
  const std::size_t before = allocations();
  const event_ptr e = event_at("a", 1);
  BOOST_TEST(allocations() > before);
}

BOOST_AUTO_TEST_CASE(a_refused_append_and_a_look_at_the_version_allocate_nothing) {
  memory_store store;
  for (version v = 1; v <= 100; ++v) store.save_event(event_at("a", v)).value();
  const event_ptr mine = make_event(draft("a", 50, "mine"));
  const std::size_t before = allocations();
  bool refused = true;
  version latest = 0;
  for (int i = 0; i < 100; ++i) {
    const auto answer = store.append("a", expected_version::exact(49), {&mine, 1});
    refused = refused && answer.has_error() && answer.error().is_conflict();
    latest = store.get_latest_version("a").value();
  }
  const std::size_t after = allocations();
  BOOST_TEST(refused);
  BOOST_TEST(latest == 100);
  BOOST_TEST(after == before);
}

BOOST_AUTO_TEST_CASE(an_append_allocates_for_the_growth_of_its_stream_only) {
  memory_store store;
  std::vector<event_ptr> events;
  for (version v = 1; v <= 1024; ++v) events.push_back(event_at("a", v));
  store.append("a", expected_version::no_stream(), {events.data(), 1}).value();
  const std::size_t before = allocations();
  for (std::size_t i = 1; i < events.size(); ++i) store.save_event(events[i]).value();
  BOOST_TEST(allocations() - before == 10U);  // doubled from 1 to 1024
}

BOOST_AUTO_TEST_CASE(the_driver_allocates_nothing_in_a_run_with_conflicts) {
  struct stubborn_io {
    version current = 0;
    answer read(version) const { return read_at(current); }
    answer decide(version) const { return decided(); }
    answer append(version at) {
      if (++current % 5 == 0) return stored_at(at + 1);
      return append_failed(outcome::conflict, current);
    }
    answer resolve(version at) { return append(at); }
  };
  const policy<jitter> p{.limits = {.attempts = 10, .deadline = std::chrono::minutes{1}}};
  stubborn_io io;
  testing::manual_clock clock;
  const std::size_t before = allocations();
  operation op{p, random_key{1}};
  const bool committed = run_blocking(op, io, clock).committed();
  const std::size_t after = allocations();
  BOOST_TEST(committed);
  BOOST_TEST(op.result().attempts == 5U);
  BOOST_TEST(after == before);
}

BOOST_AUTO_TEST_SUITE_END()
