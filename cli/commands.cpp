#include <array>

#include <contend/cli/commands.hpp>

namespace contend::cli {

extern const command run_command;
extern const command report_command;
extern const command compare_command;
extern const command trace_command;
extern const command tune_command;
extern const command validate_command;
extern const command init_command;
extern const command list_command;
extern const command explain_command;
extern const command schema_command;
extern const command completion_command;
extern const command verify_command;
extern const command doctor_command;
extern const command man_command;

std::span<const command> commands() {
  static const std::array all{run_command,     report_command,   compare_command,    trace_command,
                              tune_command,    validate_command, init_command,       list_command,
                              explain_command, schema_command,   completion_command, verify_command,
                              doctor_command,  man_command};
  return all;
}

}  // namespace contend::cli
