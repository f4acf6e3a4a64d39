#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

#include <contend/cli/terminal.hpp>

namespace contend::cli {

namespace {

std::string_view variable(const char* name) noexcept {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool is_terminal(std::FILE* stream) noexcept { return isatty(fileno(stream)) == 1; }

std::size_t columns(std::FILE* stream) noexcept {
  winsize size{};
  const bool told = ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return told ? size.ws_col : 80;
}

bool speaks_utf8() noexcept {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view locale = variable(name);
    if (locale.empty()) continue;
    for (const char* charset : {"UTF-8", "utf-8", "UTF8", "utf8"})
      if (locale.find(charset) != locale.npos) return true;
    return false;
  }
  return false;
}

bool wants_color(color_choice choice, std::FILE* stream) noexcept {
  if (choice != color_choice::automatic) return choice == color_choice::always;
  return variable("NO_COLOR").empty() && variable("TERM") != "dumb" && is_terminal(stream);
}

}  // namespace contend::cli
