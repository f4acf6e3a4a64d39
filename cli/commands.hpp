// Every command of the executable.
#pragma once

#include <span>

#include <contend/cli/command.hpp>

namespace contend::cli {

/// In the order in which `contend --help` shows them.
std::span<const command> commands();

}  // namespace contend::cli
