#include <algorithm>

#include <contend/reports/detail/table.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

constexpr std::size_t widest_name = 32;
constexpr std::size_t gap = 2;

std::size_t names_width(const table& t) {
  std::size_t width = display_width(t.row_header);
  for (const auto& name : t.rows) width = std::max(width, display_width(name));
  return std::min(width, widest_name);
}

/// The text and the place of the mark.
std::size_t column_width(const column& c) {
  std::size_t width = display_width(c.header);
  for (const auto& each : c.cells) width = std::max(width, display_width(each.text));
  return width + 1;
}

std::string shown(const cell& c, std::size_t width, const style& s) {
  const std::string text = pad_left(c.text + (c.best ? "*" : " "), width);
  return c.best && s.color ? "\x1b[32m" + text + "\x1b[0m" : text;
}

/// Without the spaces at its end, and ended.
std::string line(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::size_t width_of(const table& t) {
  std::size_t width = names_width(t);
  for (const auto& c : t.columns) width += gap + column_width(c);
  return width;
}

table fitted(const table& t, std::size_t width) {
  table fits = t;
  while (fits.columns.size() > 1 && width_of(fits) > width) fits.columns.pop_back();
  return fits;
}

std::vector<table> split(const table& t, std::size_t width) {
  std::vector<table> parts;
  table rest = t;
  do {
    parts.push_back(fitted(rest, width));
    const auto taken = static_cast<std::ptrdiff_t>(parts.back().columns.size());
    rest.columns.erase(rest.columns.begin(), rest.columns.begin() + taken);
  } while (!rest.columns.empty());
  return parts;
}

std::string bold(const std::string& text, const style& s) {
  return s.color ? "\x1b[1m" + text + "\x1b[0m" : text;
}

std::string aligned(const table& t, const style& s) {
  const std::size_t names = names_width(t);
  std::string header = pad_right(shortened(t.row_header, names), names);
  for (const auto& c : t.columns) header += pad_left(c.header + " ", gap + column_width(c));
  header.erase(header.find_last_not_of(' ') + 1);

  std::string text = t.title.empty() ? "" : shortened(t.title, s.width) + "\n";
  text += bold(header, s) + "\n";
  for (std::size_t row = 0; row < t.rows.size(); ++row) {
    std::string cells = pad_right(shortened(t.rows[row], names), names);
    for (const auto& c : t.columns) {
      cells += std::string(gap, ' ');
      cells += shown(c.cells[row], column_width(c), s);
    }
    text += line(std::move(cells));
  }
  return text;
}

}  // namespace contend::reports::detail
