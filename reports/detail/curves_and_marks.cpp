#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <contend/measure/metric.hpp>
#include <contend/reports/detail/curves_and_marks.hpp>
#include <contend/reports/detail/numbers.hpp>
#include <contend/reports/detail/pareto.hpp>
#include <contend/reports/detail/point_verdict.hpp>
#include <contend/reports/detail/sparkline.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

constexpr std::string_view curve_header = "over time";
constexpr std::string_view curve_of = "conflict_rate";
constexpr std::size_t curve_width = 8;

std::string_view mark(const style& s) { return s.utf8 ? " ◇" : " o"; }

/// The table of policies of each point, in order; those by group are passed over.
std::vector<table*> tables_of_points(const measure::result& r, std::vector<table>& tables) {
  std::vector<table*> some;
  for (table& t : tables)
    if (!t.title.ends_with("by group of writers")) some.push_back(&t);
  some.resize(std::min(some.size(), r.points.size()));
  return some;
}

/// The highest that any policy's curve gets at the point; 0 where there is none.
double top_of(const measure::point& p) {
  double top = 0;
  for (const measure::policy_result& policy : p.policies)
    for (const double value : numbers_in(policy.series, curve_of.data()))
      if (!std::isnan(value)) top = std::max(top, value);
  return top;
}

void add_curves(const measure::point& p, const style& s, table& to) {
  const double top = top_of(p);
  const auto rate = std::ranges::find(to.columns, curve_of, &column::header);
  if (top <= 0 || rate == to.columns.end()) return;
  column curves{.header = std::string{curve_header}};
  for (const measure::policy_result& policy : p.policies) {
    const auto values = numbers_in(policy.series, curve_of.data());
    curves.cells.push_back({pad_right(sparkline(values, top, curve_width, s.utf8), curve_width)});
  }
  to.columns.insert(rate + 1, std::move(curves));
}

/// Who is on the front, where that leaves somebody out.
std::vector<std::size_t> marked(const measure::point& p) {
  auto front = pareto_front(p, trade_off_of(p));
  if (front.size() == p.policies.size()) front.clear();
  return front;
}

}  // namespace

void add_curves_and_marks(const measure::result& r, const style& s, std::vector<table>& tables) {
  const std::vector<table*> some = tables_of_points(r, tables);
  for (std::size_t i = 0; i < some.size(); ++i) {
    add_curves(r.points[i], s, *some[i]);
    table with_marks = *some[i];
    for (const std::size_t policy : marked(r.points[i])) with_marks.rows[policy] += mark(s);
    // Not at the price of a table that does not fit.
    if (width_of(fitted(with_marks, s.width)) <= s.width) *some[i] = std::move(with_marks);
  }
}

std::vector<std::string> legend_of_curves_and_marks(const measure::result& r, const style& s,
                                                    const std::vector<table>& shown) {
  std::vector<std::string> lines;
  const auto any = [&](auto has) { return std::ranges::any_of(shown, has); };
  const bool curves = any([](const table& t) {
    return std::ranges::find(t.columns, curve_header, &column::header) != t.columns.end();
  });
  const bool marks = any([&](const table& t) {
    return std::ranges::any_of(t.rows,
                               [&](const std::string& row) { return row.ends_with(mark(s)); });
  });
  if (marks) {
    const trade_off of = trade_off_of(r.points.front());
    lines.push_back(
        fmt::format("{} Pareto front: nobody is better in {} or {} at no cost in the other",
                    mark(s).substr(1), of.gain->name, of.cost->name));
  }
  if (curves) {
    double top = 0;
    for (const measure::point& p : r.points) top = std::max(top, top_of(p));
    lines.push_back(r.points.size() == 1
                        ? fmt::format("over time: {}, at most {}", curve_of, percent(top))
                        : fmt::format("over time: {}, each table by its own highest", curve_of));
  }
  return lines;
}

}  // namespace contend::reports::detail
