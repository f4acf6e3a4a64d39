#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/output_folders.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& folder, const std::error_code& why) {
  throw failure{exit_code::usage,
                fmt::format("--out: cannot write to {}: {}", folder.string(), why.message())};
}

/// A scenario may be called anything, a folder below `out` may not.
std::string folder_name(std::string name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; };
  for (char& c : name)
    if (!allowed(static_cast<unsigned char>(c))) c = '-';
  return name.empty() ? "scenario" : name;
}

void make(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(folder, error);
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    refuse(folder, std::error_code{errno, std::generic_category()});
}

}  // namespace

std::vector<fs::path> output_folders(const fs::path& out,
                                     const std::vector<std::string>& scenarios) {
  std::vector<fs::path> folders;
  for (const std::string& name : scenarios) {
    const fs::path folder = scenarios.size() == 1 ? out : out / folder_name(name);
    if (std::ranges::find(folders, folder) != folders.end())
      throw failure{exit_code::usage,
                    fmt::format("--out: two scenarios would write to {}", folder.string())};
    folders.push_back(folder);
  }
  return folders;
}

void check_writable(const std::vector<fs::path>& folders) {
  for (fs::path at : folders) {
    std::error_code ignored;
    const fs::path folder = at;
    while (!fs::exists(at, ignored) && at.has_relative_path())
      at = at.has_parent_path() ? at.parent_path() : fs::path{"."};
    if (!fs::is_directory(at, ignored))
      refuse(folder, std::make_error_code(std::errc::not_a_directory));
    if (access(at.c_str(), W_OK | X_OK) != 0)
      refuse(folder, std::error_code{errno, std::generic_category()});
  }
}

void make_folders(const std::vector<fs::path>& folders) {
  for (const fs::path& folder : folders) make(folder);
}

}  // namespace contend::cli
