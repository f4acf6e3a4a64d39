// Sweeps: the points that they give, in their order, and the mistakes that they can have.
#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/policies/backoffs/all.hpp>

using namespace contend;
using namespace contend::scenarios;
using namespace std::chrono_literals;

namespace {

scenario swept(const std::string& axes) {
  return read_scenario(small("\"sweep\": { " + axes + " },\n  "), "x.json");
}

std::string wrong(const std::string& axes) {
  return mistakes(small("\"sweep\": { " + axes + " },\n  "));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_sweep)

BOOST_AUTO_TEST_CASE(without_a_sweep_there_is_one_point) {
  const scenario s = read_scenario(small(), "x.json");
  BOOST_REQUIRE(s.points.size() == 1U);
  BOOST_TEST(s.points.front().at.empty());
}

BOOST_AUTO_TEST_CASE(each_value_is_a_point_in_the_order_of_the_file) {
  const scenario s = swept(R"("/workload/writers": [10, 50, 20])");
  BOOST_REQUIRE(s.points.size() == 3U);
  std::vector<std::uint32_t> writers;
  for (const sweep_point& point : s.points) {
    writers.push_back(point.model.workload.writers);
    BOOST_REQUIRE(point.at.size() == 1U);
    BOOST_TEST(point.at.front().first == "/workload/writers");
    BOOST_TEST(point.at.front().second.number() == point.model.workload.writers);
  }
  BOOST_TEST((writers == std::vector<std::uint32_t>{10, 50, 20}));
}

BOOST_AUTO_TEST_CASE(several_axes_give_every_combination_the_last_fastest) {
  const scenario s = swept(R"("/workload/writers": [1, 2], "/policies/b/backoff": [
    { "fixed": { "delay": "1ms" } }, { "fixed": { "delay": "2ms" } }, "none"])");
  BOOST_REQUIRE(s.points.size() == 6U);
  std::string order;
  for (const sweep_point& point : s.points) {
    const auto* backoff = point.model.policies[1].backoff.target<fixed>();
    order += std::to_string(point.model.workload.writers) + '/' +
             (backoff == nullptr ? "none" : std::to_string(backoff->delay / 1ms)) + ' ';
  }
  BOOST_TEST(order == "1/1 1/2 1/none 2/1 2/2 2/none ");
}

BOOST_AUTO_TEST_CASE(a_value_that_stands_there_twice_is_a_mistake_at_its_place) {
  const std::string found = wrong(R"("/workload/writers": [10, 20, 10, 10])");
  BOOST_TEST(found.find("the value 10 stands here again") != std::string::npos);
  BOOST_TEST(found.find("x.json:3:") == 0U);
  BOOST_TEST(std::count(found.begin(), found.end(), '\n') == 2);
}

BOOST_AUTO_TEST_CASE(the_sweep_is_part_of_the_resolved_scenario_and_its_base_stays) {
  const scenario s = swept(R"("/workload/writers": [10, 20])");
  BOOST_TEST(s.resolved.find("workload")->find("writers")->number() == 1.0);
  BOOST_TEST(config::to_text(*s.resolved.find("sweep")) == "{ \"/workload/writers\": [10, 20] }\n");
}

BOOST_AUTO_TEST_CASE(a_setting_can_replace_the_sweep) {
  const scenario s = read_scenario(small("\"sweep\": { \"/workload/writers\": [1, 2] }, "),
                                   "x.json", {.settings = {"/sweep={\"/workload/writers\": [7]}"}});
  BOOST_REQUIRE(s.points.size() == 1U);
  BOOST_TEST(s.points.front().model.workload.writers == 7U);
}

BOOST_AUTO_TEST_CASE(a_wrong_axis_or_value_is_told_where_it_stands) {
  BOOST_TEST(wrong(R"("/workload/writrs": [1])") ==
             "x.json:3:25: unknown field \"writrs\" [did you mean \"writers\"?]\n");
  BOOST_TEST(wrong(R"("/workload/writers": [1, 0, "x"])") ==
             "x.json:3:39: \"writers\" must be from 1 to 10000000\n"
             "x.json:3:42: \"writers\" must be a whole number, not the string \"x\"\n");
  BOOST_TEST(wrong(R"("/policies/c/limits/attempts": [1])") ==
             "x.json:3:25: unknown policy \"c\" [one of: \"a\", \"b\"]\n");
  BOOST_TEST(wrong(R"("/workload/groups/web/writers": [1])") ==
             "x.json:3:32: unknown group \"web\"\n");
  BOOST_TEST(wrong(R"("workload": [1])") ==
             "x.json:3:15: a JSON pointer starts with '/', not \"workload\" [did you mean "
             "\"/workload\"?]\n");
  BOOST_TEST(wrong(R"("/workload/writers": [])") ==
             "x.json:3:35: a sweep needs values: [10, 100]\n");
  BOOST_TEST(wrong(R"("/workload/writers": 5)") ==
             "x.json:3:35: \"/workload/writers\" must be a list, not the number 5\n");
  BOOST_TEST(wrong(R"("/name": ["a", "b"])") == "x.json:3:15: \"name\" cannot be swept\n");
}

BOOST_AUTO_TEST_CASE(too_many_points_are_an_error_not_a_long_wait) {
  std::string many = "[1";
  for (int i = 2; i <= 1000; ++i) many += ", " + std::to_string(i);
  many += ']';
  BOOST_TEST(wrong("\"/workload/writers\": " + many + ", \"/workload/nodes\": " + many +
                   ", \"/workload/actors\": " + many)
                 .ends_with("the sweep has more than 10000 points\n"));
  const std::string padding(2'000'000, ' ');
  BOOST_TEST(wrong("\"/workload/writers\": " + many + padding) ==
             "x.json:3:15: the sweep has too many points for so large a file\n");
}

BOOST_AUTO_TEST_SUITE_END()
