// `contend completion`: a script that teaches a shell to complete the command line.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/commands.hpp>
#include <contend/cli/shells.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::cli {

namespace {

std::vector<std::string> shell_names() {
  std::vector<std::string> names;
  for (const shell& one : shells()) names.emplace_back(one.name);
  return names;
}

exit_code completion(const std::vector<std::string>& wanted) {
  if (wanted.size() != 1) throw failure{exit_code::usage, "name one shell: bash, zsh or fish"};
  for (const shell& one : shells()) {
    if (one.name != wanted.front()) continue;
    fmt::print("{}", one.script(declarations(commands())));
    return exit_code::done;
  }
  const std::vector<std::string> names = shell_names();
  throw failure{exit_code::usage,
                fmt::format("no completion for \"{}\"; {}", wanted.front(),
                            config::did_you_mean(wanted.front(), {names.begin(), names.end()}))};
}

std::function<exit_code()> declare(arguments& takes) {
  const auto wanted = std::make_shared<std::vector<std::string>>();
  takes.positional("SHELL", "bash, zsh or fish", *wanted, true, shell_names);
  return [wanted] { return completion(*wanted); };
}

}  // namespace

extern const command completion_command{.name = "completion",
                                        .summary =
                                            "Print a script that completes commands in a "
                                            "shell",
                                        .declare = declare};

}  // namespace contend::cli
