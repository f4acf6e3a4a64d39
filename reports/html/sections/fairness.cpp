#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/numbers.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

std::vector<plot_point> lorenz(const measure::policy_result& p) {
  const std::vector<double> shares = detail::numbers_in(p.writers, "lorenz");
  std::vector<plot_point> points;
  for (const double share : shares) {
    const double x = static_cast<double>(points.size()) /
                     static_cast<double>(std::max<std::size_t>(shares.size(), 2) - 1);
    points.push_back({x, share, share, share});
  }
  return points;
}

/// Whether every writer of every policy committed as often as all others.
bool all_alike(const view& v) {
  for (const auto& point : v.all.points)
    for (const auto& p : point.policies) {
      const std::vector<double> commits = detail::numbers_in(p.writers, "commits");
      if (!commits.empty() && commits.front() != commits.back()) return false;
    }
  return true;
}

std::string metric(const measure::policy_result& p, const char* name) {
  const auto* e = p.find(name);
  return e == nullptr ? "–" : detail::quantity(*e, measure::find_metric(name)->unit);
}

std::string table(const view& v, std::size_t point) {
  grid g{.caption = v.at("Commits of a writer", point),
         .head = {"policy", "fewest", "1st quartile", "median", "3rd quartile", "most",
                  term("fairness_jain"), term("fairness_gini"), term("starvation_max")}};
  for (const auto& p : v.all.points[point].policies) {
    const std::vector<double> commits = detail::numbers_in(p.writers, "commits");
    if (commits.empty()) continue;
    g.policies.push_back(v.index_of(p));
    g.rows.push_back({policy_term(v, g.policies.back())});
    for (const std::size_t quarter : {0U, 1U, 2U, 3U, 4U})
      g.rows.back().push_back(
          detail::quantity(commits[quarter * (commits.size() - 1) / 4], measure::unit::count));
    for (const char* name : {"fairness_jain", "fairness_gini", "starvation_max"})
      g.rows.back().push_back(metric(p, name));
  }
  if (g.rows.empty()) return "";
  return fmt::format("<div class=\"point\" data-point=\"{}\">{}</div>\n", point, grid_table(g));
}

}  // namespace

std::string fairness_section(const view& v) {
  std::string tables;
  for (std::size_t point = 0; point < v.all.points.size(); ++point) tables += table(v, point);
  if (tables.empty()) return "";
  if (all_alike(v)) return "<p>Every writer commits as often as all others.</p>\n" + tables;
  plot p{.title = v.at("Lorenz curves", v.shown()),
         .x = {.label = "share of writers, those with the fewest commits first",
               .unit = measure::unit::share,
               .from = 0,
               .to = 1},
         .y = {.label = "share of commits", .unit = measure::unit::share, .from = 0, .to = 1}};
  p.curves = curves_of(v, v.shown(), lorenz, false);
  return chart(
             "lorenz", svg(p),
             "Lorenz curve: on the diagonal all writers commit alike; the further below, the more "
             "a few writers take.") +
         chart("writers", "", "Commits of each writer, those with the fewest first.") + tables;
}

}  // namespace contend::reports::html
