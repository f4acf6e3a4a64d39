// Wrong scenarios, each held against the places and words of its mistakes.
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "scenarios/scenario_text.hpp"
#include <contend/policies/random.hpp>
#include <contend/scenarios/library.hpp>

using namespace contend::scenarios;

namespace {

using table = std::vector<std::tuple<std::string, std::string>>;

/// Members for small(), which puts them on line 3, and what is wrong with them.
void check_members(const table& wrong) {
  for (const auto& [members, expected] : wrong) BOOST_TEST(mistakes(small(members)) == expected);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_mistakes)

BOOST_AUTO_TEST_CASE(a_small_scenario_has_none) { BOOST_TEST(mistakes(small()) == ""); }

BOOST_AUTO_TEST_CASE(what_is_no_scenario_at_all_is_told) {
  const table wrong{
      {"", "x.json:1:1: there is no JSON here: the text is empty\n"},
      {"writers 5", "x.json:1:1: a string stands in double quotes [did you mean \"writers\"?]\n"},
      {"[]", "x.json:1:1: \"scenario\" must be an object, not a list\n"},
      {"{}",
       "x.json:1:1: how long a run is, is missing [either \"for\": \"60s\" or \"until\": "
       "\"drained\"]\n"
       "x.json:1:1: there is no policy to simulate [for example \"policies\": { \"full jitter\": { "
       "\"backoff\": \"jitter\" } }]\n"},
      {R"({ "schema": "contend.result/1", "points": [] })",
       "x.json:1:1: this is a result file, not a scenario [its scenario stands under "
       "\"scenario\"]\n"},
      {small().substr(0, 33),
       "x.json:2:32: the text ends too early [the '{' at line 1, column 1 is not closed]\n"},
  };
  for (const auto& [text, expected] : wrong) BOOST_TEST(mistakes(text) == expected);
}

BOOST_AUTO_TEST_CASE(wrong_values_are_told_where_they_stand) {
  check_members({
      {R"("seed": -1, )", "x.json:3:11: \"seed\" must be from 0 to 2^64\n"},
      {R"("replications": 0, )", "x.json:3:19: \"replications\" must be from 1 to 100000000\n"},
      {R"("workload": { "writers": 0 }, )",
       "x.json:3:28: \"writers\" must be from 1 to 10000000\n"},
      {R"("workload": { "writers": "many" }, )",
       "x.json:3:28: \"writers\" must be a whole number, not the string \"many\"\n"},
      {R"("workload": { "decision": 5 }, )",
       "x.json:3:29: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"("workload": { "decision": "5mss" }, )",
       "x.json:3:29: unknown unit \"mss\"; a duration is in ns, us, ms, s, m or h\n"},
      {R"("network": { "hop": "-1ms" }, )", "x.json:3:23: \"hop\" must be at least 0s\n"},
      {R"("network": { "hop": { "gauss": {} } }, )",
       "x.json:3:25: unknown distribution \"gauss\" [one of: \"constant\", \"normal\", "
       "\"lognormal\", \"exponential\", \"uniform\", \"pareto\", \"empirical\"]\n"},
      {R"("network": { "hop": { "normal": { "mean": "1ms", "sttdev": "1ms" } } }, )",
       "x.json:3:52: unknown field \"sttdev\" [did you mean \"stddev\"?]\n"},
      {R"("network": { "hop": { "uniform": { "low": "2ms", "high": "1ms" } } }, )",
       "x.json:3:36: \"low\" is above \"high\"\n"},
      {R"("store": { "notices": { "loss": 1.5 } }, )",
       "x.json:3:35: \"loss\" is a share: at most 1, or a percentage [did you mean \"1.5%\"?]\n"},
      {R"("workload": { "keys": "zipff" }, )",
       "x.json:3:25: unknown choice of keys \"zipff\" [did you mean \"zipf\"?]\n"},
      {R"("workload": { "keys": { "hot": { "actors": 3 } }, "actors": 2 }, )",
       "x.json:3:46: more actors are hot than there are\n"},
      {R"("workload": { "arrivals": { "open": {} } }, )",
       "x.json:3:39: the stream of arrivals is missing [one of: \"poisson\", \"bursty\"]\n"},
      {R"("wrkload": {}, )",
       "x.json:3:3: unknown field \"wrkload\" [did you mean \"workload\"?]\n"},
      {R"("guards": { "g": { "braker": {} } }, )",
       "x.json:3:22: unknown guard \"braker\" [did you mean \"breaker\"?]\n"},
      {R"("guards": { "g": { "breaker": {}, "shared_by": "nodes" } }, )",
       "x.json:3:50: unknown shared_by \"nodes\" [did you mean \"node\"?]\n"},
      {R"("seed": 1, "seed": 2, )",
       "x.json:3:14: the key \"seed\" stands here again; first at line 3, column 3\n"},
  });
}

BOOST_AUTO_TEST_CASE(fields_that_contradict_each_other_are_told) {
  const std::string policies = R"("policies": { "a": {} })";
  const table wrong{
      {R"("run": { "for": "10s", "warmup": "10s" })",
       "x.json:1:36: the warm-up leaves nothing to measure: it must be shorter than \"for\"\n"},
      {R"("run": { "for": "10s", "until": "drained" })",
       "x.json:1:35: a run is \"for\" a time or \"until\" it is drained, not both\n"},
      {R"("run": { "for": "10s", "at_most": "5s" })",
       "x.json:1:37: \"at_most\" ends the run before \"for\" does\n"},
      {R"("run": { "for": "2000000h" })", "x.json:1:19: \"for\" must be at most 100 years\n"},
      {R"("run": { "warmup": "1s" })",
       "x.json:1:10: how long a run is, is missing [either \"for\": \"60s\" or \"until\": "
       "\"drained\"]\n"},
      {R"("run": { "until": "drained" }, "workload": { "arrivals": "closed" })",
       "x.json:1:21: operations never stop arriving, so it is never drained [write \"for\": "
       "\"60s\" "
       "instead, or add \"at_most\"]\n"},
  };
  for (const auto& [run, expected] : wrong)
    BOOST_TEST(mistakes("{ " + run + ", " + policies + " }") == expected);
}

BOOST_AUTO_TEST_CASE(policies_may_name_only_guards_that_there_are) {
  BOOST_TEST(
      mistakes(R"({ "run": { "until": "drained" },
  "guards": { "checkout breaker": { "breaker": {} } },
  "policies": { "a": { "guards": ["chekout breaker"] },
                "b": { "limits": { "retry": ["permanent"] } } } })") ==
      "x.json:3:35: unknown guard \"chekout breaker\" [did you mean \"checkout breaker\"?]\n"
      "x.json:4:46: what is permanent is never retried [one of: \"conflict\", \"throttled\", "
      "\"transient\"]\n");
}

BOOST_AUTO_TEST_CASE(settings_are_checked_like_the_file) {
  const auto with = [](std::vector<std::string> settings) {
    return mistakes(small(), {.settings = std::move(settings)});
  };
  BOOST_TEST(with({"/workload/writers=0"}) ==
             "--set:1:19: \"writers\" must be from 1 to 10000000\n");
  BOOST_TEST(with({"/workload/writrs=3"}) ==
             "--set:1:11: unknown field \"writrs\" [did you mean \"writers\"?]\n");
  BOOST_TEST(with({"/policies/c/limits/attempts=3"}) ==
             "--set:1:11: unknown policy \"c\" [one of: \"a\", \"b\"]\n");
  BOOST_TEST(with({"/guards/g/breaker/open_for=3s"}) == "--set:1:9: unknown guard \"g\"\n");
  BOOST_TEST(with({R"(/workload/groups/web={"writers":3})", "/workload/groups/weeb/writers=3"}) ==
             "--set:1:18: unknown group \"weeb\" [did you mean \"web\"?]\n");
  BOOST_TEST(with({R"(/workload/groups/web={"writers":3})", "/workload/groups/web/writers=4"}) ==
             "");
  BOOST_TEST(with({"workload/writers=3"}) ==
             "--set:1:1: a JSON pointer starts with '/', not \"workload/writers\" [did you mean "
             "\"/workload/writers\"?]\n");
  BOOST_TEST(with({"workload.writers=3"}) ==
             "--set:1:1: a JSON pointer starts with '/', not \"workload.writers\" [did you mean "
             "\"/workload/writers\"?]\n");
  BOOST_TEST(with({"/policies/b/backoff/fixed/delay=5ms"}) ==
             "--set:1:21: \"fixed\" is not there: above it stands the string \"jitter\"\n");
  BOOST_TEST(mistakes(small(), {.policies = {"bb"}}) ==
             "--policy: unknown policy \"bb\" [one of: \"a\", \"b\"]\n");
}

BOOST_AUTO_TEST_CASE(a_fault_after_the_run_and_a_trace_for_several_groups_are_told) {
  BOOST_TEST(mistakes(small(R"("faults": [ { "outage": { "from": "2m" } } ], )"),
                      {.settings = {"/run/at_most=60s"}}) ==
             "x.json:3:15: this fault begins at 2m, when the run is over [the run ends at 1m]\n");
}

BOOST_AUTO_TEST_CASE(all_mistakes_of_a_file_and_its_settings_are_told_at_once) {
  BOOST_TEST(mistakes(R"({
  "run": { "for": 60 },
  "workload": { "writers": 0, "keys": "unifrom" },
  "policies": { "a": { "backoff": { "jiter": {} } } },
  "sweep": { "/workload/nodes": [1, 0] }
})",
                      {.settings = {"/sed=1"}}) ==
             "--set:1:2: unknown field \"sed\" [did you mean \"seed\"?]\n"
             "x.json:2:19: a duration needs a unit: \"60s\" or \"60ms\"\n"
             "x.json:3:28: \"writers\" must be from 1 to 10000000\n"
             "x.json:3:39: unknown choice of keys \"unifrom\" [did you mean \"uniform\"?]\n"
             "x.json:4:37: unknown backoff \"jiter\" [did you mean \"jitter\"?]\n"
             "x.json:5:37: \"nodes\" must be from 1 to 1000000\n");
}

BOOST_AUTO_TEST_CASE(contradictions_are_told_beside_a_field_that_is_wrong) {
  BOOST_TEST(mistakes(R"({
  "run": { "warmup": "1s", "at_most": "1s", "until": "drained" },
  "workload": { "writers": 0, "nodes": 2, "actors": 2, "keys": { "hot": { "actors": 3 } } },
  "faults": [ { "partition": { "group": "far" } }, { "partition": { "node": 2 } },
              { "outage": { "from": "3s" } }, "slow", { "partition": { "from": 5 } } ],
  "policies": { "a": { "guards": ["g", "g"] } },
  "seed": 1, "seed": 2,
  "thresholds": [ { "metric": "goodputt", "policy": "b" } ]
})",
                      {.policies = {"c"}}) ==
             "--policy: unknown policy \"c\" [one of: \"a\"]\n"
             "x.json:2:22: the warm-up leaves nothing to measure: it must be shorter than "
             "\"at_most\"\n"
             "x.json:3:28: \"writers\" must be from 1 to 10000000\n"
             "x.json:3:85: more actors are hot than there are\n"
             "x.json:4:15: unknown group \"far\"\n"
             "x.json:4:52: there is no node 2: there are 2 [they are numbered from 0]\n"
             "x.json:5:15: this fault begins at 3s, when the run is over [the run ends at 1s]\n"
             "x.json:5:47: a store that takes no time cannot be slow [give it a \"service\"]\n"
             "x.json:5:70: a partition cuts off a \"group\" or a \"node\"\n"
             "x.json:5:80: a duration needs a unit: \"5s\" or \"5ms\"\n"
             "x.json:6:35: unknown guard \"g\" [no guard is defined]\n"
             "x.json:6:40: the guard \"g\" stands here again\n"
             "x.json:7:14: the key \"seed\" stands here again; first at line 7, column 3\n"
             "x.json:8:19: a threshold is either \"below\" or \"above\" something [for example "
             "\"below\": \"5%\"]\n"
             "x.json:8:31: unknown metric \"goodputt\" [did you mean \"goodput\"?]\n"
             "x.json:8:53: unknown policy \"b\" [one of: \"a\"]\n");
}

BOOST_AUTO_TEST_CASE(no_mistake_is_told_that_only_follows_from_another) {
  // One mistake each; what it leaves behind contradicts something else in the same file.
  const std::string policies = R"("policies": { "a": {} })";
  const std::string run = R"("run": { "for": "10s" }, )";
  const table wrong{
      {R"("run": { "for": 5, "warmup": "1s" }, )" + policies,
       "x.json:1:19: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {R"("run": { "fro": "60s" }, )" + policies,
       "x.json:1:12: unknown field \"fro\" [did you mean \"for\"?]\n"},
      {R"("rum": { "for": "60s" }, )" + policies,
       "x.json:1:3: unknown field \"rum\" [did you mean \"run\"?]\n"},
      {R"("run": "60s", )" + policies,
       "x.json:1:10: \"run\" must be an object, not the string \"60s\" [for example { \"for\": "
       "\"60s\" }]\n"},
      {run + R"("polices": { "a": {} }, "thresholds": [ { "metric": "goodput", "above": "1/s",
               "policy": "a" } ])",
       "x.json:1:28: unknown field \"polices\" [did you mean \"policies\"?]\n"},
      {run + R"("policies": [], "thresholds": [ { "metric": "goodput", "above": "1/s",
               "policy": "a" } ])",
       "x.json:1:40: \"policies\" must be an object, by name, not a list\n"},
      {run + R"("guard": { "g": "breaker" }, "policies": { "a": { "guards": ["g"] } })",
       "x.json:1:28: unknown field \"guard\" [did you mean \"guards\"?]\n"},
      {run + R"("guards": { "g": { "braker": {} } }, "policies": { "a": { "guards": ["g"] } })",
       "x.json:1:47: unknown guard \"braker\" [did you mean \"breaker\"?]\n"},
      {run + R"("workload": { "node": 2 }, "faults": [ { "partition": { "node": 1 } } ], )" +
           policies,
       "x.json:1:42: unknown field \"node\" [did you mean \"nodes\"?]\n"},
      {run + R"("workload": { "nodes": "2" }, "faults": [ { "partition": { "node": 1 } } ], )" +
           policies,
       "x.json:1:51: \"nodes\" must be a whole number, not the string \"2\"\n"},
      {run + R"("workload": { "group": { "far": {} } }, "faults": [ { "partition": { "group":
               "far" } } ], )" +
           policies,
       "x.json:1:42: unknown field \"group\" [did you mean \"groups\"?]\n"},
      {run + R"("workload": { "actors": 0, "keys": { "hot": { "actors": 3 } } }, )" + policies,
       "x.json:1:52: \"actors\" must be from 1 to 10000000\n"},
      {run + R"("workload": { "writers": 5, "groups": { "a": { "writers": "5" } } }, )" + policies,
       "x.json:1:86: \"writers\" must be a whole number, not the string \"5\"\n"},
      {run + R"("faults": [ { "slow": {} } ], "store": { "service": { "read": 5 } }, )" + policies,
       "x.json:1:90: a duration needs a unit: \"5s\" or \"5ms\"\n"},
      {run + R"("faults": [ { "partition": { "grup": "far" } } ], )" + policies,
       "x.json:1:57: unknown field \"grup\" [did you mean \"group\"?]\n"},
      {run + R"("thresholds": [ { "metric": "goodput", "abov": "1/s" } ], )" + policies,
       "x.json:1:67: unknown field \"abov\" [did you mean \"above\"?]\n"},
      {run + R"("sweep": { "/workload/nodes": 2 }, "thresholds": [ { "metric": "goodput",
               "above": "1/s", "at": { "/workload/nodes": 2 } } ], )" +
           policies,
       "x.json:1:58: \"/workload/nodes\" must be a list, not the number 2\n"},
      {run + R"("policies": { "a": { "coordination": ["serialise", "serialise"] } })",
       "x.json:1:66: unknown coordination \"serialise\" [did you mean \"serialize\"?]\n"
       "x.json:1:79: unknown coordination \"serialise\" [did you mean \"serialize\"?]\n"},
      {run + R"("seed": 100000000000000000000, )" + policies,
       "x.json:1:36: the whole number 100000000000000000000 does not fit in 64 bits\n"},
  };
  for (const auto& [members, expected] : wrong)
    BOOST_TEST(mistakes("{ " + members + " }") == expected);
}

BOOST_AUTO_TEST_CASE(a_damaged_scenario_is_read_or_refused_but_never_more) {
  const std::vector<std::string> values{"0",    "-1",       "1e18",      "\"\"",    "\"5ms\"",
                                        "null", "[]",       "true",      "[[[1]]]", "{}",
                                        "1.5",  "\"full\"", "{\"a\": 1}"};
  const std::string whole{find_shipped("hot-key")->text};
  std::size_t refused = 0;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    contend::random_source random{contend::random_key{29}.with(i)};
    const auto below = [&](std::size_t n) {
      return static_cast<std::size_t>(random.uniform(0, static_cast<std::int64_t>(n) - 1));
    };
    std::string damaged = whole;
    // Another value after some colon, or a part cut out.
    const std::size_t from = damaged.find(": ", below(damaged.size()));
    if (from == std::string::npos || random.uniform(0, 3) == 0) {
      const std::size_t cut = below(damaged.size());
      damaged.erase(cut, 1 + below(40));
    } else {
      const std::size_t end = std::min(damaged.find_first_of(",}\n", from), damaged.size());
      damaged.replace(from + 2, end - from - 2, values[below(values.size())]);
    }
    if (!mistakes(damaged).empty()) ++refused;
  }
  BOOST_TEST((refused > 1500 && refused < 3000));
}

BOOST_AUTO_TEST_SUITE_END()
