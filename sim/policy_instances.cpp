#include <algorithm>
#include <stdexcept>

#include <contend/sim/policy_instances.hpp>

namespace contend::sim {

namespace {

/// Into how many instances each guard (and so the policy) falls apart.
std::uint32_t scopes(sharing shared_by, const workload_model& workload) {
  switch (shared_by) {
    case sharing::all:
      return 1;
    case sharing::node:
      return std::min(workload.nodes, workload.total_writers());
    case sharing::writer:
      break;
  }
  return workload.total_writers();
}

const guard_model& find(std::span<const guard_model> guards, const std::string& name) {
  const auto found = std::find_if(guards.begin(), guards.end(),
                                  [&](const guard_model& g) { return g.name == name; });
  if (found == guards.end()) throw std::invalid_argument{"no guard is named \"" + name + "\""};
  return *found;
}

}  // namespace

policy_instances::policy_instances(const policy_model& policy, std::span<const guard_model> guards,
                                   const workload_model& workload, random_key key) {
  // Writer w belongs to node w mod nodes, so guard instance i of n serves the writers w with
  // w mod n = i. With guards of different scopes the finest decides how many policies there are.
  std::vector<std::vector<std::shared_ptr<guard>>> made;
  std::size_t count = 1;
  for (const std::string& name : policy.guards) {
    const guard_model& model = find(guards, name);
    auto& instances = made.emplace_back();
    const random_key branch = key.with(static_cast<std::uint64_t>(&model - guards.data()));
    for (std::uint32_t i = 0; i < scopes(model.shared_by, workload); ++i)
      instances.push_back(model.make(branch.with(i)));
    guards_.insert(guards_.end(), instances.begin(), instances.end());
    count = std::max(count, instances.size());
  }

  instances_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t node = i % std::min(workload.nodes, workload.total_writers());
    std::vector<std::shared_ptr<guard>> mine;
    for (const auto& instances : made)
      mine.push_back(instances[instances.size() == count ? i : node % instances.size()]);
    instances_.push_back({.backoff = policy.backoff,
                          .limits = policy.limits,
                          .guards = guard_list{std::move(mine)}});
  }
}

}  // namespace contend::sim
