// The executable: hands the arguments to the command that they name.
#include <contend/cli/commands.hpp>
#include <contend/cli/dispatch.hpp>

int main(int argc, char** argv) {
  return static_cast<int>(contend::cli::dispatch(argc, argv, contend::cli::commands()));
}
