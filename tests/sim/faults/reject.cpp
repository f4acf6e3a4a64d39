// The share of requests that a store refuses, found again in what writers were told.
#include <cmath>

#include "measured.hpp"

using namespace contend;
using namespace contend::sim;

BOOST_AUTO_TEST_SUITE(fault_reject)

BOOST_AUTO_TEST_CASE(its_share_of_the_appends_is_refused) {
  scenario_model model = calm();
  model.faults = {reject{.share = {0.3}}};
  const measure::tally t = run_under(model, patient());
  const double n = static_cast<double>(t.appends);
  const double share = static_cast<double>(t.store_rejects) / n;
  BOOST_TEST(std::abs(share - 0.3) < 4.5 * std::sqrt(0.3 * 0.7 / n));
  BOOST_TEST(t.unanswered == 0U);
  BOOST_TEST(t.give_ups == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_commits_where_all_is_refused) {
  scenario_model model = calm();
  model.faults = {reject{.share = {1.0}}};
  policy_model once = patient();
  once.limits.attempts = 1;
  const measure::tally t = run_under(model, once);
  BOOST_TEST(t.commits == 0U);
  BOOST_TEST(t.appends == 0U);  // each read is refused already
  BOOST_TEST(t.give_ups > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
