#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <contend/measure/duration_sum.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

using measure::histogram;

double seconds(duration d) { return measure::in_seconds(d); }

/// Latency by share of the operations, as far into the nines as there are operations to tell.
std::vector<plot_point> by_percentile(const histogram& h) {
  std::vector<plot_point> points;
  const double nines =
      std::min(std::log10(std::max<double>(static_cast<double>(h.count()), 2)), 5.0);
  for (double n = 0; n <= nines; n += 0.1) {
    const double share = 1 - std::pow(10, -n);
    const double value = seconds(h.quantile(share));
    points.push_back({share, value, value, value});
  }
  return points;
}

/// Share of the operations that took at most so long; of many buckets some.
std::vector<plot_point> distribution(const histogram& h) {
  constexpr std::size_t most = 80;
  const auto buckets = h.buckets();
  const std::size_t each = buckets.size() / most + 1;
  std::vector<plot_point> points;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    count += buckets[i].count;
    if (i % each != 0 && i + 1 != buckets.size()) continue;
    const double share = static_cast<double>(count) / static_cast<double>(h.count());
    points.push_back({seconds(buckets[i].middle), share, share, share});
  }
  return points;
}

/// "p99", linked to what latency.p99 is.
std::string linked(const char* name) {
  const std::string metric = fmt::format("latency.{}", name);
  if (measure::find_metric(metric) == nullptr) return name;
  return fmt::format("<a class=\"term\" href=\"#g-{}\">{}</a>", metric, name);
}

std::string table(const view& v, std::size_t point) {
  constexpr std::array<std::pair<const char*, double>, 7> shares = {{{"p50", .5},
                                                                     {"p90", .9},
                                                                     {"p95", .95},
                                                                     {"p99", .99},
                                                                     {"p99.9", .999},
                                                                     {"p99.99", .9999},
                                                                     {"max", 1}}};
  grid g{.caption = v.at("Latency of all replications together", point), .head = {"policy"}};
  for (const auto& [name, share] : shares) g.head.push_back(linked(name));
  for (const auto& p : v.all.points[point].policies) {
    g.policies.push_back(v.index_of(p));
    g.rows.push_back({policy_term(v, g.policies.back())});
    for (const auto& [name, share] : shares)
      g.rows.back().push_back(
          p.latency.empty()
              ? "–"
              : detail::quantity(seconds(p.latency.quantile(share)), measure::unit::seconds));
  }
  return fmt::format("<div class=\"point\" data-point=\"{}\">{}</div>\n", point, grid_table(g));
}

}  // namespace

std::string latency_section(const view& v) {
  if (v.all.points.empty()) return "";
  plot percentiles{
      .title = v.at("Latency by percentile", v.shown()),
      .x = {.label = "share of operations", .unit = measure::unit::share, .scale = scale::nines},
      .y = {.label = "latency", .unit = measure::unit::seconds, .scale = scale::log}};
  percentiles.curves = curves_of(
      v, v.shown(), [](const auto& p) { return by_percentile(p.latency); }, false);
  plot cdf{.title = v.at("Distribution of latencies", v.shown()),
           .x = {.label = "latency", .unit = measure::unit::seconds, .scale = scale::log},
           .y = {.label = "share of operations", .unit = measure::unit::share, .from = 0, .to = 1}};
  cdf.curves = curves_of(
      v, v.shown(), [](const auto& p) { return distribution(p.latency); }, false);
  std::string text =
      chart("percentiles", svg(percentiles),
            "How long the slowest operations take: each step to the right leaves out "
            "nine of ten. All replications together, errors of at most 1 %.");
  text += chart("cdf", svg(cdf), "The share of operations that took at most so long.");
  for (std::size_t point = 0; point < v.all.points.size(); ++point) text += table(v, point);
  return text;
}

}  // namespace contend::reports::html
