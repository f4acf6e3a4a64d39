// The policy under test, once for each group of writers that share its guards.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <contend/policies/policy.hpp>
#include <contend/sim/model.hpp>

namespace contend::sim {

/// Makes the guards of a policy and hands each writer the instance that it shares with its node,
/// with everybody, or with nobody. Made anew for each replication, since guards remember.
class policy_instances {
 public:
  /// `key` is the replication's branch for guards. Throws std::invalid_argument where the policy
  /// names a guard that is not in `guards`.
  policy_instances(const policy_model& policy, std::span<const guard_model> guards,
                   const workload_model& workload, random_key key);

  [[nodiscard]] const any_policy& of(std::uint32_t writer) const noexcept {
    return one_of(instances_, writer);
  }
  /// Under which the writer's operations go on in the background, where the policy has a queue.
  [[nodiscard]] const any_policy& in_background(std::uint32_t writer) const noexcept {
    return one_of(background_, writer);
  }

  /// Every guard instance, each once, in an order that depends on the scenario alone.
  [[nodiscard]] std::span<const std::shared_ptr<guard>> guards() const noexcept { return guards_; }

 private:
  using shared_guards = std::vector<std::shared_ptr<guard>>;
  class guard_maker;

  static const any_policy& one_of(const std::vector<any_policy>& all,
                                  std::uint32_t writer) noexcept {
    return all.size() == 1 ? all.front() : all[writer % all.size()];
  }

  std::vector<any_policy> instances_{};
  std::vector<any_policy> background_{};
  shared_guards guards_{};
};

}  // namespace contend::sim
