// Where `--out` puts the results of each scenario, made and checked before anything is simulated.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace contend::cli {

/// One scenario's results lie in `out` itself, those of several each in a folder of its name below.
/// Throws failure (usage) if two scenarios would share one. Touches no disk.
std::vector<std::filesystem::path> output_folders(const std::filesystem::path& out,
                                                  const std::vector<std::string>& scenarios);

/// Whether the folders, or the nearest above them that are there, could be written to. Makes
/// nothing. Throws failure (usage) if not.
void check_writable(const std::vector<std::filesystem::path>& folders);

/// Makes what is missing. Throws failure (usage) if a folder cannot be written to.
void make_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace contend::cli
