#include <fmt/format.h>

#include <contend/reports/changes.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

std::string one(const measure::comparison& c) {
  std::string text = fmt::format("<p class=\"sentence\">{}</p>\n", escaped(changes_verdict(c)));
  const auto tables = changes_tables(c);
  for (const detail::table& t : tables) text += plain_table(t);
  if (!tables.empty())
    text += fmt::format("<p class=\"hint\">{}.</p>\n", escaped(changes_legend(c)));
  std::string remarks;
  for (const std::string& remark : changes_remarks(c))
    remarks += fmt::format("<li>{}</li>\n", escaped(remark));
  return remarks.empty() ? text : text + "<ul>\n" + remarks + "</ul>\n";
}

}  // namespace

std::string baseline_section(const view& v) {
  std::string text;
  for (const measure::comparison* c : v.input->against) text += one(*c);
  return text;
}

}  // namespace contend::reports::html
