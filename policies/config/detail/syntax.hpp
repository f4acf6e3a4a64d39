// What is wrong with a text that is no JSON, in words for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace contend::config::detail {

struct syntax_mistake {
  std::size_t offset = 0;  ///< Where it starts.
  std::string message{};
  std::string hint{};
};

/// `at`: the byte that nlohmann_json stopped at. `after`: the end of the last good token. `what`:
/// its exception's text, used where there is nothing better to say.
syntax_mistake explain_syntax(std::string_view text, std::size_t at, std::size_t after,
                              std::string_view what);

}  // namespace contend::config::detail
