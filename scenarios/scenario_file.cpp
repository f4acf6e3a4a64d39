#include <contend/scenarios/scenario_file.hpp>

namespace contend::scenarios {

sim::scenario_model model_of(const scenario_file& file) {
  sim::scenario_model model{.name = file.name,
                            .description = file.description,
                            .seed = file.seed,
                            .replications = file.replications,
                            .run = file.run,
                            .store = file.store,
                            .network = file.network,
                            .workload = file.workload,
                            .faults = file.faults};
  for (const auto& [name, guard] : file.guards)
    model.guards.push_back({.name = name,
                            .make = [kind = guard.kind](random_key key) { return kind.make(key); },
                            .shared_by = guard.shared_by});
  for (const auto& [name, policy] : file.policies)
    model.policies.push_back(
        {.name = name,
         .backoff = policy.backoff,
         .limits = policy.limits,
         .guards = policy.guards,
         .coordination = policy.coordination.value_or(std::vector<shared_coordination>{})});
  return model;
}

}  // namespace contend::scenarios
