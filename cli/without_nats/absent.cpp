#include <contend/cli/command.hpp>
#include <contend/cli/stores.hpp>

namespace contend::cli {

namespace {

[[noreturn]] void absent() {
  throw failure{exit_code::store_unreachable,
                "this build knows no store on a server: it was made without libnats 3.4"};
}

}  // namespace

exit_code verify_store(const verify_request&) { absent(); }

exit_code examine_store(const store_address&, const std::string&) { absent(); }

}  // namespace contend::cli
