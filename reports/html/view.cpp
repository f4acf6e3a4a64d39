#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include <contend/measure/result_json.hpp>
#include <contend/reports/detail/comparison.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/html/view.hpp>

namespace contend::reports::html {

namespace {

using json = nlohmann::ordered_json;

measure::point& point_at(std::vector<measure::point>& points, const json& sweep) {
  const auto found = std::ranges::find(points, sweep, &measure::point::sweep);
  if (found != points.end()) return *found;
  return points.emplace_back(measure::point{.sweep = sweep});
}

std::string labelled(const page_input& input, std::size_t run, const std::string& policy) {
  return input.runs.size() == 1 ? policy : fmt::format("{}: {}", input.runs[run].label, policy);
}

void add_policy(view& v, const shown_policy& p) {
  if (std::ranges::find(v.policies, p.label, &shown_policy::label) == v.policies.end())
    v.policies.push_back(p);
}

void add_run(view& v, std::size_t run) {
  const measure::result& r = *v.input->runs[run].result;
  for (const measure::point& p : r.points) {
    measure::point& into = point_at(v.all.points, p.sweep);
    for (measure::policy_result policy : p.policies) {
      const std::string name = std::exchange(policy.name, labelled(*v.input, run, policy.name));
      add_policy(v, {policy.name, run, name});
      into.policies.push_back(std::move(policy));
    }
  }
  for (const auto& i : r.invariants) v.all.invariants.push_back(i);
  for (const auto& t : r.thresholds) v.all.thresholds.push_back(t);
}

std::optional<double> member_seconds(const json& fault, const char* name) {
  const auto found = fault.find(name);
  if (found == fault.end() || !found->is_string()) return {};
  return seconds_of(found->get<std::string>());
}

std::vector<fault_span> faults_of(const json& scenario) {
  std::vector<fault_span> spans;
  const auto faults = scenario.find("faults");
  if (faults == scenario.end() || !faults->is_array()) return spans;
  for (const json& fault : *faults) {
    if (!fault.is_object() || fault.size() != 1 || !fault.front().is_object()) continue;
    fault_span span{.kind = fault.begin().key(),
                    .from = member_seconds(fault.front(), "from").value_or(0)};
    if (const auto length = member_seconds(fault.front(), "for")) span.to = span.from + *length;
    spans.push_back(std::move(span));
  }
  return spans;
}

std::string recommended(const measure::point& p) {
  const auto standing = detail::compare(p);
  return standing.by == nullptr ? "" : p.policies[standing.leaders[0]].name;
}

std::vector<flip> flips_of(const std::vector<measure::point>& points) {
  std::vector<flip> flips;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    flip f{i, recommended(points[i]), recommended(points[i + 1])};
    if (f.from != f.to) flips.push_back(std::move(f));
  }
  return flips;
}

}  // namespace

std::string view::label_of(std::size_t point) const {
  return detail::label_of(all.points[point], axes);
}

std::string view::at(std::string_view what, std::size_t point) const {
  const std::string label = label_of(point);
  return label.empty() ? std::string{what} : fmt::format("{} at {}", what, label);
}

std::size_t view::index_of(const measure::policy_result& p) const {
  const auto found = std::ranges::find(policies, p.name, &shown_policy::label);
  return static_cast<std::size_t>(found - policies.begin());
}

view view_of(const page_input& input) {
  view v{.input = &input};
  v.all.scenario = input.runs.front().result->scenario;
  for (std::size_t run = 0; run < input.runs.size(); ++run) {
    add_run(v, run);
    v.documents.push_back(measure::result_json(*input.runs[run].result));
  }
  v.axes = detail::axes_of(v.all);
  v.metrics = detail::metrics_shown(v.all.points);
  v.faults = faults_of(v.all.scenario);
  v.along_one_axis = detail::is_along_one_axis(v.all);
  if (v.along_one_axis) v.flips = flips_of(v.all.points);
  return v;
}

std::optional<double> seconds_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 6> units = {
      {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}}};
  double sum = 0;
  if (text.empty()) return {};
  while (!text.empty()) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::string_view unit = text.substr(0, text.find_first_not_of("numsh"));
    const auto known = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
    if (known == units.end()) return {};
    sum += number * known->second;
    text.remove_prefix(unit.size());
  }
  return sum;
}

}  // namespace contend::reports::html
