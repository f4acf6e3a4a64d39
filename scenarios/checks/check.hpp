// What must hold between the fields of a scenario, beyond the bounds of each.
//
// A rule is judged only by parts that were read without a mistake: so all mistakes of a file are
// told at once, and none that only follows from another.
#pragma once

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/scenario_file.hpp>
#include <contend/scenarios/sound_parts.hpp>

namespace contend::scenarios {

/// `file` was read from `root`, whose places the mistakes point to, with the mistakes that `sound`
/// knows; more go to `errors`.
void check(const scenario_file& file, const config::node& root, const sound_parts& sound,
           config::diagnostics& errors);

}  // namespace contend::scenarios
