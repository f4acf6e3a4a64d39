// Completion for fish: https://fishshell.com/docs/current/completions.html
#include <fmt/format.h>

#include <contend/cli/shells.hpp>

namespace contend::cli {

namespace {

constexpr std::string_view head =
    R"(# fish completion for contend, made by `contend completion fish`.
# Put it into ~/.config/fish/completions/contend.fish.
complete -c contend -f
complete -c contend -n __fish_use_subcommand -l help -d 'print this help and exit'
complete -c contend -n __fish_use_subcommand -l version -d 'print the version and exit'
)";

std::string in_quotes(std::string_view text) {
  std::string safe = "'";
  for (const char c : text) safe += c == '\'' || c == '\\' ? std::string{'\\'} + c : std::string{c};
  return safe + "'";
}

std::string line(const declared_command& command, const declared_flag& flag) {
  std::string text =
      fmt::format("complete -c contend -n '__fish_seen_subcommand_from {}'", command.name);
  for (const std::string& name : names_of(flag))
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!values_of(flag).empty())
    text += fmt::format(" -x -a '{}'", in_a_row(values_of(flag)));
  else if (is_file(flag.type))
    text += " -r -F";
  else if (!flag.type.empty())
    text += " -x";
  return text + " -d " + in_quotes(flag.help) + "\n";
}

std::string lines(const declared_command& command) {
  std::string text = fmt::format("complete -c contend -n __fish_use_subcommand -a {} -d {}\n",
                                 command.name, in_quotes(command.summary));
  for (const declared_flag& flag : command.flags) text += line(command, flag);
  const auto& free = command.positional;
  if (!free) return text;
  const std::string here =
      fmt::format("complete -c contend -n '__fish_seen_subcommand_from {}'", command.name);
  if (free->known != nullptr) text += fmt::format("{} -a '{}'\n", here, in_a_row(free->known()));
  if (is_file(free->name)) text += here + " -F\n";
  return text;
}

}  // namespace

std::string fish_script(const std::vector<declared_command>& commands) {
  std::string script{head};
  for (const declared_command& one : commands) script += lines(one);
  return script;
}

}  // namespace contend::cli
