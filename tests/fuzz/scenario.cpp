// Any bytes as a scenario file: read, or refused with diagnostics that have places. What is read
// must resolve to a file that is read as the same scenario.
#include <cstdlib>
#include <string>

#include "fuzz/target.hpp"
#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/scenario.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace contend;
  try {
    const auto s =
        scenarios::read_scenario(std::string{reinterpret_cast<const char*>(data), size}, "x.json");
    const auto again = scenarios::read_scenario(config::to_text(s.resolved), "y.json");
    if (!(again.resolved == s.resolved)) std::abort();
  } catch (const config::invalid_config& refused) {
    if (refused.list().empty() || refused.list().front().file != "x.json") std::abort();
  }
  return 0;
}
