// Text as a terminal shows it: how wide it is, and cut or padded to a width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace contend::reports::detail {

/// Columns that UTF-8 text takes: two for a wide character (East Asian, emoji), none for a
/// combining one. A byte that is not UTF-8 takes one.
std::size_t display_width(std::string_view text) noexcept;

/// `text` with as many spaces as make it `width` columns.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// `text`, or as much of it as fits in `width` columns with an ellipsis at the end.
std::string shortened(std::string_view text, std::size_t width);

/// `text` without control characters, which could move the cursor or colour what follows: a space
/// stands for each.
std::string printable(std::string_view text);

/// `text` broken at spaces into lines of at most `width` columns (longer where one word is), each
/// ended by a newline. A number keeps its unit: a word of up to three columns stays with digits
/// before it.
std::string wrapped(std::string_view text, std::size_t width);

/// "a", "a and b", "a, b and c".
template <class Range>
std::string listed(const Range& parts) {
  std::string all;
  std::size_t left = parts.size();
  for (const auto& part : parts) {
    all += part;
    --left;
    all += left > 1 ? ", " : left == 1 ? " and " : "";
  }
  return all;
}

}  // namespace contend::reports::detail
