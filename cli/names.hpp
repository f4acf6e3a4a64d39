// Names that the command line takes, for shells to offer.
#pragma once

#include <string>
#include <vector>

namespace contend::cli {

std::vector<std::string> scenario_names();  ///< Of the shipped scenarios.
std::vector<std::string> topic_names();     ///< Of what can be explained, each once.
std::vector<std::string> template_names();  ///< That `init` starts from.

}  // namespace contend::cli
