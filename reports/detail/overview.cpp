#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/comparison.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

using measure::metric;

/// When a metric is worth a column.
enum class when : std::uint8_t {
  always,   ///< Wherever it has a value.
  drained,  ///< In a run that drained: it has a makespan then.
  endless,  ///< In one that did not.
  eventful  ///< Where it is not `quiet` for all policies.
};

struct choice {
  std::string_view name;
  when shown = when::always;
  double quiet = 0;
};

/// The most important first: what does not fit is left out from the end.
constexpr std::array<choice, 18> choices = {{{"makespan", when::drained},
                                             {"goodput", when::endless},
                                             {"latency.p99"},
                                             {"failure_rate", when::eventful},
                                             {"recovered", when::eventful, 1},
                                             {"recovery_time"},
                                             {"deferred", when::eventful},
                                             {"queue_depth.max", when::eventful},
                                             {"queue_age.max", when::eventful},
                                             {"appends", when::drained},
                                             {"appends_per_commit", when::endless},
                                             {"conflict_rate"},
                                             {"latency.p50"},
                                             {"wasted_work"},
                                             {"thrash_time", when::eventful},
                                             {"fairness_jain", when::eventful, 1},
                                             {"breaker_open_share", when::eventful},
                                             {"open_operations", when::eventful}}};

/// What a table by groups of writers shows of each.
constexpr std::array<choice, 4> shown_by_group = {
    {{"latency.p99"}, {"goodput"}, {"failure_rate", when::eventful}, {"latency.p50"}}};

/// How many metrics of a sweep get a table of their own, and how many of each group, unless there
/// are too many groups.
constexpr std::size_t tables_of_a_sweep = 4;
constexpr std::size_t tables_of_a_group = 2;
constexpr std::size_t most_groups_in_a_sweep = 4;

/// Whether any policy at any point has a value of the metric for which `wanted` holds.
template <class Wanted>
bool any_value(const std::vector<measure::point>& points, const metric& m, Wanted wanted) {
  for (const auto& p : points)
    for (const measure::estimate* e : estimates(p, m))
      if (e != nullptr && e->mean && wanted(*e->mean)) return true;
  return false;
}

bool is_worth_showing(const choice& c, const std::vector<measure::point>& points) {
  const auto any = [&](std::string_view name, auto wanted) {
    return any_value(points, *measure::find_metric(name), wanted);
  };
  const bool any_drained = std::ranges::any_of(points, drained);
  if (c.shown == when::drained && !any_drained) return false;
  if (c.shown == when::endless && any_drained) return false;
  if (c.shown == when::eventful) return any(c.name, [&c](double mean) { return mean != c.quiet; });
  return any(c.name, [](double) { return true; });
}

std::string text_of(const measure::estimate* e, const metric& m, bool with_intervals) {
  if (e == nullptr || !e->mean) return "–";
  return with_intervals ? quantity(*e, m.unit) : quantity(*e->mean, m.unit);
}

/// One metric of all policies at one point. Nobody is marked where all are level. A mean of some
/// replications only says so, and is not compared: the best of them tell nothing of the others.
column column_of(const measure::point& p, std::vector<const measure::estimate*> values,
                 const metric& m, std::string header, bool with_intervals) {
  column c{.header = std::move(header)};
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string text = text_of(values[i], m, with_intervals);
    const std::uint64_t never = measure::never_happened(p.policies[i], m);
    if (never > 0 && values[i]->mean)
      text += fmt::format(" in {} of {}", values[i]->replications, values[i]->replications + never);
    if (never > 0) values[i] = nullptr;
    c.cells.push_back({std::move(text)});
  }
  if (m.better == measure::better::neither) return c;
  const auto best = best_of(values, m.better);
  if (best.size() < values.size())
    for (const std::size_t i : best) c.cells[i].best = true;
  return c;
}

std::vector<std::string> policy_names(const measure::point& p) {
  std::vector<std::string> names;
  for (const auto& policy : p.policies) names.push_back(printable(policy.name));
  return names;
}

table table_of(const measure::point& p, const std::vector<const metric*>& metrics,
               const std::vector<axis>& axes, bool with_intervals) {
  table t{.title = label_of(p, axes), .row_header = "policy", .rows = policy_names(p)};
  for (const metric* m : metrics)
    t.columns.push_back(column_of(p, estimates(p, *m), *m, std::string{m->name}, with_intervals));
  return t;
}

/// Of writers; empty where the scenario names none.
std::vector<std::string> groups_of(const measure::point& p) {
  std::vector<std::string> groups;
  if (p.policies.empty()) return groups;
  for (const measure::named_estimate& m : p.policies.front().metrics) {
    const std::string group{measure::metric_name::parse(m.name).group};
    if (!group.empty() && std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
  }
  return groups;
}

/// Of each policy; of all writers where `group` is empty.
std::vector<const measure::estimate*> estimates_of(const measure::point& p, const metric& m,
                                                   const std::string& group) {
  if (group.empty()) return estimates(p, m);
  const std::string name = measure::metric_name{m.name, group}.text();
  std::vector<const measure::estimate*> values;
  for (const auto& policy : p.policies) values.push_back(policy.find(name));
  return values;
}

std::string name_of(const metric& m, const std::string& group) {
  return group.empty() ? std::string{m.name} : fmt::format("{} {}", printable(group), m.name);
}

std::string title_of(const metric& m, const std::string& group, const axis& a) {
  const std::string_view good = m.better == measure::better::lower    ? ", lower is better"
                                : m.better == measure::better::higher ? ", higher is better"
                                                                      : "";
  return fmt::format("{} by {}{}", name_of(m, group), a.name, good);
}

table table_of(const measure::result& r, const metric& m, const std::string& group, const axis& a,
               bool with_intervals) {
  table t{
      .title = title_of(m, group, a), .row_header = "policy", .rows = policy_names(r.points[0])};
  for (const auto& p : r.points)
    t.columns.push_back(
        column_of(p, estimates_of(p, m, group), m, value_text(p.sweep.front()), with_intervals));
  return t;
}

std::vector<table> tables_by_sweep(const measure::result& r, const axis& a, bool with_intervals) {
  std::vector<table> tables;
  const auto metrics = metrics_shown(r.points);
  for (std::size_t i = 0; i < std::min(metrics.size(), tables_of_a_sweep); ++i)
    tables.push_back(table_of(r, *metrics[i], "", a, with_intervals));
  const auto groups = groups_of(r.points[0]);
  if (groups.size() > most_groups_in_a_sweep) return tables;
  for (std::size_t i = 0; i < tables_of_a_group; ++i)
    for (const std::string& group : groups)
      tables.push_back(
          table_of(r, *measure::find_metric(shown_by_group[i].name), group, a, with_intervals));
  return tables;
}

}  // namespace

std::vector<const metric*> metrics_shown(const std::vector<measure::point>& points) {
  std::vector<const metric*> shown;
  for (const choice& c : choices)
    if (is_worth_showing(c, points)) shown.push_back(measure::find_metric(c.name));
  return shown;
}

bool is_by_sweep(const measure::result& r) {
  if (r.points.size() < 2 || !is_along_one_axis(r)) return false;
  const auto names = policy_names(r.points[0]);
  return std::ranges::all_of(
      r.points, [&names](const measure::point& p) { return policy_names(p) == names; });
}

std::optional<table> table_by_group(const measure::point& p, const std::vector<axis>& axes,
                                    bool with_intervals) {
  const auto groups = groups_of(p);
  if (groups.empty()) return {};
  const std::string where = label_of(p, axes);
  table t{.title = where.empty() ? "by group of writers" : where + ", by group of writers",
          .row_header = "policy",
          .rows = policy_names(p)};
  for (const choice& c : shown_by_group) {
    const metric& m = *measure::find_metric(c.name);
    const bool any = std::ranges::any_of(groups, [&](const std::string& group) {
      return std::ranges::any_of(estimates_of(p, m, group), [&c](const measure::estimate* e) {
        return e != nullptr && e->mean && (c.shown == when::always || *e->mean != c.quiet);
      });
    });
    if (!any) continue;
    for (const std::string& group : groups)
      t.columns.push_back(
          column_of(p, estimates_of(p, m, group), m, name_of(m, group), with_intervals));
  }
  return t;
}

std::vector<table> overview(const measure::result& r, bool with_intervals) {
  const auto axes = axes_of(r);
  if (is_by_sweep(r)) return tables_by_sweep(r, axes[0], with_intervals);
  const auto metrics = metrics_shown(r.points);
  std::vector<table> tables;
  for (const auto& p : r.points) {
    tables.push_back(table_of(p, metrics, axes, with_intervals));
    if (auto by_group = table_by_group(p, axes, with_intervals))
      tables.push_back(*std::move(by_group));
  }
  return tables;
}

}  // namespace contend::reports::detail
