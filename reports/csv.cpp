#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

namespace {

/// In quotes where it must be, with quotes within doubled (RFC 4180).
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string_view unit_of(std::string_view name) {
  const auto* known = measure::metric_of(name);
  return known != nullptr ? measure::to_string(known->unit) : "";
}

std::string row(const measure::named_estimate& metric) {
  const auto& e = metric.value;
  const auto low = e.ci95 ? std::optional{e.ci95->first} : std::nullopt;
  const auto high = e.ci95 ? std::optional{e.ci95->second} : std::nullopt;
  return fmt::format("{},{},{},{},{},{},{}\n", field(metric.name), unit_of(metric.name),
                     number(e.mean), number(e.stddev), number(low), number(high), e.replications);
}

std::string raw_text(const nlohmann::ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : detail::value_text(value);
}

/// The swept values of one point, each with a comma after it.
std::string swept(const measure::point& p, const std::vector<detail::axis>& axes) {
  std::string fields;
  for (const auto& a : axes) {
    const auto found = p.sweep.find(a.pointer);
    fields += (found != p.sweep.end() ? field(raw_text(*found)) : "") + ",";
  }
  return fields;
}

std::string header(const std::vector<detail::axis>& axes) {
  std::string text;
  for (const auto& a : axes) text += field(a.pointer) + ",";
  return text + "policy,metric,unit,mean,stddev,ci95_low,ci95_high,replications\n";
}

/// `before` stands in front of each.
std::string rows(const measure::result& r, const std::vector<detail::axis>& axes,
                 const std::string& before) {
  std::string text;
  for (const auto& p : r.points) {
    const std::string where = before + swept(p, axes);
    for (const auto& policy : p.policies)
      for (const auto& metric : policy.metrics)
        text += where + field(policy.name) + "," + row(metric);
  }
  return text;
}

}  // namespace

std::string render_csv(const measure::result& r, const style&) {
  const auto axes = detail::axes_of(r);
  return header(axes) + rows(r, axes, "");
}

std::string csv_of_all(std::span<const measure::result> all) {
  std::vector<detail::axis> axes;
  for (const measure::result& r : all)
    for (const detail::axis& a : detail::axes_of(r))
      if (std::ranges::find(axes, a.pointer, &detail::axis::pointer) == axes.end())
        axes.push_back(a);
  std::string text = "scenario," + header(axes);
  for (const measure::result& r : all) text += rows(r, axes, field(detail::name_of(r)) + ",");
  return text;
}

}  // namespace contend::reports
