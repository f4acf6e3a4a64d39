#include <fmt/format.h>

#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

std::string baseline_section(const view& v) {
  if (!v.input->baseline) return "";
  std::string text =
      fmt::format("<p class=\"sentence\">{}</p>\n", escaped(v.input->baseline->verdict));
  for (const auto& t : v.input->baseline->tables) text += plain_table(t);
  return text;
}

}  // namespace contend::reports::html
