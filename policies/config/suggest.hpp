// "Did you mean": the name that somebody probably meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace contend::config {

/// Edits that turn `a` into `b`: insert, delete or change a character, or swap two neighbours (the
/// optimal string alignment distance; Damerau, "A technique for computer detection and correction
/// of spelling errors", 1964).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `wrong`, letters' case and separators aside; empty where none is near.
/// Of equally near ones the first.
std::string_view closest(std::string_view wrong, const std::vector<std::string_view>& candidates);

/// `did you mean "jitter"?`; where nothing is near, the candidates if they are few: `one of: "a",
/// "b"`.
std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& candidates);

}  // namespace contend::config
