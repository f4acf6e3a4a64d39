// `contend validate`: every mistake of every scenario, without running anything.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/names.hpp>
#include <contend/cli/plan.hpp>
#include <contend/policies/config/diagnostics.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

namespace {

struct validate_arguments {
  std::vector<std::string> scenarios{};
  scenarios::load_options changes{};
  bool quiet = false;
};

exit_code validate(const validate_arguments& asked) {
  bool valid = true;
  for (const std::string& one : asked.scenarios) {
    try {
      const scenarios::scenario loaded = scenarios::load(one, asked.changes);
      if (!asked.quiet) fmt::print("{}: valid: {}\n", one, plan_of(loaded));
    } catch (const config::invalid_config& wrong) {
      valid = false;
      std::fflush(stdout);  // so that the files keep their order where both streams meet
      fmt::print(stderr, "{}", wrong.what());
    }
  }
  return valid ? exit_code::done : exit_code::invalid_input;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<validate_arguments>();
  takes.positional("SCENARIO", "files, or names of shipped scenarios", asked->scenarios, true,
                   scenario_names);
  takes.texts("--set", "/json/pointer=value", "change a value of the scenario first",
              asked->changes.settings);
  takes.on_off("-q,--quiet", "say nothing of what is valid", asked->quiet);
  return [asked] { return validate(*asked); };
}

}  // namespace

extern const command validate_command{
    .name = "validate", .summary = "Check scenarios and show every mistake", .declare = declare};

}  // namespace contend::cli
