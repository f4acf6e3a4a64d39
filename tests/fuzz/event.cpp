// Any bytes as an event: read, or refused as malformed with a reason. What is read must come back
// the same when it is written.
#include <cstdlib>
#include <string_view>

#include "fuzz/target.hpp"
#include <contend/store/event_json.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace contend;
  const auto read = event_from_json(std::string_view{reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  const auto written = to_json_text(read.value());
  if (!written) return 0;  // a store would refuse it as well, and says why
  const auto again = event_from_json(written.value());
  if (!again || to_json_text(again.value()).value() != written.value()) std::abort();
  return 0;
}
