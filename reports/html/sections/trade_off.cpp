#include <fmt/format.h>

#include <contend/reports/detail/pareto.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

std::string trade_off_section(const view& v) {
  if (v.all.points.empty() || v.policies.size() < 2) return "";
  const auto [gain, cost] = detail::trade_off_of(v.all.points[v.shown()]);
  const measure::metric& across = *cost;
  const measure::metric& up = *gain;
  plot p{.title = v.at(fmt::format("{} against {}", up.name, across.name), v.shown()),
         .x = {.label = std::string{across.name}, .unit = across.unit},
         .y = {.label = std::string{up.name}, .unit = up.unit}};
  p.curves = curves_of(v, v.shown(), [&](const measure::policy_result& policy) {
    const auto* x = policy.find(across.name);
    const auto* y = policy.find(up.name);
    std::vector<plot_point> points;
    if (x != nullptr && y != nullptr && x->mean && y->mean)
      points.push_back({*x->mean, *y->mean, *y->mean, *y->mean});
    return points;
  });
  return chart("trade-off", svg(p), "Each policy by what it gets done and what that costs.",
               "A ring marks the Pareto front: nobody is better on both axes. Whiskers are 95 % "
               "confidence intervals.");
}

}  // namespace contend::reports::html
