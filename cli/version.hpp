// Which Contend this is.
#pragma once

#include <string>
#include <string_view>

namespace contend::cli {

std::string_view version() noexcept;  ///< "0.1.0"
std::string_view
commit() noexcept;  ///< The commit that it was built from; "-dirty" if changed since.
std::string_view compiler() noexcept;  ///< "GNU 12.2.0, Release"

/// What tells this build from every other whose results might differ: all of the above, and where
/// the commit alone does not say what was built, the digest of the executable.
std::string build_identity();

/// All of it in the line that `contend --version` prints.
std::string version_line();

}  // namespace contend::cli
