// What must hold between the fields of a scenario, beyond the bounds of each.
#pragma once

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/scenario_file.hpp>

namespace contend::scenarios {

/// `file` was read from `root`, whose places the mistakes point to; they go to `errors`.
void check(const scenario_file& file, const config::node& root, config::diagnostics& errors);

}  // namespace contend::scenarios
