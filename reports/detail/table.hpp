// A table as data, and as text of aligned columns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <contend/reports/style.hpp>

namespace contend::reports::detail {

struct cell {
  std::string text;
  bool best = false;
};

struct column {
  std::string header;
  std::vector<cell> cells{};  ///< One a row.
};

struct table {
  std::string title{};              ///< Empty: none.
  std::string row_header;           ///< Above the rows' names.
  std::vector<std::string> rows{};  ///< Their names.
  std::vector<column> columns{};    ///< The most important first.
};

/// Columns of the terminal that the table takes. The rows' names take at most 32.
std::size_t width_of(const table& t);

/// The first columns of `t` that fit in `width`, at least one.
table fitted(const table& t, std::size_t width);

/// `t` as tables that fit in `width`, each with the rows' names and some of the columns.
std::vector<table> split(const table& t, std::size_t width);

/// Names to the left, numbers to the right; the best of a column carry a `*`, and are green in
/// colour. Ends with a newline; no line ends with spaces.
std::string aligned(const table& t, const style& s);

/// `text` in bold, where colour is wanted.
std::string bold(const std::string& text, const style& s);

}  // namespace contend::reports::detail
