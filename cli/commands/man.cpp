// `contend man`: the manual page, which the build calls to make and install it.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/commands.hpp>
#include <contend/cli/version.hpp>

namespace contend::cli {

namespace {

/// As roff takes it: no line that starts with a control character, no bare hyphen or backslash.
std::string roff(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '-' || c == '\\') safe += '\\';
    safe += c == '\\' ? 'e' : c;
  }
  return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

void print_command(const declared_command& command) {
  std::string usage = fmt::format("\\fBcontend {}\\fR", command.name);
  if (const auto& free = command.positional) {
    const std::string name = fmt::format("\\fI{}\\fR...", roff(free->name));
    usage += free->required ? " " + name : " [" + name + "]";
  }
  if (!command.flags.empty()) usage += " [\\fIFLAGS\\fR]";
  fmt::print(".SS {}\n{}.\n", usage, roff(command.summary));
  if (const auto& free = command.positional)
    fmt::print(".TP\n\\fI{}\\fR\n{}\n", roff(free->name), roff(free->help));
  for (const declared_flag& flag : command.flags)
    fmt::print(".TP\n\\fB{}\\fR{}\n{}{}\n", roff(flag.names),
               flag.type.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(flag.type)),
               roff(flag.help), flag.repeatable ? " (may be given again)" : "");
}

exit_code man() {
  fmt::print(".TH CONTEND 1 \"\" \"contend {}\" \"User Commands\"\n", roff(version()));
  fmt::print(".SH NAME\ncontend \\- decides how concurrent writers retry\n");
  fmt::print(".SH SYNOPSIS\n\\fBcontend\\fR \\fICOMMAND\\fR [\\fIARGUMENTS\\fR] [\\fIFLAGS\\fR]\n");
  fmt::print(".SH DESCRIPTION\n{}\n.SH COMMANDS\n", roff(about));
  for (const declared_command& one : declarations(commands())) print_command(one);
  fmt::print(".SH EXIT STATUS\n{}\n", roff(exit_codes));
  fmt::print(
      ".SH ENVIRONMENT\n.TP\n\\fBNO_COLOR\\fR\nif set, output is not coloured unless "
      "\\fB\\-\\-color always\\fR asks for it\n");
  return exit_code::done;
}

std::function<exit_code()> declare(arguments&) { return man; }

}  // namespace

extern const command man_command{
    .name = "man", .summary = "Print the manual page, as roff", .declare = declare, .hidden = true};

}  // namespace contend::cli
