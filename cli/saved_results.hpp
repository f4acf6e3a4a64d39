// Results that were saved, as the command line names them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/reports/formats.hpp>

namespace contend::cli {

struct saved_result {
  std::filesystem::path path{};  ///< Of the file.
  std::string label{};           ///< As the user called it; empty: see labels_of.
  measure::result result{};
};

/// Of a result file, or the folder that `run --out` wrote; `LABEL=PATH` gives it a name. Throws
/// failure (invalid_input) if it cannot be read or is no result.
saved_result read_saved(const std::string& name);

/// What tells them apart: the names that they were given, or else their scenarios, or else their
/// folders, or else their places. One for each, no two alike.
std::vector<std::string> labels_of(const std::vector<saved_result>& all);

/// The format that a file's name asks for: .html, .md, .csv or .json. Throws failure (usage) where
/// it asks for none.
const reports::format& format_of_file(const std::string& name);

/// To the file `out`, whole or not at all; to standard output where it is empty. Throws failure
/// (usage) where it cannot be written.
void put_out(const std::string& text, const std::string& out);

}  // namespace contend::cli
