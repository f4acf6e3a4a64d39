#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <contend/policies/config/document.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::scenarios {

namespace {

[[noreturn]] void refuse(const std::string& file, std::string message, std::string hint = {}) {
  config::diagnostics errors;
  errors.error(file, std::move(message), std::move(hint));
  throw config::invalid_config{errors};
}

/// The file beside it whose name is spelt much like that of `path`, which is not there.
std::string file_meant(const std::filesystem::path& path) {
  std::vector<std::string> names;
  std::error_code ignored;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  for (const auto& one : std::filesystem::directory_iterator{folder, ignored})
    if (one.path().extension() == path.extension()) names.push_back(one.path().stem().string());
  std::sort(names.begin(), names.end());
  const std::string name = path.stem().string();
  const auto near = config::closest(name, {names.begin(), names.end()});
  return near.empty() ? "" : fmt::format("did you mean \"{}{}\"?", near, path.extension().string());
}

[[noreturn]] void refuse_with_errno(const std::string& path) {
  const std::error_code why{errno, std::generic_category()};
  refuse(path, why.message(), why == std::errc::no_such_file_or_directory ? file_meant(path) : "");
}

/// No more than a document may have and one byte, so that a file without end is refused too.
std::string text_of(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) refuse(path, "is a directory");
  errno = 0;
  std::ifstream in{path, std::ios::binary};
  if (!in) refuse_with_errno(path);
  std::string text;
  std::array<char, 65536> part;
  while (text.size() <= config::most_bytes && in) {
    in.read(part.data(), part.size());
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) refuse_with_errno(path);
  return text;
}

}  // namespace

scenario load(const std::string& path_or_name, const load_options& options) {
  const bool path = path_or_name.find('/') != std::string::npos || path_or_name.ends_with(".json");
  if (path) return read_scenario(text_of(path_or_name), path_or_name, options);
  if (const shipped_scenario* shipped = find_shipped(path_or_name))
    return read_scenario(std::string{shipped->text}, path_or_name + ".json", options);
  std::error_code ignored;
  if (std::filesystem::exists(path_or_name, ignored))
    return read_scenario(text_of(path_or_name), path_or_name, options);
  std::vector<std::string_view> names;
  for (const shipped_scenario& known : library()) names.push_back(known.name);
  refuse(path_or_name, "there is neither such a file nor a shipped scenario of this name",
         config::did_you_mean(path_or_name, names));
}

}  // namespace contend::scenarios
