// Faults: whom one cuts off must be there, and it must come while the run lasts.
#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/scenarios/checks/checking.hpp>

namespace contend::scenarios {

namespace {

using config::place;

/// A fault that begins after the run would leave nobody any the wiser.
void check_time_of(const sim::fault_model& fault, const place& at, const checking& all) {
  const sim::run_model& run = all.file.run;
  const duration from = std::visit([](const auto& f) { return f.from; }, fault);
  const auto end = run.length ? run.length : run.at_most;
  if (!end || from < *end || !all.all_sound({{"run", "for"}, {"run", "at_most"}})) return;
  all.errors.error(
      at,
      fmt::format("this fault begins at {}, when the run is over", config::format_duration(from)),
      fmt::format("the run ends at {}", config::format_duration(*end)));
}

void check_partition(const sim::partition& cut, const place& at, const checking& all) {
  const sim::workload_model& workload = all.file.workload;
  std::vector<std::string_view> names;
  for (const auto& [name, group] : workload.groups) names.push_back(name);
  if (cut.group && all.sound.keys(all.root, {"workload", "groups"}) &&
      std::find(names.begin(), names.end(), *cut.group) == names.end())
    all.errors.error(at, fmt::format("unknown group \"{}\"", *cut.group),
                     config::did_you_mean(*cut.group, names));
  if (cut.node && all.all_sound({{"workload", "nodes"}}) && *cut.node >= workload.nodes)
    all.errors.error(at,
                     fmt::format("there is no node {}: there are {}", *cut.node, workload.nodes),
                     "they are numbered from 0");
}

/// What is slow must take time.
void check_slow(const place& at, const checking& all) {
  const sim::service_model& service = all.file.store.service;
  if (service.read.is_zero() && service.append.is_zero() &&
      all.all_sound({{"store", "service", "read"}, {"store", "service", "append"}}))
    all.errors.error(at, "a store that takes no time cannot be slow", "give it a \"service\"");
}

}  // namespace

void check_faults(const checking& all) {
  const config::node* written = all.root.find("faults");
  const auto* list = written == nullptr ? nullptr : written->as<config::node::array>();
  if (list == nullptr) return;
  for (std::size_t i = 0; i < all.file.faults.size(); ++i) {
    const config::node& here = list->at(i);
    const sim::fault_model& fault = all.file.faults[i];
    if (!all.sound.whole(here)) continue;
    if (const auto* cut = std::get_if<sim::partition>(&fault))
      check_partition(*cut, here.where, all);
    if (std::holds_alternative<sim::slow>(fault)) check_slow(here.where, all);
    check_time_of(fault, here.where, all);
  }
}

}  // namespace contend::scenarios
