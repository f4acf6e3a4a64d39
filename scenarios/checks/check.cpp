#include <algorithm>
#include <string_view>
#include <vector>

#include <contend/scenarios/checks/check.hpp>
#include <contend/scenarios/checks/checking.hpp>

namespace contend::scenarios {

using config::node;

bool checking::all_sound(std::initializer_list<sound_parts::path> parts) const {
  return std::all_of(parts.begin(), parts.end(),
                     [this](sound_parts::path part) { return sound.whole(root, part); });
}

config::place place_of(const node& root, sound_parts::path path) {
  const node* at = &root;
  for (const std::string_view key : path) {
    const node* next = at->find(key);
    if (next == nullptr) break;
    at = next;
  }
  return at->where;
}

void check_policies(const checking& all) {
  const node& root = all.root;
  if (all.file.policies.empty() && all.sound.keys(root, {"policies"}))
    all.errors.error(place_of(root, {"policies"}), "there is no policy to simulate",
                     R"(for example "policies": { "full jitter": { "backoff": "jitter" } })");
  const node* policies = root.find("policies");
  if (policies == nullptr || policies->as<node::object>() == nullptr) return;
  config::known_guards guards;
  if (all.sound.keys(root, {"guards"})) {
    guards.emplace();
    for (const auto& [name, guard] : all.file.guards) guards->push_back(name);
  }
  for (const config::member& m : *policies->as<node::object>())
    config::check_policy(m.held, guards, all.errors);
}

void check(const scenario_file& file, const node& root, const sound_parts& sound,
           config::diagnostics& errors) {
  const checking all{file, root, sound, errors};
  check_run(all);
  check_workload(all);
  check_faults(all);
  check_policies(all);
}

}  // namespace contend::scenarios
