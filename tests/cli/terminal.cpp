// What depends on a terminal: colour and progress, with a real (pseudo-)terminal behind standard
// error or output, and Ctrl-C, with the real signal.
#include <csignal>
#include <string>

#include <boost/test/unit_test.hpp>
#include <cli/folder.hpp>
#include <cli/process.hpp>
#include <nlohmann/json.hpp>

using boost::unit_test::precondition;
using contend::test::call_contend;
using contend::test::finished;
using contend::test::folder;
using contend::test::process;
using contend::test::setting;

namespace {

constexpr auto escape = '\x1b';

std::vector<std::string> quick(const std::vector<std::string>& more) {
  std::vector<std::string> all{"run", "aws-backoff", "--replications", "2"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

bool has(const std::string& text, auto part) { return text.find(part) != std::string::npos; }

boost::test_tools::assertion_result on_a_machine_with_terminals(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result terminals{contend::test::has_terminals()};
  if (!terminals)
    terminals.message() << "this machine has no pseudo-terminals (is /dev/pts mounted?)";
  return terminals;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal)

BOOST_AUTO_TEST_CASE(a_terminal_gets_colour_and_a_pipe_does_not,
                     *precondition(on_a_machine_with_terminals)) {
  BOOST_TEST(has(call_contend(quick({}), {.on_terminal = true}).out, escape));
  BOOST_TEST(!has(call_contend(quick({})).out, escape));
}

BOOST_AUTO_TEST_CASE(no_color_is_honoured_where_nothing_else_is_said,
                     *precondition(on_a_machine_with_terminals)) {
  const setting how{.environment = {{"NO_COLOR", "1"}}, .on_terminal = true};
  BOOST_TEST(!has(call_contend(quick({"--progress", "none"}), how).out, escape));
  BOOST_TEST(has(call_contend(quick({"--color", "always"}), how).out, escape));
  const setting empty{.environment = {{"NO_COLOR", ""}}, .on_terminal = true};
  BOOST_TEST(has(call_contend(quick({}), empty).out, escape));
  const setting dumb{.environment = {{"TERM", "dumb"}}, .on_terminal = true};
  BOOST_TEST(!has(call_contend(quick({"--progress", "none"}), dumb).out, escape));
}

BOOST_AUTO_TEST_CASE(color_says_what_the_terminal_does_not,
                     *precondition(on_a_machine_with_terminals)) {
  BOOST_TEST(has(call_contend(quick({"--color", "always"})).out, escape));
  const finished never = call_contend(quick({"--color", "never"}), {.on_terminal = true});
  BOOST_TEST(!has(never.out, escape));
}

BOOST_AUTO_TEST_CASE(what_machines_read_is_never_coloured) {
  for (const char* format : {"json", "csv", "markdown"})
    BOOST_TEST(!has(call_contend(quick({"--color", "always", "--format", format})).out, escape));
}

BOOST_AUTO_TEST_CASE(progress_shows_on_a_terminal_and_is_gone_in_the_end,
                     *precondition(on_a_machine_with_terminals)) {
  const finished f = call_contend(quick({}), {.on_terminal = true});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(has(f.err, "/40 replications"));
  BOOST_TEST(f.err.ends_with("\r\x1b[K"));
}

BOOST_AUTO_TEST_CASE(progress_never_appears_in_a_pipe_unless_asked_for) {
  BOOST_TEST(call_contend(quick({})).err == "");
  BOOST_TEST(has(call_contend(quick({"--progress", "plain"})).err, "0/40 replications"));
}

BOOST_AUTO_TEST_CASE(policies_race_on_a_terminal_and_nowhere_else,
                     *precondition(on_a_machine_with_terminals)) {
  const std::vector<std::string> endless{"run",       "hot-key", "--replications",
                                         "100000000", "--set",   "/run/for=6s"};
  process shown{endless, {.environment = {{"LC_ALL", "C"}}, .on_terminal = true}};
  BOOST_REQUIRE(shown.wait_for_err("goodput so far, more is better"));
  BOOST_REQUIRE(shown.wait_for_err("full jitter"));
  shown.send(SIGINT);
  const finished f = shown.wait();
  BOOST_TEST(f.code == 130);
  BOOST_TEST(!has(f.err, "█"));
  BOOST_TEST(!has(call_contend(quick({"--progress", "plain"})).err, "so far"));
}

BOOST_AUTO_TEST_CASE(progress_as_json_is_one_object_a_line) {
  const finished f = call_contend(quick({"--progress", "json"}));
  const auto line = nlohmann::json::parse(f.err.substr(0, f.err.find('\n')));
  BOOST_TEST(line["total"] == 40);
}

BOOST_AUTO_TEST_CASE(quiet_shows_no_progress_even_on_a_terminal,
                     *precondition(on_a_machine_with_terminals)) {
  BOOST_TEST(call_contend(quick({"--quiet"}), {.on_terminal = true}).err == "");
}

BOOST_AUTO_TEST_CASE(an_interrupt_keeps_what_is_finished) {
  const folder here;
  process long_run{{"run", "uniform", "--replications", "100000000", "--set", "/run/for=6s",
                    "--out", "out", "--progress", "json"},
                   {.folder = here.path()}};
  // On a slow machine more than the first line says that nothing is done yet.
  BOOST_REQUIRE(long_run.wait_for_err([](const std::string& err) {
    const std::size_t end = err.rfind('\n');
    if (end == std::string::npos || end == 0) return false;
    const std::size_t last = err.rfind('\n', end - 1) + 1;
    return nlohmann::json::parse(err.substr(last, end - last))["done"] >= 100;
  }));
  long_run.send(SIGINT);
  const finished f = long_run.wait();

  BOOST_TEST(f.code == 130);
  BOOST_TEST(has(f.err, "contend: interrupted: "));
  BOOST_TEST(has(f.out, "full jitter"));
  const auto result = nlohmann::json::parse(here.read("out/result.json"));
  for (const auto& policy : result["points"][0]["policies"]) {
    const auto replications = policy["metrics"]["commits"]["replications"].get<std::uint64_t>();
    BOOST_TEST(replications > 0U);
    BOOST_TEST(replications < 100'000'000U);
  }
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_a_replication_that_would_take_ages) {
  const folder here;
  process long_run{
      {"run", "hot-key", "--set", "/run/for=100000000s", "--out", "out", "--progress", "plain"},
      {.folder = here.path()}};
  BOOST_REQUIRE(long_run.wait_for_err("0/150"));
  long_run.send(SIGINT);
  const finished f = long_run.wait();
  BOOST_TEST(f.code == 130);
  BOOST_TEST(has(f.err, "interrupted: 0 of 150 replications"));
  BOOST_TEST(f.out == "");
  BOOST_TEST(here.read("out/result.json") == "");
}

BOOST_AUTO_TEST_SUITE_END()
