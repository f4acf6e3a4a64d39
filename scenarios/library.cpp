#include <algorithm>

#include <contend/scenarios/library.hpp>

namespace contend::scenarios {

namespace {

const shipped_scenario* find(std::span<const shipped_scenario> all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const shipped_scenario& s) { return s.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const shipped_scenario* find_shipped(std::string_view name) noexcept {
  return find(library(), name);
}

const shipped_scenario* find_template(std::string_view name) noexcept {
  return find(templates(), name);
}

}  // namespace contend::scenarios
