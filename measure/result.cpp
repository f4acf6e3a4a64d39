#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/result.hpp>

namespace contend::measure {

namespace {

/// The number that a swept value stands for: itself, or the number of "50/s". Nothing for the rest.
std::optional<double> load_of(const nlohmann::ordered_json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return {};
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || std::string_view{end} != "/s") return {};
  return number;
}

/// The points in ascending order of load; empty if this is no sweep over load.
std::vector<point*> by_load(std::vector<point>& points) {
  std::vector<std::pair<double, point*>> loads;
  for (point& p : points) {
    if (p.sweep.size() != 1 || !p.sweep.begin().key().starts_with("/workload/")) return {};
    const auto load = load_of(p.sweep.front());
    if (!load) return {};
    loads.emplace_back(*load, &p);
  }
  std::ranges::stable_sort(loads, {}, &std::pair<double, point*>::first);
  std::vector<point*> sorted;
  for (const auto& [load, p] : loads) sorted.push_back(p);
  return sorted;
}

/// Puts the metric at its place in the order of all_metrics().
void insert_in_order(std::vector<named_estimate>& metrics, const metric& m, const estimate& value) {
  const auto comes_later = [&m](const named_estimate& other) {
    const metric* known = find_metric(other.name);
    return known != nullptr && known > &m;
  };
  std::erase_if(metrics, [&m](const named_estimate& e) { return e.name == m.name; });
  const auto place = std::ranges::find_if(metrics, comes_later);
  metrics.insert(place, {std::string{m.name}, value});
}

}  // namespace

const estimate* policy_result::find(std::string_view metric) const noexcept {
  const auto found = std::ranges::find(metrics, metric, &named_estimate::name);
  return found == metrics.end() ? nullptr : &found->value;
}

const policy_result* point::find(std::string_view policy) const noexcept {
  const auto found = std::ranges::find(policies, policy, &policy_result::name);
  return found == policies.end() ? nullptr : &*found;
}

std::uint64_t never_happened(const policy_result& p, const metric& m) noexcept {
  const estimate* value = p.find(m.name);
  const estimate* due = m.due_with.empty() ? nullptr : p.find(m.due_with);
  if (value == nullptr || due == nullptr) return 0;
  return due->replications - std::min(due->replications, value->replications);
}

void complete_sweep(std::vector<point>& points) {
  const std::vector<point*> sorted = by_load(points);
  if (sorted.size() < 2) return;
  for (policy_result& last : sorted.back()->policies) {
    std::vector<const policy_result*> same_policy;
    for (const point* p : sorted)
      if (const auto* found = p->find(last.name)) same_policy.push_back(found);
    for (const metric& m : all_metrics())
      if (m.over_load != nullptr) insert_in_order(last.metrics, m, m.over_load(same_policy));
  }
}

}  // namespace contend::measure
