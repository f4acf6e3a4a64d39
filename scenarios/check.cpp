#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/scenarios/check.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::node;
using config::place;

/// Twice as long must still fit in 64 bits of nanoseconds.
constexpr duration longest_run = std::chrono::hours{24 * 365 * 100};

/// Where `path` stands in `root`, or the innermost part of it that does.
place place_of(const node& root, std::initializer_list<std::string_view> path) {
  const node* at = &root;
  for (std::string_view key : path) {
    const node* next = at->find(key);
    if (next == nullptr) break;
    at = next;
  }
  return at->where;
}

/// Whether operations go on arriving until somebody stops them.
bool endless(const sim::arrivals_model& arrivals) {
  return std::holds_alternative<sim::closed>(arrivals) ||
         std::holds_alternative<sim::open>(arrivals);
}

bool endless(const sim::workload_model& workload) {
  if (workload.groups.empty()) return endless(workload.arrivals);
  return std::any_of(workload.groups.begin(), workload.groups.end(), [&](const auto& named) {
    return endless(named.second.arrivals.value_or(workload.arrivals));
  });
}

void check_length(const sim::run_model& run, const node& root, diagnostics& errors) {
  if (run.length && *run.length > longest_run)
    errors.error(place_of(root, {"run", "for"}), "\"for\" must be at most 100 years");
  if (run.at_most && *run.at_most > longest_run)
    errors.error(place_of(root, {"run", "at_most"}), "\"at_most\" must be at most 100 years");
  if (run.length && run.warmup >= *run.length)
    errors.error(place_of(root, {"run", "warmup"}),
                 "the warm-up leaves nothing to measure: it must be shorter than \"for\"");
  if (run.length && run.at_most && *run.at_most < *run.length)
    errors.error(place_of(root, {"run", "at_most"}),
                 "\"at_most\" ends the run before \"for\" does");
}

void check_run(const scenario_file& file, const node& root, diagnostics& errors) {
  const sim::run_model& run = file.run;
  check_length(run, root, errors);
  if (run.length && run.until)
    errors.error(place_of(root, {"run", "until"}),
                 "a run is \"for\" a time or \"until\" it is drained, not both");
  if (!run.length && !run.until)
    errors.error(place_of(root, {"run"}), "how long a run is, is missing",
                 R"(either "for": "60s" or "until": "drained")");
  if (!run.length && run.until && !run.at_most && endless(file.workload))
    errors.error(place_of(root, {"run", "until"}),
                 "operations never stop arriving, so it is never drained",
                 R"(write "for": "60s" instead, or add "at_most")");
}

void check_keys(const sim::keys_model& keys, std::uint32_t actors, const node& in,
                diagnostics& errors) {
  const auto* hot = std::get_if<sim::hot>(&keys);
  if (hot != nullptr && hot->actors > actors)
    errors.error(place_of(in, {"keys", "hot", "actors"}), "more actors are hot than there are");
}

void check_arrivals(const sim::arrivals_model& arrivals, std::uint32_t writers, const node& in,
                    diagnostics& errors) {
  const auto* trace = std::get_if<sim::trace>(&arrivals);
  if (trace == nullptr) return;
  for (const sim::recorded_arrival& row : *trace->file.rows)
    if (row.writer && *row.writer >= writers)
      return errors.error(
          place_of(in, {"arrivals", "trace"}),
          fmt::format("the trace has a writer {}, but there are {} writers", *row.writer, writers),
          "they are numbered from 0");
}

/// A trace is of the writers that it numbers: no group has a part of it.
void check_trace_of_groups(const sim::workload_model& workload, const node& in,
                           diagnostics& errors) {
  if (!std::holds_alternative<sim::trace>(workload.arrivals) || workload.groups.size() < 2) return;
  const bool inherited = std::any_of(workload.groups.begin(), workload.groups.end(),
                                     [](const auto& named) { return !named.second.arrivals; });
  if (inherited)
    errors.error(place_of(in, {"arrivals", "trace"}), "groups cannot share a trace",
                 "give the trace to one group, and the others arrivals of their own");
}

void check_groups(const sim::workload_model& workload, const node& in, diagnostics& errors) {
  constexpr std::uint64_t most_writers = 10'000'000;
  std::uint64_t sum = 0;
  check_trace_of_groups(workload, in, errors);
  for (const auto& [name, group] : workload.groups) {
    sum += group.writers;
    const node* written = in.find("groups")->find(name);
    const node& here = written == nullptr ? in : *written;
    if (group.keys) check_keys(*group.keys, workload.actors, here, errors);
    check_arrivals(group.arrivals.value_or(workload.arrivals), group.writers,
                   group.arrivals ? here : in, errors);
  }
  if (sum > most_writers)
    errors.error(place_of(in, {"groups"}), "the groups have more than 10 million writers together");
  if (in.find("writers") != nullptr && workload.writers != sum)
    errors.error(place_of(in, {"writers"}),
                 fmt::format("the groups have {} writers together, not {}", sum, workload.writers),
                 "leave \"writers\" out where there are groups");
}

void check_workload(const scenario_file& file, const node& root, diagnostics& errors) {
  const sim::workload_model& workload = file.workload;
  const node* written = root.find("workload");
  const node& here = written == nullptr ? root : *written;
  check_keys(workload.keys, workload.actors, here, errors);
  if (workload.groups.empty())
    check_arrivals(workload.arrivals, workload.writers, here, errors);
  else
    check_groups(workload, here, errors);
}

/// A fault that begins after the run would leave nobody any the wiser.
void check_time_of(const sim::fault_model& fault, const sim::run_model& run, const place& at,
                   diagnostics& errors) {
  const duration from = std::visit([](const auto& f) { return f.from; }, fault);
  const auto end = run.length ? run.length : run.at_most;
  if (end && from >= *end)
    errors.error(
        at,
        fmt::format("this fault begins at {}, when the run is over", config::format_duration(from)),
        fmt::format("the run ends at {}", config::format_duration(*end)));
}

/// Whom a partition cuts off must be there; what is slow must take time.
void check_fault(const sim::fault_model& fault, const scenario_file& file, const place& at,
                 diagnostics& errors) {
  const auto& groups = file.workload.groups;
  if (const auto* p = std::get_if<sim::partition>(&fault)) {
    std::vector<std::string_view> names;
    for (const auto& [name, group] : groups) names.push_back(name);
    if (p->group && std::find(names.begin(), names.end(), *p->group) == names.end())
      errors.error(at, fmt::format("unknown group \"{}\"", *p->group),
                   config::did_you_mean(*p->group, names));
    if (p->node && *p->node >= file.workload.nodes)
      errors.error(at,
                   fmt::format("there is no node {}: there are {}", *p->node, file.workload.nodes),
                   "they are numbered from 0");
  }
  const sim::service_model& service = file.store.service;
  if (std::holds_alternative<sim::slow>(fault) && service.read.is_zero() &&
      service.append.is_zero())
    errors.error(at, "a store that takes no time cannot be slow", "give it a \"service\"");
}

void check_faults(const scenario_file& file, const node& root, diagnostics& errors) {
  const node* written = root.find("faults");
  const auto* list = written == nullptr ? nullptr : written->as<node::array>();
  for (std::size_t i = 0; i < file.faults.size(); ++i) {
    const place at = list == nullptr ? root.where : list->at(i).where;
    check_fault(file.faults[i], file, at, errors);
    check_time_of(file.faults[i], file.run, at, errors);
  }
}

void check_policies(const scenario_file& file, const node& root, diagnostics& errors) {
  if (file.policies.empty())
    errors.error(place_of(root, {"policies"}), "there is no policy to simulate",
                 R"(for example "policies": { "full jitter": { "backoff": "jitter" } })");
  std::vector<std::string_view> guards;
  for (const auto& [name, guard] : file.guards) guards.push_back(name);
  const node* policies = root.find("policies");
  if (policies == nullptr || policies->as<node::object>() == nullptr) return;
  for (const config::member& m : *policies->as<node::object>())
    config::check_policy(m.held, guards, errors);
}

}  // namespace

void check(const scenario_file& file, const node& root, diagnostics& errors) {
  check_run(file, root, errors);
  check_workload(file, root, errors);
  check_faults(file, root, errors);
  check_policies(file, root, errors);
}

}  // namespace contend::scenarios
