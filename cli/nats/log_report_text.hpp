// What was found in a log, for people and for programs.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <contend/store/nats/verify.hpp>

namespace contend::cli {

/// An aligned table, the findings, and one sentence at the end.
std::string table_of(const log_report& found);

nlohmann::ordered_json json_of(const log_report& found);

}  // namespace contend::cli
