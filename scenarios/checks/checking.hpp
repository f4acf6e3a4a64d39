// What each rule between fields looks at. One file a part of the scenario; a new rule is a few
// lines in its part's.
#pragma once

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/scenarios/scenario_file.hpp>
#include <contend/scenarios/sound_parts.hpp>

namespace contend::scenarios {

struct checking {
  const scenario_file& file;
  const config::node& root;  ///< What it was read from.
  const sound_parts& sound;
  config::diagnostics& errors;

  /// Whether these parts of the file were all read without a mistake.
  [[nodiscard]] bool all_sound(std::initializer_list<sound_parts::path> parts) const;
};

/// Where `path` stands in `root`, or the innermost part of it that does.
config::place place_of(const config::node& root, sound_parts::path path);

void check_run(const checking& all);
void check_workload(const checking& all);
void check_faults(const checking& all);
void check_policies(const checking& all);

}  // namespace contend::scenarios
