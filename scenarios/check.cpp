#include <initializer_list>
#include <string_view>
#include <variant>
#include <vector>

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
  return !std::holds_alternative<sim::burst>(arrivals);
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
  if (!run.length && run.until && !run.at_most && endless(file.workload.arrivals))
    errors.error(place_of(root, {"run", "until"}),
                 "operations never stop arriving, so it is never drained",
                 R"(write "for": "60s" instead, or add "at_most")");
}

void check_workload(const scenario_file& file, const node& root, diagnostics& errors) {
  const auto* hot = std::get_if<sim::hot>(&file.workload.keys);
  if (hot != nullptr && hot->actors > file.workload.actors)
    errors.error(place_of(root, {"workload", "keys", "hot", "actors"}),
                 "more actors are hot than there are");
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
  check_policies(file, root, errors);
}

}  // namespace contend::scenarios
