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

std::vector<fs::path> make_output_folders(const fs::path& out,
                                          const std::vector<std::string>& scenarios) {
  std::vector<fs::path> folders;
  for (const std::string& name : scenarios) {
    const fs::path folder = scenarios.size() == 1 ? out : out / folder_name(name);
    if (std::ranges::find(folders, folder) != folders.end())
      throw failure{exit_code::usage,
                    fmt::format("--out: two scenarios would write to {}", folder.string())};
    make(folder);
    folders.push_back(folder);
  }
  return folders;
}

}  // namespace contend::cli
