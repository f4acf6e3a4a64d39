// Everything that a scenario and its results are made of, by name, with what there is to say of it:
// what `contend explain` shows. Made from the very declarations by which files are read and metrics
// computed, so that it is never out of date.
#pragma once

#include <string>
#include <vector>

namespace contend::scenarios {

/// One option of a topic, or one of the kinds that may stand there.
struct topic_field {
  std::string name{};
  std::string help{};
  std::string type{};   ///< "a duration such as \"5ms\""; empty for a kind.
  std::string range{};  ///< "at least 0s"; empty where any will do.
  std::string value{};  ///< The default, as JSON; empty where there is none.

  friend bool operator==(const topic_field&, const topic_field&) = default;
};

struct topic {
  std::string name{};  ///< "jitter". Several topics may share one.
  std::string kind{};  ///< "backoff", "metric", "part of a scenario", "field of workload", …
  std::string summary{};
  std::string formula{};    ///< May be empty.
  std::string reference{};  ///< May be empty.
  std::vector<topic_field> fields{};
  std::string example{};  ///< Where it stands in a scenario, as JSON; may be empty.
};

/// Whether it is a field of a part or kind, which lists it, too.
bool is_field(const topic& t);

/// Every topic: parts of the scenario and kinds of things in the order of the file, then fields,
/// then metrics, then the shipped scenarios.
std::vector<topic> topics();

}  // namespace contend::scenarios
