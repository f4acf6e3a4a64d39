// How the executable answers right and wrong usage: each test runs it as a process and looks at its
// exit status and both of its streams.
#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <cli/process.hpp>

using contend::test::call_contend;
using contend::test::finished;

namespace {

std::string golden(const std::string& name) {
  std::ifstream file{CONTEND_TEST_FOLDER "/golden/" + name};
  BOOST_REQUIRE_MESSAGE(file, "no golden file " << name);
  return (std::ostringstream{} << file.rdbuf()).str();
}

/// Wrong usage: status 2, the message, nothing on standard output.
void refuses(const std::vector<std::string>& arguments, const std::string& message) {
  const finished f = call_contend(arguments);
  BOOST_TEST_CONTEXT("standard error: " << f.err) {
    BOOST_TEST(f.code == 2);
    BOOST_TEST(f.out == "");
    BOOST_TEST(f.err.find("contend: " + message) != std::string::npos);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(help_is_as_written_down) {
  for (const char* command : {"", "run", "report", "compare", "trace", "tune", "validate", "init",
                              "list", "explain", "verify", "doctor"}) {
    const std::string name = command;
    const finished f = name.empty() ? call_contend({"--help"}) : call_contend({name, "--help"});
    BOOST_TEST(f.code == 0);
    BOOST_TEST(f.err == "");
    BOOST_TEST(f.out == golden(name.empty() ? "help.txt" : "help-" + name + ".txt"));
  }
}

BOOST_AUTO_TEST_CASE(help_fits_into_a_hundred_columns) {
  for (const char* name :
       {"help.txt", "help-run.txt", "help-report.txt", "help-compare.txt", "help-trace.txt",
        "help-tune.txt", "help-validate.txt", "help-init.txt", "help-list.txt", "help-explain.txt",
        "help-verify.txt", "help-doctor.txt"}) {
    std::istringstream lines{golden(name)};
    for (std::string line; std::getline(lines, line);) BOOST_TEST(line.size() <= 100);
  }
}

BOOST_AUTO_TEST_CASE(the_version_names_the_commit_and_the_compiler) {
  const finished f = call_contend({"--version"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out.starts_with("contend 0."));
  BOOST_TEST(f.out.find("commit ") != std::string::npos);
  BOOST_TEST(f.out.ends_with(")\n"));
}

BOOST_AUTO_TEST_CASE(help_as_a_command_is_what_the_flag_gives) {
  BOOST_TEST(call_contend({"help"}).out == golden("help.txt"));
  BOOST_TEST(call_contend({"help", "run"}).out == golden("help-run.txt"));
}

BOOST_AUTO_TEST_CASE(an_argument_may_have_the_name_of_a_command) {
  const finished f = call_contend({"explain", "run"});
  BOOST_TEST(f.code == 0);
  BOOST_TEST(f.out.find("run (part of a scenario)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_command_is_wrong_usage) { refuses({}, "say what to do"); }

BOOST_AUTO_TEST_CASE(an_unknown_command_gets_the_one_that_was_probably_meant) {
  refuses({"rnu", "hot-key"}, "unknown command \"rnu\"; did you mean \"run\"?");
  refuses({"xyzzy"}, "unknown command \"xyzzy\"\n");
}

BOOST_AUTO_TEST_CASE(an_unknown_flag_gets_the_one_that_was_probably_meant) {
  refuses({"--versoin"}, "unknown flag \"--versoin\"; did you mean \"--version\"?");
  refuses({"run", "hot-key", "--polcy", "x"},
          "unknown flag \"--polcy\"; did you mean \"--policy\"?");
  refuses({"run", "hot-key", "--sede=3"}, "unknown flag \"--sede\"; did you mean \"--seed\"?");
}

BOOST_AUTO_TEST_CASE(a_flag_without_its_value_is_wrong_usage) {
  refuses({"run", "hot-key", "--seed"}, "--seed");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_kind_is_wrong_usage) {
  refuses({"run", "hot-key", "--seed", "one"}, "--seed");
  refuses({"run", "hot-key", "--seed=-1"}, "--seed");
  refuses({"run", "hot-key", "--replications", "0"}, "--replications");
  refuses({"run", "hot-key", "--replications", "99999999999"}, "--replications");
  refuses({"run", "hot-key", "--jobs", "0"}, "--jobs");
  refuses({"run", "hot-key", "--format", "tabel"}, "--format");
}

BOOST_AUTO_TEST_CASE(an_unknown_list_gets_the_one_that_was_probably_meant) {
  refuses({"list", "metric"}, "there is no list of \"metric\"; did you mean \"metrics\"?");
}

BOOST_AUTO_TEST_CASE(wrong_usage_points_to_the_help_of_the_command) {
  BOOST_TEST(call_contend({"run"}).err.find("`contend run --help`") != std::string::npos);
  BOOST_TEST(call_contend({"rnu"}).err.find("`contend --help`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_last_of_a_repeated_flag_counts) {
  const auto seed_of = [](const std::vector<std::string>& flags) {
    std::vector<std::string> arguments{"run", "uniform",  "--policy", "none",  "--replications",
                                       "1",   "--format", "csv",      "--set", "/run/for=6s"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return call_contend(arguments).out;
  };
  BOOST_TEST(seed_of({"--seed", "1", "--seed", "2"}) == seed_of({"--seed", "2"}));
  BOOST_TEST(seed_of({"--seed", "1"}) != seed_of({"--seed", "2"}));
}

BOOST_AUTO_TEST_CASE(run_without_a_scenario_is_wrong_usage) { refuses({"run"}, "SCENARIO"); }

BOOST_AUTO_TEST_SUITE_END()
