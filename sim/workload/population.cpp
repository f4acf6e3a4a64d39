#include <algorithm>

#include <contend/sim/workload/population.hpp>

namespace contend::sim {

namespace {

double undisturbed(const scenario_model& model, const population::group& g) {
  return 4 * g.hop.average() + model.store.service.read.average() +
         model.store.service.append.average() + g.decision.average();
}

}  // namespace

population::population(const scenario_model& model) : nodes_{std::max(model.workload.nodes, 1U)} {
  const workload_model& workload = model.workload;
  if (workload.groups.empty()) add(model, {}, {.writers = workload.writers});
  for (const auto& [name, said] : workload.groups) add(model, name, said);
  for (const group& g : groups_) {
    const double time = undisturbed(model, g);
    undisturbed_ += time * g.writers.count / writers_;
    offered_ += sim::offered_rate(g.arrivals, g.writers.count, time);
  }
}

void population::add(const scenario_model& model, std::string_view name, const group_model& said) {
  const workload_model& workload = model.workload;
  const auto index = static_cast<std::uint32_t>(groups_.size());
  const double part = static_cast<double>(said.writers) / workload.total_writers();
  groups_.push_back(
      {.name = name,
       .writers = {writers_, said.writers, index},
       .hop = said.network.value_or(model.network).hop,
       .decision = said.decision.value_or(workload.decision),
       .arrivals = said.arrivals ? *said.arrivals : shared_out(workload.arrivals, part),
       .keys = {said.keys.value_or(workload.keys), workload.actors}});
  writers_ += said.writers;
}

const population::group& population::find(std::uint32_t writer) const noexcept {
  const auto after =
      std::upper_bound(groups_.begin(), groups_.end(), writer,
                       [](std::uint32_t w, const group& g) { return w < g.writers.first; });
  return *std::prev(after);
}

}  // namespace contend::sim
