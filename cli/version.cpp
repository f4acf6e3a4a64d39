#include <contend_commit.hpp>

#include <fmt/format.h>

#include <contend/cli/version.hpp>

namespace contend::cli {

std::string_view version() noexcept { return CONTEND_VERSION; }
std::string_view commit() noexcept { return CONTEND_COMMIT; }
std::string_view compiler() noexcept { return CONTEND_COMPILER ", " CONTEND_BUILD_TYPE; }

std::string version_line() {
  return fmt::format("contend {} (commit {}, {})", version(), commit(), compiler());
}

}  // namespace contend::cli
