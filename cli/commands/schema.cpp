// `contend schema`: the JSON Schema of scenario files.
#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

namespace {

std::function<exit_code()> declare(arguments&) {
  return [] {
    fmt::print("{}", config::to_text(scenarios::schema()));
    return exit_code::done;
  };
}

}  // namespace

extern const command schema_command{
    .name = "schema", .summary = "Print the JSON Schema of scenario files", .declare = declare};

}  // namespace contend::cli
