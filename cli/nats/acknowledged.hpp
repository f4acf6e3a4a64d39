// Files of acknowledged events: what writers wrote down of their appends, for `contend verify`.
//
//   {"actor": "account-1", "version": 5, "id": "e-5", "invoked": 1000, "acknowledged": 2000}
//
// Optional are `namespace` and the times, in nanoseconds by one clock for all writers.
#pragma once

#include <string>
#include <vector>

#include <contend/store/nats/verify.hpp>

namespace contend::cli {

/// Events without a namespace are of `name_space`, or of "default" if that is empty. Throws
/// failure (invalid_input) with every mistake: "told.jsonl:3: error: version is missing".
std::vector<acknowledged_event> read_acknowledged(const std::string& path,
                                                  const std::string& name_space);

}  // namespace contend::cli
