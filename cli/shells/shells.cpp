#include <array>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <contend/cli/shells.hpp>

namespace contend::cli {

std::string bash_script(const std::vector<declared_command>& commands);
std::string zsh_script(const std::vector<declared_command>& commands);
std::string fish_script(const std::vector<declared_command>& commands);

std::span<const shell> shells() noexcept {
  static constexpr std::array all{shell{"bash", bash_script}, shell{"zsh", zsh_script},
                                  shell{"fish", fish_script}};
  return all;
}

std::vector<std::string> names_of(const declared_flag& flag) {
  std::vector<std::string> names;
  std::istringstream parts{flag.names};
  for (std::string name; std::getline(parts, name, ',');) names.push_back(name);
  return names;
}

std::vector<std::string> values_of(const declared_flag& flag) {
  return flag.known != nullptr ? flag.known() : flag.words;
}

bool is_file(std::string_view type) noexcept {
  return type == "FILE" || type == "DIR" || type == "SCENARIO" || type == "RESULT";
}

std::string in_a_row(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace contend::cli
