// What a report says was run, from scenarios with more or less in them, and the names of sweeps.
#include <boost/test/unit_test.hpp>

#include "reports/terminal_results.hpp"
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/sweep.hpp>

using namespace contend::reports;
using namespace contend::reports::detail;
using json = nlohmann::ordered_json;

namespace {

contend::measure::result of(const char* scenario) { return {.scenario = json::parse(scenario)}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(headings)

BOOST_AUTO_TEST_CASE(the_title_is_the_name_and_what_it_is) {
  BOOST_TEST(title(test::hot_key()) == "hot-key: 64 writers in 4 services update one account");
  BOOST_TEST(title(of(R"({"name": "zipf"})")) == "zipf");
  BOOST_TEST(title(of(R"({"name": 7, "description": null})")) == "7");
  BOOST_TEST(title({}) == "");
}

BOOST_AUTO_TEST_CASE(a_closed_loop_a_burst_and_open_arrivals_are_put_in_words) {
  BOOST_TEST(what_is_simulated(test::hot_key()) ==
             "64 writers over 4 nodes, 1 actor, closed loop; 60s, 5s of warm-up left out; 30 "
             "replications, seed 1");
  BOOST_TEST(
      what_is_simulated(of(R"({"run": {"until": "drained"}, "workload": {"writers": 1, "nodes": 1,
                "actors": 10, "arrivals": {"burst": {"operations": 3}}}})")) ==
      "1 writer, 10 actors, a burst of 3 operations each; until drained");
  BOOST_TEST(what_is_simulated(of(R"({"run": {"for": "60s", "warmup": "0s"}, "replications": 1,
                "workload": {"arrivals": {"open": {"poisson": {"rate": "50/s"}}}}})")) ==
             "open arrivals at 50/s; 60s; 1 replication");
  BOOST_TEST(what_is_simulated(of(R"({"workload": {"arrivals": {"trace": "a.csv"}}})")) ==
             "arrivals: trace");
}

BOOST_AUTO_TEST_CASE(groups_that_start_their_operations_differently_are_told_one_by_one) {
  BOOST_TEST(
      what_is_simulated(of(R"({"workload": {"writers": 104, "actors": 5,
                "arrivals": {"open": {"poisson": {"rate": "400/s"}}},
                "groups": {"users": {"writers": 100},
                           "a/b": {"writers": 4, "arrivals": {"closed": {"think": "0s"}}}}}})")) ==
      "104 writers, 5 actors (users: 100 writers, its part of open arrivals at 400/s; a/b: 4 "
      "writers, closed loop)");
  BOOST_TEST(what_is_simulated(of(R"({"workload": {"writers": 3,
                "arrivals": {"closed": {"think": "0s"}},
                "groups": {"near": {"writers": 1}, "far": {"writers": 2}}}})")) ==
             "3 writers, closed loop");
}

BOOST_AUTO_TEST_CASE(a_swept_parameter_is_given_as_the_values_it_takes) {
  BOOST_TEST(what_is_simulated(test::sweep()).starts_with("10 to 200 writers, 1 actor, "));
}

BOOST_AUTO_TEST_CASE(a_scenario_that_says_nothing_or_something_odd_is_no_trouble) {
  BOOST_TEST(what_is_simulated({}) == "");
  BOOST_TEST(what_is_simulated(of(R"({"workload": [1, 2], "run": "fast", "seed": {"a": 1}})")) ==
             "");
}

BOOST_AUTO_TEST_CASE(axes_are_called_by_the_end_of_their_pointer_unless_that_is_ambiguous) {
  contend::measure::result r;
  r.points = {{.sweep = {{"/workload/writers", 10}, {"/a~1b/base", "5ms"}, {"/c/base", "1ms"}}},
              {.sweep = {{"/workload/writers", 10}, {"/a~1b/base", "6ms"}, {"/c/base", "1ms"}}}};
  const auto axes = axes_of(r);
  BOOST_TEST_REQUIRE(axes.size() == 3U);
  BOOST_TEST(axes[0].name == "writers");
  BOOST_TEST(axes[1].name == "a/b/base");
  BOOST_TEST(axes[2].name == "c/base");
  BOOST_TEST((axes[1].values == std::vector<std::string>{"5ms", "6ms"}));
  BOOST_TEST(label_of(r.points[1], axes) == "writers = 10, a/b/base = 6ms, c/base = 1ms");

  contend::measure::result escaped;
  escaped.points = {{.sweep = {{"/policies/a~1b~0c", 1.5}}}};
  BOOST_TEST(axes_of(escaped)[0].name == "a/b~c");
  BOOST_TEST(label_of(escaped.points[0], axes_of(escaped)) == "a/b~c = 1.5");
}

BOOST_AUTO_TEST_SUITE_END()
