#include <array>

#include <contend/cli/commands.hpp>

namespace contend::cli {

extern const command run_command;
extern const command list_command;

std::span<const command> commands() {
  static const std::array all{run_command, list_command};
  return all;
}

}  // namespace contend::cli
