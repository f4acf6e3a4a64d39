// Writing reports to files so that nothing is ever half-written.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include <contend/measure/result.hpp>

namespace contend::reports {

/// Writes `content` to `path`, whole or not at all: into a file beside it, flushed to the disk,
/// which then takes the name. A file that was there stays as it was if anything fails. Throws
/// std::filesystem::filesystem_error with the path and the reason.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Writes every format that has a file name into `folder`, which is made where it is missing. All
/// are rendered before the first is written. Returns the files' paths. Throws as write_file().
std::vector<std::filesystem::path> write_reports(const measure::result& r,
                                                 const std::filesystem::path& folder);

}  // namespace contend::reports
