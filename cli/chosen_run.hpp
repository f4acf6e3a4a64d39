// One run of a scenario, chosen on the command line: the point of its sweep, and the policy.
#pragma once

#include <string>
#include <vector>

#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

/// A scenario by file or name, or the one that a result (a file, or a folder that `run --out`
/// wrote) was made of. Of a result by another build it says so on standard error. Throws as
/// scenarios::load(), and failure (invalid input) for what is no result.
scenarios::scenario scenario_of(const std::string& path_or_name,
                                const scenarios::load_options& changes);

/// The only point at which every one of `at`, "/json/pointer=value", holds. Throws failure (usage),
/// with what there is to choose from.
const scenarios::sweep_point& point_at(const scenarios::scenario& s,
                                       const std::vector<std::string>& at);

/// The policy of this name, which may be empty where there is only one. Throws likewise.
const sim::policy_model& policy_named(const sim::scenario_model& model, const std::string& name);

/// "writers = 10, base = 5ms"; empty where there is no sweep.
std::string label_of(const scenarios::sweep_point& point);

}  // namespace contend::cli
