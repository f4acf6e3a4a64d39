#include <algorithm>

#include <contend/cli/names.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/topics.hpp>

namespace contend::cli {

namespace {

std::vector<std::string> names_of(std::span<const scenarios::shipped_scenario> files) {
  std::vector<std::string> names;
  for (const scenarios::shipped_scenario& one : files) names.emplace_back(one.name);
  return names;
}

}  // namespace

std::vector<std::string> scenario_names() { return names_of(scenarios::library()); }

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (const scenarios::topic& one : scenarios::topics())
    if (std::ranges::find(names, one.name) == names.end()) names.push_back(one.name);
  return names;
}

std::vector<std::string> template_names() {
  std::vector<std::string> names = names_of(scenarios::templates());
  for (std::string& shipped : scenario_names()) names.push_back(std::move(shipped));
  return names;
}

}  // namespace contend::cli
