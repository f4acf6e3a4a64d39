// The small commands, each run as a process: what they say, what they write, how they refuse.
#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <support/required.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

using contend::test::call_contend;
using contend::test::contains;
using contend::test::finished;
using contend::test::folder;
using nlohmann::json;

namespace {

std::string output_of(const std::vector<std::string>& arguments) {
  const finished f = call_contend(arguments);
  BOOST_REQUIRE_MESSAGE(f.code == 0, f.err);
  BOOST_TEST(f.err == "");
  return f.out;
}

/// The names in `contend list KIND`.
std::vector<std::string> listed(const std::string& kind) {
  std::istringstream lines{output_of({"list", kind})};
  std::vector<std::string> names;
  std::string line;
  std::getline(lines, line);                          // the heading
  while (std::getline(lines, line) && !line.empty())  // a remark may follow
    names.push_back(line.substr(2, line.find("  ", 2) - 2));
  return names;
}

/// What a shell says after it has run `script`; nothing where the shell is not installed and need
/// not be.
std::string in_shell(const std::string& shell, const std::string& script) {
  const folder here;
  here.write("script", script);
  const std::string command = "cd '" + here.path().string() + "' && command -v " + shell +
                              " >where && " + shell + " ./script >out 2>&1";
  const int status = std::system(command.c_str());
  if (here.read("where").empty()) {
    BOOST_TEST(!contend::test::everything_is_required(), shell << " is not installed");
    BOOST_TEST_MESSAGE("SKIPPED: " << shell << " is not installed");
    return {};
  }
  BOOST_TEST(status == 0, here.read("out"));
  return here.read("out");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(validate_says_what_a_valid_scenario_comes_to) {
  BOOST_TEST(output_of({"validate", "aws-backoff"}) ==
             "aws-backoff: valid: 5 policies x 4 points x 1000 replications = 20000 runs\n");
  BOOST_TEST(output_of({"validate", "hot-key", "--quiet"}) == "");
}

BOOST_AUTO_TEST_CASE(validate_shows_the_mistakes_of_every_file) {
  const folder here;
  here.write("a.json", R"({ "run": { "for": 5 }, "policies": { "p": {} } })");
  here.write("b.json", "{");
  const finished f =
      call_contend({"validate", "a.json", "hot-key", "b.json"}, {.folder = here.path()});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(contains(f.out, "hot-key: valid"));
  BOOST_TEST(contains(f.err, "a.json:1:19: error: a duration needs a unit"));
  BOOST_TEST(contains(f.err, "b.json:1:2: error: the text ends too early"));
}

BOOST_AUTO_TEST_CASE(validate_takes_settings) {
  const finished f = call_contend({"validate", "hot-key", "--set", "/workload/writers=0"});
  BOOST_TEST(f.code == 3);
  BOOST_TEST(contains(f.err, "\"writers\" must be from 1"));
}

BOOST_AUTO_TEST_CASE(schema_prints_a_json_schema) {
  const json schema = json::parse(output_of({"schema"}));
  BOOST_TEST(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  BOOST_TEST(schema["properties"].contains("policies"));
  BOOST_TEST(schema["properties"].contains("$schema"));
}

BOOST_AUTO_TEST_CASE(every_template_validates_as_it_is_written) {
  const folder here;
  for (const std::string name : {"closed", "open", "burst", "hot-key"}) {
    const std::string file = name + ".json";
    const finished made = call_contend({"init", file, "--template", name}, {.folder = here.path()});
    BOOST_TEST(made.code == 0, made.err);
    BOOST_TEST(call_contend({"validate", file}, {.folder = here.path()}).code == 0);
  }
  BOOST_TEST(json::parse(here.read("scenario.schema.json")).contains("$defs"));
}

BOOST_AUTO_TEST_CASE(init_writes_scenario_json_and_says_how_to_go_on) {
  const folder here;
  const finished f = call_contend({"init"}, {.folder = here.path()});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(contains(f.out, "contend run scenario.json"));
  const finished run = call_contend(
      {"run", "scenario.json", "--replications", "1", "--set", "/run/for=6s", "--set", "/sweep={}"},
      {.folder = here.path()});
  BOOST_TEST(run.code == 0);
  BOOST_TEST(contains(run.out, "full jitter"));
}

BOOST_AUTO_TEST_CASE(init_never_overwrites) {
  const folder here;
  here.write("mine.json", "precious");
  const finished f = call_contend({"init", "mine.json"}, {.folder = here.path()});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "mine.json is there already"));
  BOOST_TEST(here.read("mine.json") == "precious");
  std::filesystem::create_symlink("nowhere", here.path() / "link.json");
  BOOST_TEST(call_contend({"init", "link.json"}, {.folder = here.path()}).code == 2);
}

BOOST_AUTO_TEST_CASE(init_refuses_what_it_cannot_do) {
  const folder here;
  const finished wrong = call_contend({"init", "--template", "opne"}, {.folder = here.path()});
  BOOST_TEST(wrong.code == 2);
  BOOST_TEST(contains(wrong.err, "there is no template \"opne\"; did you mean \"open\"?"));
  const finished unlike = call_contend({"init", "--template", "tickets"}, {.folder = here.path()});
  BOOST_TEST(unlike.code == 2);
  BOOST_TEST(contains(unlike.err, "there is no template \"tickets\"; there are "));
  BOOST_TEST(contains(unlike.err, "thundering-herd"));
  const finished nowhere = call_contend({"init", "no/such/x.json"}, {.folder = here.path()});
  BOOST_TEST(nowhere.code == 2);
  BOOST_TEST(contains(nowhere.err, "cannot write no/such/x.json: No such file or directory"));
  const finished yaml = call_contend({"init", "orders.yaml"}, {.folder = here.path()});
  BOOST_TEST(yaml.code == 2);
  BOOST_TEST(contains(yaml.err, "scenarios are JSON, not YAML: name it orders.json"), yaml.err);
  BOOST_TEST(call_contend({"init", "orders.toml"}, {.folder = here.path()}).code == 2);
  BOOST_TEST(std::filesystem::is_empty(here.path()));
}

BOOST_AUTO_TEST_CASE(everything_that_is_listed_is_explained) {
  for (const std::string kind : {"backoffs", "guards", "metrics", "scenarios"})
    for (const std::string& name : listed(kind)) {
      const std::string text = output_of({"explain", name});
      BOOST_TEST(contains(text, name + " ("));
      if (kind != "scenarios") BOOST_TEST(contains(text, "formula"), name);
      if (kind != "scenarios") BOOST_TEST(contains(text, "\n  reference  "), name);
    }
}

BOOST_AUTO_TEST_CASE(every_fault_is_explained_with_its_formula_and_a_reference) {
  const std::string all = output_of({"explain"});
  const std::string heading = "\nfault\n  ";
  const std::size_t first = all.find(heading) + heading.size();
  std::istringstream names{all.substr(first, all.find('\n', first) - first)};
  std::size_t count = 0;
  for (std::string name; names >> name; ++count) {
    if (name.ends_with(',')) name.pop_back();
    const std::string text = output_of({"explain", name});
    BOOST_TEST(contains(text, name + " (fault): "));
    BOOST_TEST(contains(text, "\n  formula    "), name);
    BOOST_TEST(contains(text, "\n  reference  "), name);
  }
  BOOST_TEST(count == 5U);
}

BOOST_AUTO_TEST_CASE(explain_shows_options_with_their_defaults_and_where_they_stand) {
  const std::string text = output_of({"explain", "jitter"});
  BOOST_TEST(contains(text, "jitter (backoff): "));
  BOOST_TEST(contains(text, "default \"full\""));
  BOOST_TEST(contains(text, "\"backoff\": { \"jitter\": {"));
  BOOST_TEST(contains(output_of({"explain", "writers"}), "writers (field of workload)"));
  BOOST_TEST(contains(output_of({"explain", "limits"}), "deadline"));
  BOOST_TEST(contains(output_of({"explain", "uniform"}), "uniform (distribution)"));
}

BOOST_AUTO_TEST_CASE(explain_shows_one_of_what_there_may_be_several_of) {
  BOOST_TEST(contains(output_of({"explain", "faults"}),
                      R"({ "faults": [{ "outage": { "from": "20s", "for": "5s" } }] })"));
  BOOST_TEST(contains(output_of({"explain", "policies"}), R"({ "policies": { "none")"));
  const std::string groups = output_of({"explain", "groups"});
  BOOST_TEST(contains(groups, R"("groups": {)"), groups);
  BOOST_TEST(contains(groups, R"("users": {)"), groups);
}

BOOST_AUTO_TEST_CASE(explain_without_a_name_says_what_there_is) {
  const std::string text = output_of({"explain"});
  for (const char* name : {"backoff", "decision", "latency.p99", "breaker", "aws-backoff"})
    BOOST_TEST((contains(text, name) || std::string{name} == "decision"), name);
}

BOOST_AUTO_TEST_CASE(explain_knows_what_was_probably_meant) {
  const finished f = call_contend({"explain", "jiter"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(f.out == "");
  BOOST_TEST(contains(f.err, "nothing is called \"jiter\"; did you mean \"jitter\"?"));
}

BOOST_AUTO_TEST_CASE(explain_knows_the_values_of_fields_and_the_words_of_names) {
  const std::string text = output_of({"explain", "decorrelated"});
  BOOST_TEST(
      text.starts_with("decorrelated is a value of \"mode\" of jitter:\n\njitter (backoff)"));
  BOOST_TEST(
      contains(call_contend({"explain", "decorelated"}).err, "did you mean \"decorrelated\"?"));
  BOOST_TEST(
      contains(call_contend({"explain", "circuit-breaker"}).err, "did you mean \"breaker\"?"));
  BOOST_TEST(contains(call_contend({"explain", "full jitter"}).err, "did you mean \"jitter\"?"));
  BOOST_TEST(output_of({"explain", "goodput{group:users}"}) == output_of({"explain", "goodput"}));
}

BOOST_AUTO_TEST_CASE(explain_names_all_that_it_does_not_know) {
  const finished f = call_contend({"explain", "jiter", "writers", "wrtiers", "qqq"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(f.out == "");
  for (const char* part : {"nothing is called \"jiter\"; did you mean", "\"wrtiers\"; did you mean",
                           "contend: nothing is called \"qqq\"; `contend explain` lists"})
    BOOST_TEST(contains(f.err, part));
}

BOOST_AUTO_TEST_CASE(what_is_explained_fits_into_a_hundred_columns) {
  for (const char* name : {"breaker", "adaptive", "hot-key", "workload", "arrivals"}) {
    std::istringstream lines{output_of({"explain", name})};
    for (std::string line; std::getline(lines, line);) BOOST_TEST(line.size() <= 110U, line);
  }
}

BOOST_AUTO_TEST_CASE(bash_completes_commands_flags_values_and_names) {
  const std::string script = output_of({"completion", "bash"});
  const auto offered = [&](const std::string& words, const std::string& count) {
    return in_shell("bash", script + "COMP_WORDS=(" + words + "); COMP_CWORD=" + count +
                                "; _contend; echo \"${COMPREPLY[@]}\"\n");
  };
  BOOST_TEST(offered("contend ru", "1") == "run\n");
  BOOST_TEST(offered("contend run --form", "2") == "--format\n");
  BOOST_TEST(contains(offered("contend run --format ''", "3"), "markdown"));
  BOOST_TEST(offered("contend run aws", "2") == "aws-backoff\n");
  BOOST_TEST(offered("contend explain brea", "2") == "breaker breaker_open_share\n");
}

BOOST_AUTO_TEST_CASE(zsh_and_fish_take_their_scripts) {
  const std::string zsh = output_of({"completion", "zsh"});
  const std::string defined = in_shell("zsh", "compdef() { print $1; }\n" + zsh);
  if (!defined.empty()) BOOST_TEST(defined == "_contend\n");
  const std::string fish = output_of({"completion", "fish"});
  const std::string said = in_shell("fish", fish + "complete -C'contend ru'\n");
  if (!said.empty()) BOOST_TEST(contains(said, "run"));
}

BOOST_AUTO_TEST_CASE(completion_knows_no_other_shell) {
  const finished f = call_contend({"completion", "bahs"});
  BOOST_TEST(f.code == 2);
  BOOST_TEST(contains(f.err, "no completion for \"bahs\"; did you mean \"bash\"?"));
}

BOOST_AUTO_TEST_CASE(doctor_finds_this_build_well) {
  const std::string text = output_of({"doctor"});
  BOOST_TEST(contains(text, "ok      determinism"));
  BOOST_TEST(contains(text, "all load"));
  BOOST_TEST(!contains(text, "FAILED"));
}

BOOST_AUTO_TEST_CASE(the_manual_page_has_every_command_and_flag) {
  const std::string page = output_of({"man"});
  BOOST_TEST(page.starts_with(".TH CONTEND 1"));
  for (const char* part : {"contend validate", "contend explain", "\\-\\-replications", "130"})
    BOOST_TEST(contains(page, part), part);
  BOOST_TEST(!contains(output_of({"--help"}), "manual page"));
}

BOOST_AUTO_TEST_CASE(explain_shows_what_numbers_may_be) {
  BOOST_TEST(
      contains(output_of({"explain", "events_per_append"}), "a whole number, from 1 to 1000"));
  BOOST_TEST(contains(output_of({"explain", "exponential"}), "a number, at least 1"));
  const std::string burst = output_of({"explain", "burst"});
  BOOST_TEST(contains(burst, "a duration such as \"5ms\", at least 0s; default \"0s\""));
  BOOST_TEST(contains(output_of({"explain", "rate"}), "a rate such as \"200/s\", above 0/s"));
}

BOOST_AUTO_TEST_CASE(what_is_empty_by_default_is_shown_as_a_shipped_scenario_has_it) {
  BOOST_TEST(contains(output_of({"explain", "sweep"}), "{ \"sweep\": { \"/workload/writers\": ["));
}

BOOST_AUTO_TEST_CASE(a_kind_among_other_fields_is_shown_with_its_name) {
  const std::string text = output_of({"explain", "open"});
  BOOST_TEST(contains(text, "NAME           when operations arrive: one of \"poisson\""), text);
  BOOST_TEST(contains(text, "{ \"open\": { \"poisson\": { \"rate\": \"…\" }"), text);
}

BOOST_AUTO_TEST_CASE(what_may_stand_in_several_places_is_told_once) {
  for (const std::string name : {"limits", "backoff"}) {
    const std::string text = output_of({"explain", name});
    BOOST_TEST(text.find("\n" + name + " (") == std::string::npos, text);
  }
  // The map of guards and the list of their names are two things.
  const std::string guards = output_of({"explain", "guards"});
  BOOST_TEST(contains(guards, "guards (part of a scenario): "));
  BOOST_TEST(contains(guards, "guards (field of policies, policy): "), guards);
}

BOOST_AUTO_TEST_CASE(metrics_are_listed_with_the_way_to_write_those_of_a_group) {
  BOOST_TEST(contains(output_of({"list", "metrics"}), "latency.p99{group:users}"));
  BOOST_TEST(!contains(output_of({"list", "guards"}), "group:users"));
}

BOOST_AUTO_TEST_CASE(no_summary_says_its_own_name_first) {
  for (const std::string kind : {"backoffs", "guards", "coordination", "metrics"})
    for (const std::string& name : listed(kind)) {
      const std::string text = output_of({"explain", name});
      const std::string summary = text.substr(text.find("): ") + 3);
      BOOST_TEST(!summary.starts_with(name + ":"), text);
    }
  for (const std::string name : {"exponential", "pareto", "lognormal", "zipf"}) {
    std::string text = output_of({"explain", name});
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    BOOST_TEST(!contains(text, "): " + name), text);
  }
}

BOOST_AUTO_TEST_CASE(a_kind_that_is_written_by_its_name_is_shown_so) {
  BOOST_TEST(contains(output_of({"explain", "trace"}),
                      R"({ "workload": { "arrivals": { "trace": "…" } } })"));
  BOOST_TEST(contains(output_of({"explain", "background_queue"}), "\"workers\": 1"));
}

BOOST_AUTO_TEST_SUITE_END()
