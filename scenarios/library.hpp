// The scenarios that come with Contend: part of the executable, found by name.
#pragma once

#include <span>
#include <string_view>

namespace contend::scenarios {

struct shipped_scenario {
  std::string_view name;  ///< As on the command line: "hot-key".
  std::string_view text;  ///< The file, library/NAME.json.
};

/// All of them, by name.
std::span<const shipped_scenario> library() noexcept;

/// The one of this name, or null.
const shipped_scenario* find_shipped(std::string_view name) noexcept;

/// What `contend init` writes, templates/NAME.json: scenarios to be changed, whose descriptions say
/// how.
std::span<const shipped_scenario> templates() noexcept;
const shipped_scenario* find_template(std::string_view name) noexcept;

}  // namespace contend::scenarios
