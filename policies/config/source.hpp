// Where a piece of configuration stands, so that an error can point at it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace contend::config {

/// A text that configuration was read from: a file or some lines of one, or an override on the
/// command line.
struct source {
  std::string name{};  ///< For people: "hot-key.json", "--set /seed=x".
  std::string text{};
  std::size_t first_line = 1;  ///< The number of the text's first line in the file.
};

/// One byte of a source. The source is not owned: the document that a node came from keeps it.
struct place {
  const source* in = nullptr;  ///< Null for what was not read from a text.
  std::size_t offset = 0;      ///< In bytes from the start of the text.
  friend bool operator==(const place&, const place&) = default;
};

/// As people count: from 1. Columns are characters, not bytes.
struct position {
  std::size_t line = 0;
  std::size_t column = 0;
  friend bool operator==(const position&, const position&) = default;
};

/// Line and column of a place; 0:0 where it has no source. Counts from the start of the text, whose
/// lines are those of the file from first_line on.
position position_of(const place& where) noexcept;

}  // namespace contend::config
