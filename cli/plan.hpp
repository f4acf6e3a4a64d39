// What a run of a scenario comes to, in words, before it is run.
#pragma once

#include <string>

#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

/// "5 policies x 4 points x 30 replications = 600 runs".
std::string plan_of(const scenarios::scenario& s);

}  // namespace contend::cli
