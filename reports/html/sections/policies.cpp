#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <contend/reports/detail/comparison.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

using measure::estimate;
using measure::metric;

/// One metric of all policies of a point: from the lowest to the highest end of an interval.
struct column {
  const metric* what;
  std::vector<const estimate*> values;
  std::vector<std::uint64_t> never{};  ///< In how many replications of each there is no value.
  std::vector<std::size_t> best{};
  double low = 0;
  double high = 0;
};

column column_of(const measure::point& p, const metric& m) {
  column c{.what = &m, .values = detail::estimates(p, m)};
  c.low = INFINITY;
  c.high = -INFINITY;
  for (const estimate* e : c.values) {
    if (e == nullptr || !e->mean) continue;
    c.low = std::min(c.low, e->ci95 ? e->ci95->first : *e->mean);
    c.high = std::max(c.high, e->ci95 ? e->ci95->second : *e->mean);
  }
  // The best of the replications that have a value tell nothing of the others.
  std::vector<const estimate*> comparable = c.values;
  for (std::size_t i = 0; i < comparable.size(); ++i) {
    c.never.push_back(measure::never_happened(p.policies[i], m));
    if (c.never[i] > 0) comparable[i] = nullptr;
  }
  if (m.better == measure::better::neither) return c;
  c.best = detail::best_of(comparable, m.better);
  if (c.best.size() == c.values.size()) c.best.clear();
  return c;
}

/// The interval as a bar, in per cent of the column's width.
std::string bar(const column& c, const estimate& e) {
  if (!(c.high > c.low)) return "";
  const double low = e.ci95 ? e.ci95->first : *e.mean;
  const double high = e.ci95 ? e.ci95->second : *e.mean;
  const auto share = [&c](double value) { return 100 * (value - c.low) / (c.high - c.low); };
  return fmt::format("<i style=\"--l:{:.3g}%;--w:{:.3g}%\"></i>", share(low),
                     share(high) - share(low));
}

std::string cell(const column& c, std::size_t row) {
  const estimate* e = c.values[row];
  if (e == nullptr || !e->mean) return "<td>–</td>";
  const bool best = std::ranges::find(c.best, row) != c.best.end();
  std::string text = detail::quantity(*e, c.what->unit);
  if (c.never[row] > 0)
    text += fmt::format(" in {} of {}", e->replications, e->replications + c.never[row]);
  return fmt::format(fmt::runtime(best ? "<td class=\"best\" data-v=\"{:.7g}\"><b>{}</b>{}</td>"
                                       : "<td data-v=\"{:.7g}\">{}{}</td>"),
                     *e->mean, text, bar(c, *e));
}

std::string head(const column& c) {
  const char* good = c.what->better == measure::better::lower    ? " ↓"
                     : c.what->better == measure::better::higher ? " ↑"
                                                                 : "";
  return fmt::format("<th scope=\"col\">{}<span class=\"wanted\">{}</span></th>",
                     term(c.what->name), good);
}

/// How each group of writers fared; empty where there are none.
std::string table_by_group(const view& v, std::size_t point) {
  const measure::point& p = v.all.points[point];
  const auto groups = detail::table_by_group(p, v.axes, true);
  if (!groups) return "";
  grid g = grid_of(*groups);
  for (std::size_t row = 0; row < p.policies.size(); ++row) {
    g.policies.push_back(v.index_of(p.policies[row]));
    g.rows[row][0] = policy_term(v, g.policies.back());
  }
  return grid_table(g);
}

std::string table(const view& v, std::size_t point) {
  const measure::point& p = v.all.points[point];
  std::vector<column> columns;
  for (const metric* m : v.metrics) columns.push_back(column_of(p, *m));
  const std::string label = escaped(v.at("Policies", point));
  // Where there is but one point, the heading says the same.
  const std::string caption =
      v.label_of(point).empty() ? "" : fmt::format("<caption>{}</caption>", label);
  std::string text = fmt::format(
      "<div class=\"point\" data-point=\"{0}\"><div class=\"scroll\" role=\"group\" "
      "tabindex=\"0\" aria-label=\"{1}\"><table class=\"sortable\">{2}"
      "<thead><tr><th scope=\"col\">policy</th>",
      point, label, caption);
  for (const column& c : columns) text += head(c);
  text += "</tr></thead><tbody>\n";
  for (std::size_t row = 0; row < p.policies.size(); ++row) {
    const std::size_t index = v.index_of(p.policies[row]);
    text += fmt::format("<tr data-policy=\"{}\"><th scope=\"row\">{}</th>", index,
                        policy_term(v, index));
    for (const column& c : columns) text += cell(c, row);
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n" + table_by_group(v, point) + "</div>\n";
}

}  // namespace

std::string policies_section(const view& v) {
  std::string text;
  for (std::size_t point = 0; point < v.all.points.size(); ++point) text += table(v, point);
  return text +
         "<p class=\"hint\">Bold: best, or level with it (95 % intervals overlap, or less than 1 % "
         "apart). ± is half the 95 % confidence interval over replications; the bar below shows "
         "the "
         "interval, from the column's lowest to its highest. ↓ lower is better, ↑ higher is "
         "better.</p>\n";
}

}  // namespace contend::reports::html
