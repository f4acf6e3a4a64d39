// Where `--out` puts the results of each scenario, made and checked before anything is simulated.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace contend::cli {

/// One scenario's results lie in `out` itself, those of several each in a folder of its name below.
/// Makes what is missing. Throws failure (usage) if a folder cannot be written to, or two scenarios
/// would share one.
std::vector<std::filesystem::path> make_output_folders(const std::filesystem::path& out,
                                                       const std::vector<std::string>& scenarios);

}  // namespace contend::cli
