// A command of the executable, and how it says that it cannot go on.
//
// A new command is one file in commands/ that defines a `command`, and one line in commands.cpp.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <contend/cli/exit_code.hpp>

namespace contend::cli {

class arguments;

struct command {
  std::string_view name;
  std::string_view summary;
  /// Declares what the command takes, and returns what runs it once that is parsed.
  std::function<exit_code()> (*declare)(arguments&);
  /// Left out of help, completion and the man page: for the build, not for people.
  bool hidden = false;
};

/// Ends the command with `code`, saying what() on standard error after "contend: ".
class failure : public std::runtime_error {
 public:
  failure(exit_code code, const std::string& message) : std::runtime_error{message}, code_{code} {}
  [[nodiscard]] exit_code code() const noexcept { return code_; }

 private:
  exit_code code_;
};

}  // namespace contend::cli
