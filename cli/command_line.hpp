// The command line: commands declare their arguments here, and it finds the one that was meant.
//
// All that is known of CLI11 is in command_line.cpp; what it words for programmers is said to
// people, and what is unknown gets a "did you mean".
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/cli/command.hpp>
#include <contend/cli/declarations.hpp>

namespace CLI {
class App;
}

namespace contend::cli {

/// What one command takes. Each function declares an argument; what parsing fills must live until
/// then. A flag that is given twice counts the last time, unless it collects.
class arguments {
 public:
  /// What is declared is written down in `declared`, too.
  arguments(CLI::App& app, declared_command& declared, std::string command_line)
      : app_{app}, declared_{declared}, command_line_{std::move(command_line)} {}

  /// All that was typed, as a shell would take it again.
  [[nodiscard]] const std::string& command_line() const noexcept { return command_line_; }

  /// What stands on the line without a flag, any number of it. `known`: what a shell may offer.
  void positional(const std::string& name, const std::string& help, std::vector<std::string>& into,
                  bool required, std::vector<std::string> (*known)() = nullptr);

  void on_off(const std::string& flags, const std::string& help, bool& into);
  void text(const std::string& flag, const std::string& type, const std::string& help,
            std::string& into, std::vector<std::string> (*known)() = nullptr);
  /// The same, checked and kept by `take`, which throws failure for what it does not like.
  void value(const std::string& flag, const std::string& type, const std::string& help,
             std::function<void(const std::string&)> take);
  /// Collects one value each time that it is given.
  void texts(const std::string& flag, const std::string& type, const std::string& help,
             std::vector<std::string>& into);
  /// A whole number from `least` to `most`.
  void number(const std::string& flag, const std::string& help,
              std::function<void(std::uint64_t)> take, std::uint64_t least = 0,
              std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  /// One of a few words, which the help names in this order.
  void word(const std::string& flag, const std::string& help, const std::vector<std::string>& words,
            std::function<void(std::size_t)> take);

  /// The same, into an enumeration.
  template <class E>
  void choice(const std::string& flag, const std::string& help,
              const std::vector<std::pair<std::string, E>>& choices, E& into) {
    std::vector<std::string> words;
    for (const auto& one : choices) words.push_back(one.first);
    word(flag, help, words, [choices, &into](std::size_t index) { into = choices[index].second; });
  }

 private:
  /// A flag with one value, which `take` checks and keeps.
  void add(const declared_flag& flag, const std::function<void(const std::string&)>& take);

  CLI::App& app_;
  declared_command& declared_;
  std::string command_line_;
};

/// What each command that is for people takes.
std::vector<declared_command> declarations(std::span<const command> commands);

/// What the arguments ask for, ready to be run. --help and --version are answered within. Throws
/// failure for wrong usage.
std::function<exit_code()> parse(int argc, const char* const* argv,
                                 std::span<const command> commands);

}  // namespace contend::cli
