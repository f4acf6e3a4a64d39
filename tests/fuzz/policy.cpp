// Any bytes as a policy: read, or refused with diagnostics. What is read must come back the same
// when it is written.
#include <cstdlib>
#include <string_view>

#include "fuzz/target.hpp"
#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/policy.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace contend;
  try {
    const any_policy read =
        config::read_policy(std::string_view{reinterpret_cast<const char*>(data), size});
    const config::node written = config::write_policy(read);
    const any_policy again = config::read_policy(std::string_view{config::to_text(written)});
    if (!(config::write_policy(again) == written)) std::abort();
  } catch (const config::invalid_config& refused) {
    if (refused.list().empty()) std::abort();
  }
  return 0;
}
