#include <cstdio>
#include <exception>
#include <string_view>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/dispatch.hpp>
#include <contend/policies/config/diagnostics.hpp>
#include <contend/sim/standstill.hpp>

namespace contend::cli {

namespace {

exit_code say(exit_code code, std::string_view message) {
  fmt::print(stderr, "contend: {}\n", message);
  return code;
}

exit_code say_usage(std::string_view message, std::string_view command) {
  say(exit_code::usage, message);
  fmt::print(stderr, "`contend {}{}--help` says how it is used.\n", command,
             command.empty() ? "" : " ");
  return exit_code::usage;
}

/// The command that the arguments name, or nothing.
std::string_view named_command(int argc, const char* const* argv,
                               std::span<const command> commands) {
  for (const command& one : commands)
    if (argc > 1 && one.name == argv[1]) return one.name;
  return {};
}

}  // namespace

exit_code dispatch(int argc, const char* const* argv, std::span<const command> commands) noexcept {
  try {
    const exit_code code = parse(argc, argv, commands)();
    // A full disk behind a redirection shows only now, and must not pass for success.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      return say(exit_code::internal_error, "cannot write the output");
    return code;
  } catch (const failure& ended) {
    if (ended.code() == exit_code::usage)
      return say_usage(ended.what(), named_command(argc, argv, commands));
    return say(ended.code(), ended.what());
  } catch (const config::invalid_config& wrong) {
    fmt::print(stderr, "{}", wrong.what());
    return exit_code::invalid_input;
  } catch (const sim::standstill& endless) {
    return say(exit_code::invalid_input, endless.what());
  } catch (const std::exception& broken) {
    return say(exit_code::internal_error, broken.what());
  }
}

}  // namespace contend::cli
