// Sparklines, the Pareto front, and how a terminal shows both.
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/reports/detail/pareto.hpp>
#include <contend/reports/detail/sparkline.hpp>
#include <contend/reports/render.hpp>

using namespace contend;
using namespace contend::reports;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "b" is beaten by "a" in both, "c" is cheaper than anybody.
measure::result three() {
  auto r = test::one_point({test::policy("a", {{"goodput", 40}, {"appends_per_commit", 4}}),
                            test::policy("b", {{"goodput", 30}, {"appends_per_commit", 5}}),
                            test::policy("c", {{"goodput", 20}, {"appends_per_commit", 1}})});
  for (measure::policy_result& p : r.points[0].policies) {
    p.metrics.push_back({"conflict_rate", {.mean = 0.5}});
    p.series["conflict_rate"] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, nullptr};
  }
  return r;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(curves_and_marks)

BOOST_AUTO_TEST_CASE(a_sparkline_goes_from_nothing_to_the_top) {
  const std::vector<double> up{0, 1, 2, 3, 4, 5, 6, 7, 8};
  BOOST_TEST(detail::sparkline(up, 8, 9, true) == "▁▂▃▄▅▆▇██");
  BOOST_TEST(detail::sparkline(up, 8, 9, false) == "_.:-=+*##");
  BOOST_TEST(detail::sparkline(up, 8, 3, false) == ".=#");  // means of three
  BOOST_TEST(detail::sparkline({}, 8, 3, false) == "");
  BOOST_TEST(detail::sparkline(std::vector{1.0, std::nan("")}, 0, 8, false) == "_ ");
}

BOOST_AUTO_TEST_CASE(the_front_is_whoever_nobody_beats_in_both) {
  const measure::point p = three().points[0];
  const auto of = detail::trade_off_of(p);
  BOOST_TEST(of.gain->name == "goodput");
  BOOST_TEST((detail::pareto_front(p, of) == std::vector<std::size_t>{0, 2}));
  const measure::point drained = test::burst({}, 1);
  const auto of_drained = detail::trade_off_of(drained);
  BOOST_TEST(of_drained.gain->name == "makespan");
  BOOST_TEST((detail::pareto_front(drained, of_drained) == std::vector<std::size_t>{1, 2}));
}

BOOST_AUTO_TEST_CASE(a_terminal_shows_both_and_says_what_they_are) {
  const std::string text = render_terminal(three(), {.width = 100});
  BOOST_TEST(has(text, "\na ◇ "));
  BOOST_TEST(has(text, "\nb   "));
  BOOST_TEST(has(text, "\nc ◇ "));
  BOOST_TEST(has(text, " over time"));
  BOOST_TEST(has(text, "▁▂▃▅▆▇█"));
  BOOST_TEST(
      has(text, "\n◇ Pareto front: nobody is better in goodput or appends_per_commit at no cost"));
  BOOST_TEST(has(text, "\nover time: conflict_rate, at most 60 %\n"));
}

BOOST_AUTO_TEST_CASE(without_utf8_they_are_ascii) {
  const std::string text = render_terminal(three(), {.width = 100, .utf8 = false});
  BOOST_TEST(has(text, "\na o "));
  BOOST_TEST(has(text, "_.:=+*#"));
  BOOST_TEST(!has(text, "◇"));
}

BOOST_AUTO_TEST_CASE(where_all_are_on_the_front_nobody_is_marked) {
  auto r = three();
  r.points[0].policies.erase(r.points[0].policies.begin() + 1);
  BOOST_TEST(!has(render_terminal(r, {.width = 100}), "◇"));
}

BOOST_AUTO_TEST_CASE(the_command_that_makes_it_again_stands_below_and_is_not_broken) {
  auto r = three();
  r.provenance.command = "contend run " + std::string(100, 'x') + " --seed 7";
  BOOST_TEST(
      has(render_terminal(r, {.width = 40}), "\nto have it again: " + r.provenance.command + "\n"));
}

BOOST_AUTO_TEST_SUITE_END()
