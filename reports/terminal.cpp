#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <contend/reports/changes.hpp>
#include <contend/reports/detail/alike.hpp>
#include <contend/reports/detail/curves_and_marks.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/detail/table.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/reports/render.hpp>
#include <contend/reports/verdict.hpp>

namespace contend::reports {

namespace {

using detail::table;

/// The tables of a sweep lose their intervals rather than be split.
std::vector<table> tables_that_fit(const measure::result& r, const style& s) {
  const std::size_t width = s.width;
  std::vector<table> tables = detail::overview(r, true);
  const auto too_wide = [width](const table& t) { return detail::width_of(t) > width; };
  if (!detail::is_by_sweep(r)) {
    detail::add_curves_and_marks(r, s, tables);
    for (table& t : tables) t = detail::fitted(t, width);
    return tables;
  }
  if (std::ranges::any_of(tables, too_wide)) tables = detail::overview(r, false);
  std::vector<table> parts;
  for (const table& t : tables)
    for (table& part : detail::split(t, width)) parts.push_back(std::move(part));
  return parts;
}

bool has_column(const table& t, const std::string& header) {
  return std::ranges::find(t.columns, header, &detail::column::header) != t.columns.end();
}

/// The columns that any table has lost; of a sweep the metrics without a table.
std::vector<std::string> lost(const measure::result& r, const std::vector<table>& shown) {
  std::vector<std::string> names;
  const std::vector<table> whole = detail::overview(r, true);
  if (detail::is_by_sweep(r)) {
    for (const measure::metric* m : detail::metrics_shown(r.points))
      if (std::ranges::none_of(whole, [m](const table& t) {
            return t.title.starts_with(std::string{m->name} + " by ");
          }))
        names.emplace_back(m->name);
    return names;
  }
  for (std::size_t i = 0; i < shown.size(); ++i)
    for (const detail::column& c : whole[i].columns)
      if (!has_column(shown[i], c.header) && std::ranges::find(names, c.header) == names.end())
        names.push_back(c.header);
  return names;
}

/// Names them; empty where there are none.
std::string left_out(const measure::result& r, const std::vector<table>& shown) {
  const auto names = lost(r, shown);
  if (names.empty()) return "";
  return fmt::format("for want of room not shown: {} (--format csv has them)",
                     fmt::join(names, ", "));
}

bool any_marked(const std::vector<table>& tables) {
  for (const table& t : tables)
    for (const auto& c : t.columns)
      if (std::ranges::any_of(c.cells, &detail::cell::best)) return true;
  return false;
}

/// Sentences are easier to read when lines are not too long.
constexpr std::size_t longest_line = 100;

constexpr std::string_view legend =
    "* best, or level with it: 95 % intervals overlap, or less than 1 % apart";

std::string paragraph(std::string_view text, const style& s) {
  return detail::wrapped(text, std::min(s.width, longest_line));
}

/// A paragraph in bold.
std::string headline(const std::string& text, const style& s) {
  std::string lines = paragraph(text, s);
  lines.pop_back();
  return detail::bold(lines, s) + "\n";
}

std::string heading(const measure::result& r, const style& s) {
  std::string text;
  if (const std::string title = detail::title(r); !title.empty()) text += headline(title, s);
  if (const std::string what = detail::what_is_simulated(r); !what.empty())
    text += paragraph(what, s);
  return text.empty() ? text : text + "\n";
}

/// As it was typed: not broken, so that it can be copied.
std::string how_to_repeat(const measure::result& r, const style&) {
  if (r.provenance.command.empty()) return "";
  return fmt::format("\nto have it again: {}\n", detail::printable(r.provenance.command));
}

std::string painted(std::string_view text, std::string_view color, const style& s) {
  return s.color ? fmt::format("\x1b[{}m{}\x1b[0m", color, text) : std::string{text};
}

/// Thresholds, and invariants that were violated: those that held need no word.
std::string checks(const measure::result& r, const style& s) {
  std::string text;
  for (const auto& i : r.invariants)
    if (!i.held)
      text += painted("VIOLATED", "1;31", s) +
              detail::printable(fmt::format(": {} {}", i.name, i.detail)) + "\n";
  for (const auto& t : r.thresholds)
    text += painted(t.verdict, t.verdict == "passed" ? "32" : "1;31", s) +
            paragraph(fmt::format("{}: {}{}", t.verdict, t.text,
                                  t.detail.empty() ? "" : " (" + t.detail + ")"),
                      s)
                .substr(t.verdict.size());
  return text.empty() ? text : text + "\n";
}

}  // namespace

std::string render_terminal(const measure::result& r, const style& s) {
  std::string text = heading(r, s);
  const auto tables = tables_that_fit(r, s);
  for (const table& t : tables) text += detail::aligned(t, s) + "\n";
  const std::string missing = left_out(r, tables);
  if (any_marked(tables)) text += paragraph(legend, s);
  for (const std::string& line : detail::legend_of_curves_and_marks(r, s, tables))
    text += paragraph(line, s);
  if (!missing.empty()) text += paragraph(missing, s);
  if (any_marked(tables) || !missing.empty()) text += "\n";
  text += checks(r, s);
  text += headline(verdict(r), s);
  if (const std::string same = detail::alike(r); !same.empty()) text += paragraph(same, s);
  if (r.against) text.append("\n").append(changes_terminal(*r.against, s));
  return text + how_to_repeat(r, s);
}

}  // namespace contend::reports
