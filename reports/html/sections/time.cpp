#include <algorithm>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/numbers.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

std::vector<plot_point> over_time(const nlohmann::ordered_json& series, const char* name) {
  const double start = number(series, "start", 0);
  const double step = number(series, "step", 1);
  std::vector<plot_point> points;
  for (const double value : detail::numbers_in(series, name)) {
    const double at = start + step * (static_cast<double>(points.size()) + 0.5);
    points.push_back({at, value, value, value});
  }
  return points;
}

/// The end of the longest series of the point.
double end_of(const view& v, std::size_t point) {
  double end = 0;
  for (const auto& p : v.all.points[point].policies)
    end =
        std::max(end, number(p.series, "start", 0) +
                          number(p.series, "step", 0) *
                              static_cast<double>(detail::numbers_in(p.series, "goodput").size()));
  return end;
}

std::string still(const view& v, const char* name, const char* label, measure::unit unit) {
  plot p{.title = v.at(fmt::format("{} over simulated time", name), v.shown()),
         .x = {.label = "simulated time", .unit = measure::unit::seconds},
         .y = {.label = label, .unit = unit, .from = 0}};
  p.curves = curves_of(
      v, v.shown(), [name](const auto& policy) { return over_time(policy.series, name); }, false);
  const double end = end_of(v, v.shown());
  for (const fault_span& f : v.faults) p.shades.push_back({f.from, f.to.value_or(end)});
  const std::string drawn = svg(p);
  return drawn.empty() ? drawn : fmt::format("<div class=\"still\">{}</div>", drawn);
}

std::string faults(const view& v) {
  std::string text;
  for (const fault_span& f : v.faults)
    text += fmt::format("<li>{}: from {:.6g} s {}</li>\n", escaped(f.kind), f.from,
                        f.to ? fmt::format("to {:.6g} s", *f.to) : std::string{"to the end"});
  return text.empty() ? text : fmt::format("<p>Shaded: faults</p>\n<ul>\n{}</ul>\n", text);
}

}  // namespace

std::string time_section(const view& v) {
  if (v.all.points.empty() || end_of(v, v.shown()) <= 0) return "";
  const std::string stills = still(v, "conflict_rate", "conflict_rate", measure::unit::share) +
                             still(v, "goodput", "goodput", measure::unit::per_second) +
                             still(v, "retrying", "operations retrying", measure::unit::count);
  return chart(
             "time", stills,
             fmt::format("Means over replications of {}, {} and {}. Retrying: operations in flight "
                         "that have failed at least once. Thrash: the share of replications that "
                         "thrash at that time, as {} has it.",
                         term("conflict_rate"), term("goodput"), term("latency.p99"),
                         term("thrash_time"))) +
         faults(v);
}

}  // namespace contend::reports::html
