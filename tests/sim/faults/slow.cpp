// The store's service times with and without the fault.
#include "measured.hpp"

using namespace contend;
using namespace contend::sim;

BOOST_AUTO_TEST_SUITE(fault_slow)

BOOST_AUTO_TEST_CASE(service_takes_the_factor_as_long_while_it_lasts) {
  // One writer alone: 20 ms of hops and 0.2 ms of service, or 20 ms of service.
  scenario_model model = calm();
  model.workload.writers = 1;
  model.workload.arrivals = closed{.think = duration{0s}};
  const measure::tally fast = run_under(model, patient());
  model.faults = {slow{.factor = 100}};
  const measure::tally slowed = run_under(model, patient());
  BOOST_TEST((fast.latency.max() == 20200us));
  BOOST_TEST((slowed.latency.max() == 40ms));
  BOOST_TEST((slowed.latency.min() == 40ms));

  model.faults = {slow{.factor = 100, .from = 10s, .length = 10s}};
  const measure::tally both = run_under(model, patient());
  BOOST_TEST((both.latency.min() == 20200us));
  BOOST_TEST((both.latency.max() == 40ms));
}

BOOST_AUTO_TEST_CASE(slower_than_writers_wait_it_answers_nobody) {
  scenario_model model = calm();
  model.workload.writers = 1;
  model.faults = {slow{.factor = 10'000}};  // a second, where writers wait 200 ms
  const measure::tally t = run_under(model, patient());
  BOOST_TEST(t.commits == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
