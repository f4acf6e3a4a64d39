// Completion for bash:
// https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
#include <fmt/format.h>

#include <contend/cli/shells.hpp>

namespace contend::cli {

namespace {

constexpr std::string_view head =
    R"(# bash completion for contend, made by `contend completion bash`.
# Put it into ~/.local/share/bash-completion/completions/contend, or source it.
_contend() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
  local flags="" values="" files=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{} --help --version" -- "$cur"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
)";

constexpr std::string_view tail = R"(  esac
  case $cur in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$cur")) ;;
    *)
      COMPREPLY=($(compgen -W "$values" -- "$cur"))
      [ -z "$files" ] || COMPREPLY+=($(compgen -f -- "$cur"))
      ;;
  esac
}
complete -o filenames -F _contend contend
)";

/// What follows a flag that takes a value.
std::string after(const declared_flag& flag) {
  std::string pattern;
  for (const std::string& name : names_of(flag)) pattern += (pattern.empty() ? "" : "|") + name;
  std::string reply = "";
  if (!values_of(flag).empty())
    reply =
        fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$cur\")); ", in_a_row(values_of(flag)));
  else if (is_file(flag.type))
    reply = "COMPREPLY=($(compgen -f -- \"$cur\")); ";
  return fmt::format("        {}) {}return ;;\n", pattern, reply);
}

std::string arm(const declared_command& command) {
  std::vector<std::string> flags;
  std::string values;
  for (const declared_flag& flag : command.flags) {
    for (const std::string& name : names_of(flag)) flags.push_back(name);
    if (!flag.type.empty()) values += after(flag);
  }
  std::string text = fmt::format("    {})\n      flags=\"{}\"\n", command.name, in_a_row(flags));
  if (const auto& free = command.positional) {
    if (free->known != nullptr)
      text += fmt::format("      values=\"{}\"\n", in_a_row(free->known()));
    if (is_file(free->name)) text += "      files=yes\n";
  }
  if (!values.empty()) text += "      case $prev in\n" + values + "      esac\n";
  return text + "      ;;\n";
}

}  // namespace

std::string bash_script(const std::vector<declared_command>& commands) {
  std::vector<std::string> names;
  for (const declared_command& one : commands) names.push_back(one.name);
  std::string script = fmt::format(head, in_a_row(names));
  for (const declared_command& one : commands) script += arm(one);
  return script + std::string{tail};
}

}  // namespace contend::cli
