#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <contend/reports/detail/overview.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

/// The place of a swept value on the axis: its number, or where it stands in the list.
double place_of(const view& v, std::size_t point) {
  const nlohmann::ordered_json& value = v.all.points[point].sweep.front();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (const auto seconds = seconds_of(text)) return *seconds;
    double number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{})
      return number;
  }
  return static_cast<double>(point);
}

std::vector<plot_point> along(const view& v, const std::string& policy, const char* metric) {
  std::vector<plot_point> points;
  for (std::size_t i = 0; i < v.all.points.size(); ++i)
    for (const auto& p : v.all.points[i].policies) {
      const auto* e = p.name == policy ? p.find(metric) : nullptr;
      if (e == nullptr || !e->mean) continue;
      points.push_back({place_of(v, i), *e->mean, e->ci95 ? e->ci95->first : *e->mean,
                        e->ci95 ? e->ci95->second : *e->mean});
    }
  return points;
}

std::string still(const view& v, const measure::metric& m) {
  const bool seconds = v.all.points[0].sweep.front().is_string() &&
                       seconds_of(v.all.points[0].sweep.front().get<std::string>());
  plot p{.title = fmt::format("{} by {}", m.name, v.axes[0].name),
         .x = {.label = v.axes[0].name,
               .unit = seconds ? measure::unit::seconds : measure::unit::count},
         .y = {.label = std::string{m.name}, .unit = m.unit}};
  for (std::size_t i = 0; i < v.policies.size(); ++i)
    p.curves.push_back(
        {.style = i, .points = along(v, v.policies[i].label, std::string{m.name}.c_str())});
  return fmt::format("<div class=\"still\">{}</div>", svg(p));
}

}  // namespace

std::string sweep_section(const view& v) {
  constexpr std::size_t stills = 2;
  if (v.all.points.size() < 2) return "";
  if (!v.along_one_axis)
    return fmt::format(
        "<p>{} The tables above have every point; choose one at the top of the page.</p>\n",
        v.axes.size() > 1 ? "Several parameters are swept at once."
                          : "Some points belong to a sweep, and some to none.");
  std::string curves;
  for (std::size_t i = 0; i < std::min(stills, v.metrics.size()); ++i)
    curves += still(v, *v.metrics[i]);
  std::string text =
      chart("sweep", curves, "Means with their 95 % confidence band.",
            "Rings mark where two policies cross for the best place; a dashed line where the "
            "recommendation flips.");
  std::string tables;
  if (detail::is_by_sweep(v.all))
    for (const auto& t : detail::overview(v.all, true)) tables += plain_table(t);
  return tables.empty()
             ? text
             : text + "<details><summary>The same as tables</summary>\n" + tables + "</details>\n";
}

}  // namespace contend::reports::html
