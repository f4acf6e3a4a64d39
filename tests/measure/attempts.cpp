// Where attempts went, who shared the commits, how many were retrying: each on a few numbers that
// can be added up by hand.
#include <boost/test/unit_test.hpp>

#include <contend/measure/attempts.hpp>
#include <contend/measure/level_series.hpp>
#include <contend/measure/sharing.hpp>

using namespace contend::measure;
using namespace std::chrono_literals;
using json = nlohmann::ordered_json;

BOOST_AUTO_TEST_SUITE(attempts)

BOOST_AUTO_TEST_CASE(they_are_counted_by_number_and_merged) {
  attempts_by_number one;
  one.at(1).committed = 5;
  one.at(2).conflicts = 2;
  attempts_by_number other;
  other.at(1).committed = 1;
  other.at(3).abandoned = 4;
  one.merge(other);
  BOOST_TEST(one.result() == json::parse(R"({"committed": [6, 0, 0], "conflicts": [0, 2, 0],
    "failed": [0, 0, 0], "refused": [0, 0, 0], "abandoned": [0, 0, 4]})"));
}

BOOST_AUTO_TEST_CASE(the_last_number_stands_for_all_beyond_and_zero_for_the_first) {
  attempts_by_number a;
  ++a.at(attempts_by_number::most).conflicts;
  ++a.at(1000).conflicts;
  ++a.at(0).refused;
  const json r = a.result();
  BOOST_TEST(r["conflicts"].size() == attempts_by_number::most);
  BOOST_TEST(r["conflicts"].back() == 2);
  BOOST_TEST(r["refused"][0] == 1);
}

BOOST_AUTO_TEST_CASE(where_nothing_was_attempted_there_is_nothing) {
  BOOST_TEST(attempts_by_number{}.result().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sharing)

BOOST_AUTO_TEST_CASE(equal_writers_have_a_straight_lorenz_curve) {
  tally t;
  t.commits_of_writer.assign(10, 7);
  const auto seen = observe_sharing(t);
  BOOST_TEST(seen.writers == 10U);
  for (std::size_t i = 0; i <= 32; ++i) {
    BOOST_TEST(seen.commits[i] == 7);
    BOOST_TEST(seen.lorenz[i] == static_cast<double>(i) / 32, boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(one_writer_with_everything_bends_it_to_the_corner) {
  tally t;
  t.commits_of_writer = {0, 0, 12, 0};
  const auto seen = observe_sharing(t);
  BOOST_TEST(seen.lorenz[24] == 0);
  BOOST_TEST(seen.lorenz[28] == 0.5);
  BOOST_TEST(seen.lorenz[32] == 1);
  BOOST_TEST(seen.commits[24] == 0);
  BOOST_TEST(seen.commits[25] == 12);
}

BOOST_AUTO_TEST_CASE(replications_are_averaged_and_those_without_commits_left_out) {
  tally even;
  even.commits_of_writer = {3, 3};
  tally uneven;
  uneven.commits_of_writer = {0, 4};
  tally idle;
  idle.commits_of_writer = {0, 0};
  sharing_summary all;
  for (const tally* t : {&even, &uneven, &idle}) all.add(observe_sharing(*t));
  const json r = all.result();
  BOOST_TEST(r["count"] == 2U);
  BOOST_TEST(r["commits"][16] == 1.5);
  BOOST_TEST(r["commits"][32] == 3.5);
  BOOST_TEST(r["lorenz"][16] == 0.25);
}

BOOST_AUTO_TEST_CASE(a_single_writer_shares_with_nobody) {
  tally t;
  t.commits_of_writer = {5};
  sharing_summary all;
  all.add(observe_sharing(t));
  BOOST_TEST(all.result().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(levels)

BOOST_AUTO_TEST_CASE(a_level_is_integrated_from_change_to_change) {
  level_series level;
  level.change(-1s, +2);  // during the warm-up
  level.change(250ms, -1);
  level.change(500ms, -1);
  level.change(750ms, +4);
  level.close(1s);
  BOOST_TEST(level.within(0s, 250ms) == 0.5);
  BOOST_TEST(level.within(250ms, 500ms) == 0.25);
  BOOST_TEST(level.within(500ms, 750ms) == 0);
  BOOST_TEST(level.within(750ms, 1s) == 1);
  BOOST_TEST(level.within(0s, 1s) == 1.75);
}

BOOST_AUTO_TEST_CASE(a_long_run_is_kept_in_longer_bins_without_losing_anything) {
  level_series level;
  level.change(0s, +3);
  level.close(4000s);
  BOOST_TEST(level.within(0s, 4000s) == 12000);
  BOOST_TEST(level.within(0s, 2048s) == 3 * 2048);
}

BOOST_AUTO_TEST_SUITE_END()
