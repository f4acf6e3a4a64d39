#include <contend_commit.hpp>

#include <fmt/format.h>

#include <contend/cli/file_content.hpp>
#include <contend/cli/version.hpp>
#include <contend/measure/detail/sha256.hpp>

namespace contend::cli {

std::string_view version() noexcept { return CONTEND_VERSION; }
std::string_view commit() noexcept { return CONTEND_COMMIT; }
std::string_view compiler() noexcept { return CONTEND_COMPILER ", " CONTEND_BUILD_TYPE; }

std::string build_identity() {
  std::string identity = fmt::format("{} {} {}", version(), commit(), compiler());
  const bool says_all = commit() != "unknown" && !commit().ends_with("-dirty");
  if (says_all) return identity;
  return identity + " " + measure::detail::sha256(content_of("/proc/self/exe").value_or(""));
}

std::string version_line() {
  return fmt::format("contend {} (commit {}, {})", version(), commit(), compiler());
}

}  // namespace contend::cli
