// Result files: what is written is read back as it was, the layout is the contract's, and files
// that are not results are refused with a message that says where and what.
#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "measure/results.hpp"
#include <contend/measure/json_text.hpp>
#include <contend/measure/result_json.hpp>

using namespace contend::measure;
using json = nlohmann::ordered_json;

namespace {

std::string refusal(const std::string& text) {
  try {
    (void)read_result(text, "out/result.json");
  } catch (const result_error& e) {
    return e.what();
  }
  return "accepted";
}

/// The refusal of the example after `spoil` has changed its JSON.
std::string refusal_of(const std::function<void(json&)>& spoil) {
  json file = result_json(test::example_result());
  spoil(file);
  return refusal(file.dump());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(result_files)

BOOST_AUTO_TEST_CASE(a_result_survives_the_round_trip_and_its_text_does_too) {
  const result r = test::example_result();
  const std::string text = result_text(r);
  const result again = read_result(text, "result.json");
  BOOST_TEST((again == r));
  BOOST_TEST(result_text(again) == text);
  BOOST_TEST(digest(again) == digest(r));
}

BOOST_AUTO_TEST_CASE(an_empty_result_survives_too) {
  result r;
  r.points.push_back({.policies = {{.name = "nobody ran", .metrics = {{"goodput", {}}}}}});
  BOOST_TEST((read_result(result_text(r), "result.json") == r));
}

BOOST_AUTO_TEST_CASE(the_members_are_those_of_the_contract) {
  const json file = result_json(test::example_result());
  BOOST_TEST(file["schema"] == "contend.result/1");
  BOOST_TEST(file["scenario"]["name"] == "hot-key");
  BOOST_TEST(file["points"][0]["sweep"]["/workload/writers"] == 10);
  const json& policy = file["points"][0]["policies"][0];
  BOOST_TEST(policy["name"] == "full jitter");
  const json& commits = policy["metrics"]["commits"];
  BOOST_TEST(commits["mean"].is_number());
  BOOST_TEST(commits["stddev"].is_number());
  BOOST_TEST(commits["ci95"].size() == 2U);
  BOOST_TEST(commits["replications"] == 5U);
  for (const char* name : {"mean", "min", "p50", "p90", "p99", "p99.9", "max"})
    BOOST_TEST(policy["latency"][name].is_number());
  BOOST_TEST(policy["latency"]["histogram"][0].size() == 2U);
  BOOST_TEST(policy["series"].is_object());
  BOOST_TEST(file["invariants"][1]["held"] == false);
  BOOST_TEST(file["thresholds"][0]["verdict"] == "passed");
  BOOST_TEST(file["digest"].get<std::string>().size() == 64U);
  BOOST_TEST(file["provenance"]["command"] == "contend run hot-key");
}

BOOST_AUTO_TEST_CASE(what_has_no_value_is_null) {
  const json file = result_json(test::example_result());
  const json& makespan = file["points"][0]["policies"][0]["metrics"]["makespan"];
  BOOST_TEST(makespan["mean"].is_null());
  BOOST_TEST(makespan["stddev"].is_null());
  BOOST_TEST(makespan["ci95"].is_null());
  BOOST_TEST(makespan["replications"] == 0U);
}

BOOST_AUTO_TEST_CASE(the_digest_covers_everything_but_the_provenance) {
  const result r = test::example_result();
  result elsewhere = r;
  elsewhere.provenance = {"9", "9", "clang", "--jobs 64"};
  BOOST_TEST(digest(elsewhere) == digest(r));

  result other_scenario = r;
  other_scenario.scenario["seed"] = 2;
  result other_metric = r;
  other_metric.points[1].policies[0].metrics[3].value.replications = 6;
  result other_latency = r;
  other_latency.points[0].policies[1].latency.record(contend::duration{77});
  result other_invariant = r;
  other_invariant.invariants[0].held = false;
  for (const result& other : {other_scenario, other_metric, other_latency, other_invariant})
    BOOST_TEST(digest(other) != digest(r));
}

BOOST_AUTO_TEST_CASE(the_bytes_are_those_that_any_compiler_gives) {
  // Arithmetic, intervals and number formatting all go into this digest; g++ and clang must agree
  // on it.
  statistics conflict_rate;
  policy_result p{.name = "full jitter"};
  for (std::uint64_t r = 0; r < 1000; ++r) {
    const tally t = test::varied(r);
    conflict_rate.add({static_cast<double>(t.conflicts), static_cast<double>(t.appends)});
    p.latency.merge(t.latency);
  }
  p.metrics = {{"conflict_rate", conflict_rate.result()}};
  BOOST_TEST(digest(result{.points = {{.policies = {p}}}}) ==
             "94ae115319ef815330306ac10b8e86c2e5394bc064c1fd2e15c0dd63f6a08fc6");
}

BOOST_AUTO_TEST_CASE(what_is_drawn_beside_the_metrics_survives_and_may_be_missing) {
  result r = test::example_result();
  policy_result& p = r.points[0].policies[0];
  p.attempts = {{"committed", {3, 1}}, {"conflicts", {1, 0}}};
  p.writers = {{"count", 2}, {"commits", {0.5, 1.5}}, {"lorenz", {0.0, 1.0}}};
  p.worst_moment = {{"actor", 7}, {"attempts", json::array()}};
  BOOST_TEST((read_result(result_text(r), "result.json") == r));
  json file = result_json(r);
  for (const char* name : {"attempts", "writers", "worst_moment"})
    file["points"][0]["policies"][0].erase(name);
  BOOST_TEST(read_result(file.dump(), "x").points[0].policies[0].attempts.empty());
}

BOOST_AUTO_TEST_CASE(values_of_single_replications_are_kept_where_they_differ) {
  const result r = test::example_result();
  json file = result_json(r);
  json& policy = file["points"][0]["policies"][0];
  BOOST_TEST(policy["values"]["commits"].size() == 5U);
  BOOST_TEST(policy["values"]["commits"][0].is_number_integer());
  BOOST_TEST(!policy["values"].contains("operations"));  // 100 each time
  BOOST_TEST(!policy["values"].contains("makespan"));    // nobody has any
  policy["values"]["commits"][1] = nullptr;
  const auto again = read_result(file.dump(), "x");
  const auto& commits =
      *std::ranges::find(again.points[0].policies[0].metrics, "commits", &named_estimate::name);
  BOOST_TEST(commits.values.size() == 5U);
  BOOST_TEST(!commits.values[1]);

  for (json& p : file["points"])
    for (json& one : p["policies"]) one.erase("values");  // as older versions wrote it
  const result older = read_result(file.dump(), "x");
  BOOST_TEST(older.points[0].policies[0].metrics[1].values.empty());
  BOOST_TEST(
      (older.points[0].policies[0].metrics[1].value == r.points[0].policies[0].metrics[1].value));
}

BOOST_AUTO_TEST_CASE(members_that_are_not_known_are_passed_over) {
  json file = result_json(test::example_result());
  file["remark"] = "written by a later version";
  file["points"][0]["policies"][0]["latency"]["p75"] = 1;
  BOOST_TEST((read_result(file.dump(), "result.json") == test::example_result()));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf_8_do_not_stop_the_writing) {
  result r = test::example_result();
  r.provenance.command = "contend run \xff";
  BOOST_TEST(read_result(result_text(r), "x").provenance.command == "contend run \xef\xbf\xbd");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(refused_files)

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused_with_line_and_column) {
  BOOST_TEST(refusal("{\n  \"schema\": oops\n}").starts_with("out/result.json:2:13: not JSON: "));
  BOOST_TEST(refusal("") == "out/result.json:1:1: not JSON: the file is empty");
  const std::string whole = result_text(test::example_result());
  BOOST_TEST(refusal(whole.substr(0, whole.size() / 2)).find(": not JSON: ") != std::string::npos);
  BOOST_TEST(refusal("[1e999]") ==
             "out/result.json: not JSON: a number is beyond what a double holds");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused_and_does_not_overflow) {
  BOOST_TEST(refusal(std::string(200'000, '[')) ==
             "out/result.json: nested more than 64 levels deep");
}

BOOST_AUTO_TEST_CASE(other_json_and_other_schemas_are_told_apart) {
  BOOST_TEST(refusal("[]") == "out/result.json: expected an object, found array");
  BOOST_TEST(refusal("{\"name\": \"hot-key\"}") ==
             "out/result.json: not a result of contend: \"schema\" is missing");
  BOOST_TEST(refusal_of([](json& f) { f["schema"] = "contend.result/2"; }) ==
             "out/result.json: schema \"contend.result/2\" is unknown to this version, which reads "
             "\"contend.result/1\"");
  BOOST_TEST(refusal_of([](json& f) { f["schema"] = 1; }) ==
             "out/result.json/schema: expected a string, found number");
}

BOOST_AUTO_TEST_CASE(a_malformed_part_is_refused_with_its_place) {
  const auto policy = [](json& f) -> json& { return f["points"][1]["policies"][0]; };
  const std::string place = "out/result.json/points/1/policies/0";
  BOOST_TEST(refusal_of([](json& f) { f.erase("points"); }) ==
             "out/result.json: \"points\" is missing");
  BOOST_TEST(refusal_of([](json& f) { f["points"] = 7; }) ==
             "out/result.json/points: expected an array, found number");
  BOOST_TEST(refusal_of([&](json& f) { policy(f).erase("name"); }) ==
             place + ": \"name\" is missing");
  BOOST_TEST(refusal_of([&](json& f) { policy(f)["metrics"]["commits"]["mean"] = "39"; }) ==
             place + "/metrics/commits/mean: expected a number, found string");
  BOOST_TEST(
      refusal_of([&](json& f) { policy(f)["metrics"]["commits"]["replications"] = -1; }) ==
      place + "/metrics/commits/replications: expected a whole number, not negative, found number");
  BOOST_TEST(refusal_of([&](json& f) { policy(f)["metrics"]["commits"]["ci95"] = {1}; }) ==
             place + "/metrics/commits/ci95: expected the two ends of an interval");
  BOOST_TEST(refusal_of([&](json& f) { policy(f)["values"]["commits"] = {1}; }) ==
             place + "/values/commits: expected the values of two replications or more");
  BOOST_TEST(refusal_of([](json& f) { f["invariants"][0]["held"] = "yes"; }) ==
             "out/result.json/invariants/0/held: expected true or false, found string");
}

BOOST_AUTO_TEST_CASE(a_malformed_histogram_is_refused_with_its_place) {
  const auto latency = [](json& f) -> json& { return f["points"][0]["policies"][1]["latency"]; };
  const std::string place = "out/result.json/points/0/policies/1/latency";
  BOOST_TEST(refusal_of([&](json& f) { latency(f)["count"] = 3; }) ==
             place + ": \"count\" is not the sum of the histogram's counts");
  BOOST_TEST(refusal_of([&](json& f) {
               latency(f)["histogram"][0] = {-1.0, 1};
             }) == place + "/histogram/0/0: a time cannot be negative");
  BOOST_TEST(refusal_of([&](json& f) {
               latency(f)["histogram"][0] = {1.0, 1, 1};
             }) == place + "/histogram/0: expected [seconds, count]");
  BOOST_TEST(refusal_of([&](json& f) {
               latency(f)["sum"] = {1, 1'000'000'000};
             }) == place + "/sum/1: expected less than a second");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(json_layout)

BOOST_AUTO_TEST_CASE(what_fits_is_on_one_line_and_the_rest_is_indented) {
  const json value = {{"short", {{"mean", 39.0}, {"ci95", {38.9, 39.1}}, {"none", nullptr}}},
                      {"empty", json::object()},
                      {"text", std::string(70, 'x')},
                      {"list", json::array({{{"a", 1}}, {{"b", 2}}})}};
  BOOST_TEST(json_text(value) ==
             "{\n"
             "  \"short\": { \"mean\": 39.0, \"ci95\": [38.9, 39.1], \"none\": null },\n"
             "  \"empty\": {},\n"
             "  \"text\": \"" +
                 std::string(70, 'x') +
                 "\",\n"
                 "  \"list\": [{ \"a\": 1 }, { \"b\": 2 }]\n"
                 "}\n");
  BOOST_TEST(json::parse(json_text(value)) == value);
}

BOOST_AUTO_TEST_CASE(a_long_array_of_numbers_stays_on_one_line) {
  const json value = {{"histogram", json::array()}, {"x", 1}};
  json filled = value;
  for (int i = 0; i < 100; ++i) filled["histogram"].push_back(json::array({i, 1}));
  const std::string text = json_text(filled);
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4);
  BOOST_TEST(json::parse(text) == filled);
}

BOOST_AUTO_TEST_SUITE_END()
