// The standings of a run under way, as lines of a terminal of any width, with and without UTF-8.
#include <boost/test/unit_test.hpp>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/reports/live_race.hpp>

using namespace contend;
using namespace contend::reports;

namespace {

live_race under_way(const char* metric) {
  return {.point = "writers = 10",
          .metric = measure::find_metric(metric),
          .lanes = {{"none", measure::estimate_of(20, 2, 9)},
                    {"full jitter", measure::estimate_of(40, 2, 9)},
                    {"not yet", {}}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(live_races)

BOOST_AUTO_TEST_CASE(the_best_comes_first_with_a_bar_as_long_as_its_value) {
  const auto lines = race_lines(under_way("goodput"), {.width = 60, .utf8 = false});
  BOOST_TEST_REQUIRE(lines.size() == 3U);
  BOOST_TEST(lines[0] == "writers = 10: goodput so far, more is better");
  BOOST_TEST(lines[1] == "full jitter  40 +-2/s  " + std::string(30, '='));
  BOOST_TEST(lines[2] == "none         20 +-2/s  " + std::string(15, '='));
}

BOOST_AUTO_TEST_CASE(of_what_is_to_be_low_the_lowest_comes_first) {
  const auto lines = race_lines(under_way("makespan"), {.width = 60});
  BOOST_TEST(lines[0].ends_with("less is better"));
  BOOST_TEST(lines[1].starts_with("none "));
  BOOST_TEST((lines[1].find("±") != std::string::npos));
  BOOST_TEST((lines[1].find("█") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal) {
  for (std::size_t width = 10; width < 100; ++width)
    for (const bool utf8 : {false, true})
      for (const auto& line : race_lines(under_way("goodput"), {.width = width, .utf8 = utf8}))
        BOOST_TEST(detail::display_width(line) <= width);
}

BOOST_AUTO_TEST_CASE(before_anybody_has_a_value_there_is_nothing) {
  live_race none_yet = under_way("goodput");
  none_yet.lanes.resize(3);
  for (auto& lane : none_yet.lanes) lane.so_far = {};
  BOOST_TEST(race_lines(none_yet, {}).empty());
  BOOST_TEST(race_lines({}, {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
