#include <algorithm>

#include <contend/scenarios/library.hpp>

namespace contend::scenarios {

const shipped_scenario* find_shipped(std::string_view name) noexcept {
  const auto all = library();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const shipped_scenario& s) { return s.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace contend::scenarios
