#include <fstream>
#include <iterator>

#include <contend/cli/file_content.hpp>

namespace contend::cli {

std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return {};
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace contend::cli
