// Scenarios as text for the tests of this folder, and mistakes as text.
#pragma once

#include <string>
#include <utility>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::scenarios {

/// The smallest scenario that can run, with `more` members before its last one.
inline std::string small(const std::string& more = "") {
  return R"({
  "run": { "until": "drained" },
  )" + more +
         R"("policies": { "a": { "backoff": "none" }, "b": { "backoff": "jitter" } }
})";
}

/// "file:line:column: message [hint]" of each mistake; empty if there is none.
template <class Load>
std::string mistakes_of(Load load) {
  try {
    load();
  } catch (const config::invalid_config& invalid) {
    std::string all;
    for (const config::diagnostic& found : invalid.list()) {
      all += found.file;
      if (found.line != 0)
        all += ':' + std::to_string(found.line) + ':' + std::to_string(found.column);
      all += ": " + found.message + (found.hint.empty() ? "\n" : " [" + found.hint + "]\n");
    }
    return all;
  }
  return "";
}

inline std::string mistakes(std::string text, const load_options& options = {}) {
  return mistakes_of([&] { read_scenario(std::move(text), "x.json", options); });
}

}  // namespace contend::scenarios
