#include <fmt/format.h>

#include <contend/reports/detail/markdown.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

std::string markdown_text(std::string_view text) {
  std::string escaped;
  for (const char c : printable(text)) {
    if (std::string_view{"\\`*_[]<>|#&"}.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string markdown_table(const table& t) {
  std::string text = t.title.empty() ? "" : fmt::format("### {}\n\n", markdown_text(t.title));
  text += fmt::format("| {} |", markdown_text(t.row_header));
  std::string rule = "|---|";
  for (const auto& c : t.columns) {
    text += fmt::format(" {} |", markdown_text(c.header));
    rule += "---:|";
  }
  text += "\n" + rule + "\n";
  for (std::size_t row = 0; row < t.rows.size(); ++row) {
    text += fmt::format("| {} |", markdown_text(t.rows[row]));
    for (const auto& c : t.columns) {
      const auto& cell = c.cells[row];
      text +=
          fmt::format(fmt::runtime(cell.best ? " **{}** |" : " {} |"), markdown_text(cell.text));
    }
    text += "\n";
  }
  return text + "\n";
}

}  // namespace contend::reports::detail
