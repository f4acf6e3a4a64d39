// The rows of a CSV file, each mistake told where it stands in the file:
//
//   hops.csv:7:1: error: a duration needs a unit: "5s" or "5ms"
//     5
//     ^
//
// A row stands on a line; fields are separated by commas. Empty lines and lines that begin with '#'
// are passed over, and so is the first row if it names the columns: if it is no row, and has no
// digit.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <contend/policies/config/diagnostics.hpp>

namespace contend::scenarios {

/// A file of at most so many rows: they stay in memory.
inline constexpr std::size_t most_rows = 10'000'000;
/// Of one file's mistakes these are told, the others only counted: they are mostly the same.
inline constexpr std::size_t most_wrong_rows = 20;

struct row_mistake {
  std::string_view field{};  ///< Part of the row: where it stands.
  std::string message{};
  std::string hint{};
};

/// Calls `take` with each row, without blanks around it; it says what is wrong with it, if anything
/// is. What is wrong with the file itself is told at `at`, where it is named.
void for_each_row(const std::filesystem::path& path, const config::place& at,
                  config::diagnostics& errors,
                  const std::function<std::optional<row_mistake>(std::string_view)>& take);

/// Without blanks around it. Part of `text`, even where nothing is left.
std::string_view trimmed(std::string_view text);

}  // namespace contend::scenarios
