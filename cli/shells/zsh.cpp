// Completion for zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html
#include <fmt/format.h>

#include <contend/cli/shells.hpp>

namespace contend::cli {

namespace {

constexpr std::string_view head = R"(#compdef contend
# zsh completion for contend, made by `contend completion zsh`.
# Put it as _contend into a folder of $fpath, or source it after compinit.
_contend() {
  local -a commands
  commands=(
)";

constexpr std::string_view middle = R"(  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
)";

constexpr std::string_view tail = R"(  esac
}
compdef _contend contend
)";

/// Within single quotes, and where brackets and colons mean something.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\'')
      safe += "'\\''";
    else if (c == '[' || c == ']' || c == ':')
      safe += std::string{'\\'} + c;
    else
      safe += c;
  }
  return safe;
}

std::string value_of(const declared_flag& flag) {
  if (!values_of(flag).empty()) return fmt::format(":value:({})", in_a_row(values_of(flag)));
  return fmt::format(":{}:{}", escaped(flag.type), is_file(flag.type) ? "_files" : " ");
}

std::string arm(const declared_command& command) {
  std::string text = fmt::format("    {})\n      _arguments", command.name);
  for (const declared_flag& flag : command.flags)
    for (const std::string& name : names_of(flag))
      text += fmt::format(" \\\n        '{}{}[{}]{}'", flag.repeatable ? "*" : "", name,
                          escaped(flag.help), flag.type.empty() ? "" : value_of(flag));
  if (const auto& free = command.positional) {
    std::string offers;
    if (free->known != nullptr)
      offers += fmt::format(" \"names:name:({})\"", in_a_row(free->known()));
    if (is_file(free->name)) offers += " \"files:file:_files\"";
    text += fmt::format(" \\\n        '*:{}:{{_alternative{}}}'", free->name, offers);
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_script(const std::vector<declared_command>& commands) {
  std::string script{head};
  for (const declared_command& one : commands)
    script += fmt::format("    '{}:{}'\n", one.name, escaped(one.summary));
  script += middle;
  for (const declared_command& one : commands) script += arm(one);
  return script + std::string{tail};
}

}  // namespace contend::cli
