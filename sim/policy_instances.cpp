#include <algorithm>
#include <stdexcept>

#include <contend/sim/policy_instances.hpp>
#include <contend/sim/scopes.hpp>

namespace contend::sim {

namespace {

const guard_model& find(std::span<const guard_model> guards, const std::string& name) {
  const auto found = std::find_if(guards.begin(), guards.end(),
                                  [&](const guard_model& g) { return g.name == name; });
  if (found == guards.end()) throw std::invalid_argument{"no guard is named \"" + name + "\""};
  return *found;
}

}  // namespace

/// Makes the instances of each guard once, however many policies name it.
class policy_instances::guard_maker {
 public:
  guard_maker(std::span<const guard_model> guards, const workload_model& workload, random_key key,
              shared_guards& all)
      : guards_{guards}, workload_{workload}, key_{key}, all_{all} {}

  const shared_guards& of(const std::string& name) {
    const auto [place, fresh] = made_.try_emplace(name);
    if (!fresh) return place->second;
    const guard_model& model = find(guards_, name);
    const random_key branch = key_.with(static_cast<std::uint64_t>(&model - guards_.data()));
    for (std::uint32_t i = 0; i < scopes(model.shared_by, workload_); ++i)
      place->second.push_back(model.make(branch.with(i)));
    all_.insert(all_.end(), place->second.begin(), place->second.end());
    return place->second;
  }

  /// Writer w belongs to node w mod nodes, so guard instance i of n serves the writers w with
  /// w mod n = i. With guards of different scopes the finest decides how many policies there are.
  std::vector<any_policy> instances(const any_backoff& backoff, const limits& limits,
                                    const std::vector<std::string>& names) {
    std::size_t count = 1;
    for (const std::string& name : names) count = std::max(count, of(name).size());
    std::vector<any_policy> made;
    made.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t node = i % workload_.nodes_in_use();
      shared_guards mine;
      for (const std::string& name : names) {
        const shared_guards& all = of(name);
        mine.push_back(all[all.size() == count ? i : node % all.size()]);
      }
      made.push_back({.backoff = backoff, .limits = limits, .guards = guard_list{std::move(mine)}});
    }
    return made;
  }

 private:
  std::span<const guard_model> guards_;
  const workload_model& workload_;
  random_key key_;
  shared_guards& all_;
  std::map<std::string, shared_guards> made_{};
};

policy_instances::policy_instances(const policy_model& policy, std::span<const guard_model> guards,
                                   const workload_model& workload, random_key key) {
  guard_maker make{guards, workload, key, guards_};
  instances_ = make.instances(policy.backoff, policy.limits, policy.guards);
  if (const auto* queue = policy.coordinated_by<coordination::background_queue>())
    background_ = make.instances(queue->policy.backoff, queue->policy.limits, queue->policy.guards);
}

}  // namespace contend::sim
