// From the command line to the command that it names, and from whatever happens there to an exit
// code.
#pragma once

#include <span>

#include <contend/cli/command.hpp>

namespace contend::cli {

/// Parses the arguments, runs the command that they name and says on standard error what went
/// wrong. Throws nothing.
exit_code dispatch(int argc, const char* const* argv, std::span<const command> commands) noexcept;

}  // namespace contend::cli
