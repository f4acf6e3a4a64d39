// What policies are made of, in the words of their own declarations: for reports, which explain
// what they name. Backoffs, guards and coordination as the lists in policies/ have them.
#pragma once

#include <span>
#include <string_view>

namespace contend::measure {

struct word {
  std::string_view kind;  ///< "backoff", "guard" or "coordination".
  std::string_view name;  ///< As in a scenario: "jitter".
  std::string_view summary;
  std::string_view formula{};  ///< May be empty.
};

/// All of them, kind by kind.
std::span<const word> vocabulary();

/// The one of this kind and name, or null.
const word* find_word(std::string_view kind, std::string_view name);

}  // namespace contend::measure
