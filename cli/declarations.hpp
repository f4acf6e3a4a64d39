// What the commands take, as data: help, completion and the man page say the same since they are
// made of the same declarations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace contend::cli {

struct declared_flag {
  std::string names{};                            ///< "-q,--quiet".
  std::string type{};                             ///< "N", "DIR"; empty for one that is on or off.
  std::string help{};                             ///< A sentence without its full stop.
  bool repeatable = false;                        ///< Whether it collects.
  std::vector<std::string> words{};               ///< All values that it takes, where they are few.
  std::vector<std::string> (*known)() = nullptr;  ///< Values that a shell may offer; may be null.
};

/// What stands on the line without a flag.
struct declared_argument {
  std::string name{};
  std::string help{};
  bool required = false;
  std::vector<std::string> (*known)() = nullptr;  ///< What a shell may offer; may be null.
};

struct declared_command {
  std::string name{};
  std::string summary{};
  std::optional<declared_argument> positional{};
  std::vector<declared_flag> flags{};
};

inline constexpr std::string_view about =
    "Decides how concurrent writers retry: simulates a workload under several policies\n"
    "and says which one serves it best.";

inline constexpr std::string_view exit_codes =
    "Exit status: 0 done, 1 internal error, 2 usage, 3 invalid scenario, result or other file,\n"
    "4 a store cannot be reached, 5 a correctness invariant was violated, 10 a threshold failed,\n"
    "11 worse than the baseline, 12 something is inconclusive (with --strict), 130 interrupted\n"
    "(what was finished is kept).\n"
    "`contend COMMAND --help` says more about each command.";

}  // namespace contend::cli
