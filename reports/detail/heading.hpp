// What was run, in words: from the scenario as it stands in the result.
#pragma once

#include <string>

#include <contend/measure/result.hpp>

namespace contend::reports::detail {

/// "hot-key"; "scenario" where it has no name.
std::string name_of(const measure::result& r);

/// "hot-key: 64 writers update one account"; the name alone without a description.
std::string title(const measure::result& r);

/// "64 writers on 4 nodes, 1 actor, closed loop; 60s after 5s of warm-up; 30 replications, seed 1":
/// what of it the scenario says. A swept parameter is given as the values it takes.
std::string what_is_simulated(const measure::result& r);

}  // namespace contend::reports::detail
