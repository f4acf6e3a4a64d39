// What `contend run` was asked to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <contend/cli/baseline.hpp>
#include <contend/cli/command_line.hpp>
#include <contend/cli/precision.hpp>
#include <contend/cli/progress.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/reports/formats.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

struct run_arguments {
  std::vector<std::string> scenarios{};     ///< Paths or names of shipped ones.
  scenarios::load_options changes{};        ///< To each of them.
  unsigned jobs = 0;                        ///< Threads; 0: one a core.
  std::string out{};                        ///< A folder; empty: nothing is written.
  const reports::format* format = nullptr;  ///< Of standard output; never null once declared.
  progress_style progress = progress_style::automatic;
  color_choice color = color_choice::automatic;
  std::optional<precision> until_ci{};
  std::string baseline{};  ///< A saved result; empty: none.
  baseline_options compared{};
  bool strict = false;   ///< An inconclusive threshold or comparison is a failure, too.
  bool resume = false;   ///< Goes on from what an unfinished run left in `out`.
  bool dry_run = false;  ///< Everything but the simulation.
  bool quiet = false;
  bool verbose = false;
};

/// Declares the arguments of `run`; parsing fills `into`, which must live until then.
void declare(arguments& takes, run_arguments& into);

}  // namespace contend::cli
