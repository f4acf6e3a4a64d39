// Fields in the wrong place and values in the wrong form, each held against the hint that says what
// would be right; and thresholds as text.
#include <string>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"

using namespace contend::scenarios;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The mistake of a small scenario with these members has this hint.
void check_hint(const std::string& members, const std::string& hint) {
  const std::string found = mistakes(small(members));
  BOOST_TEST(contains(found, "[" + hint + "]"), found);
}

std::string with_policy(const std::string& policy) {
  return mistakes(R"({ "run": { "until": "drained" }, "policies": { "a": )" + policy + " } }");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_misplaced)

BOOST_AUTO_TEST_CASE(a_field_that_stands_further_out_is_said_where) {
  check_hint(R"("workload": { "groups": { "users": { "writers": 2, "nodes": 3 } } }, )",
             R"(it stands in "workload", beside "groups")");
  check_hint(R"("workload": { "seed": 3 }, )",
             R"(it stands at the top of the scenario, beside "workload")");
}

BOOST_AUTO_TEST_CASE(a_field_that_stands_further_in_is_shown_there) {
  check_hint(R"("workload": { "arrivals": { "poisson": "300/s" } }, )",
             R"(it stands in "open": { "open": { "poisson": { "rate": … } } })");
  BOOST_TEST(contains(with_policy(R"({ "deadline": "2s" })"),
                      R"([it stands in "limits": { "limits": { "deadline": "2s" } }])"));
  BOOST_TEST(contains(with_policy(R"({ "jitter": { "mode": "full" } })"),
                      R"([it stands in "backoff": { "backoff": { "jitter": {"mode":"full"} } }])"));
}

BOOST_AUTO_TEST_CASE(a_pointer_to_a_field_of_each_policy_is_shown_in_one_of_them) {
  check_hint(R"("sweep": { "/limits/attempts": [1, 2] }, )",
             R"(it stands in each of "policies": )"
             R"({ "policies": { "NAME": { "limits": {"attempts":1} } } })");
}

BOOST_AUTO_TEST_CASE(a_field_of_another_part_is_said_where_beside_what_may_stand_here) {
  check_hint(R"("network": { "actors": 3 }, )",
             R"(one of: "hop"; a field of this name stands in /workload)");
  // A slip of the pen comes first: "nodes" is what was meant, though a partition has a "node".
  check_hint(R"("workload": { "node": 3 }, )", R"(did you mean "nodes"?)");
}

BOOST_AUTO_TEST_CASE(a_value_in_place_of_an_object_is_put_into_one) {
  check_hint(R"("faults": [ { "lost_acks": "1%" } ], )", R"(for example { "share": "1%" })");
  BOOST_TEST(contains(mistakes(R"({ "run": "60s", "policies": { "a": {} } })"),
                      R"([for example { "for": "60s" }])"));
  BOOST_TEST(contains(with_policy(R"("jitter")"), R"([for example { "backoff": "jitter" }])"));
}

BOOST_AUTO_TEST_CASE(a_kind_and_its_option_as_words_are_put_into_an_object) {
  BOOST_TEST(contains(with_policy(R"({ "backoff": "full jitter" })"),
                      R"([did you mean { "jitter": { "mode": "full" } }?])"));
  BOOST_TEST(contains(with_policy(R"({ "backoff": "exponential backoff" })"),
                      R"([did you mean "exponential"?])"));
}

BOOST_AUTO_TEST_CASE(a_kind_by_its_name_alone_takes_options) {
  BOOST_TEST(mistakes(R"({ "run": { "for": "1s" }, "workload": { "arrivals": "closed" },
                           "policies": { "a": { "backoff": "jitter" } } })",
                      {.settings = {"/workload/arrivals/closed/think=1us",
                                    "/policies/a/backoff/jitter/base=1ms"}}) == "");
}

BOOST_AUTO_TEST_CASE(a_wrong_pointer_of_a_sweep_is_told_whatever_its_values_are) {
  const std::string found = mistakes(small(R"("workload": { "groups": { "users": {} } },
  "sweep": { "/workload/groups/users/arrivals/rate": { "from": 1, "to": 2 } }, )"));
  BOOST_TEST(contains(found, "must be a list, not an object"), found);
  BOOST_TEST(contains(found, "unknown field \"rate\""), found);
  BOOST_TEST(contains(found, R"(it stands in "poisson")"), found);
  const std::string right =
      mistakes(small(R"("sweep": { "/policies/a/backoff/jitter/base": "1ms" }, )"));
  BOOST_TEST(!contains(right, "unknown field"), right);
}

BOOST_AUTO_TEST_CASE(a_threshold_in_the_file_may_be_the_text_of_the_command_line) {
  const std::string text = R"(conflict_rate < 5% for \"a\" at /workload/writers=5)";
  const scenario s = read_scenario(
      small(R"("sweep": { "/workload/writers": [1, 5] }, "thresholds": [ ")" + text + R"(" ], )"),
      "x.json");
  BOOST_REQUIRE(s.thresholds.size() == 1U);
  BOOST_TEST(s.thresholds[0].text == R"(conflict_rate < 5% for "a" at /workload/writers=5)");
  BOOST_TEST(s.thresholds[0].limit == 0.05);
  // Mistakes in it stand where the text does, each once.
  BOOST_TEST(mistakes(small(R"("thresholds": [ "goodputt > 5/s" ], )")) ==
             "x.json:3:19: unknown metric \"goodputt\" [did you mean \"goodput\"?]\n");
  BOOST_TEST(contains(mistakes(small(R"("thresholds": [ "goodput" ], )")),
                      "x.json:3:19: a threshold is written METRIC < VALUE or METRIC > VALUE"));
}

BOOST_AUTO_TEST_CASE(a_group_in_other_brackets_is_shown_as_it_is_written) {
  BOOST_TEST(contains(mistakes(small(), {.thresholds = {"latency.p99{group=users} < 1s"}}),
                      "of one group of writers: latency.p99{group:NAME}"));
}

BOOST_AUTO_TEST_CASE(other_languages_are_called_by_their_names) {
  const auto told = [](const std::string& text) { return mistakes(text); };
  BOOST_TEST(contains(told("# my scenario\nname: orders\n"),
                      "x.json:2:1: this looks like YAML: only JSON is read"));
  BOOST_TEST(contains(told("---\nname: orders\n"), "x.json:1:1: this looks like YAML"));
  BOOST_TEST(contains(told("name = \"orders\"\n"), "x.json:1:1: this looks like TOML"));
  BOOST_TEST(contains(told("[run]\nfor = \"60s\"\n"), "x.json:1:1: this looks like TOML"));
  BOOST_TEST(contains(told("// a comment\n{}"), "JSON has no comments"));
  BOOST_TEST(!contains(told("{ name: 5 }"), "looks like"));
  BOOST_TEST(!contains(told("[5ms, 3]"), "TOML"));
}

BOOST_AUTO_TEST_SUITE_END()
