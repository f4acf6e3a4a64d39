#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <contend/reports/changes.hpp>
#include <contend/reports/detail/change_text.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports {

namespace {

using measure::change;
using measure::comparison;
using measure::metric_comparison;
using measure::policy_comparison;

bool is_quiet(const policy_comparison& p) {
  return std::ranges::all_of(p.metrics, [](const auto& m) { return m.verdict == change::none; });
}

/// "2 worse (most: appends of \"full\" at writers = 10 by +3.1 % [+2.0, +4.2] %)".
std::string told(const comparison& c, change which, const std::vector<detail::axis>& axes) {
  const metric_comparison* most = nullptr;
  const policy_comparison* whose = nullptr;
  const auto size = [](const metric_comparison& m) {
    return m.by.relative ? std::abs(*m.by.relative) : INFINITY;
  };
  for (const policy_comparison& p : c.policies)
    for (const metric_comparison& m : p.metrics)
      if (m.verdict == which && (most == nullptr || size(m) > size(*most))) {
        most = &m;
        whose = &p;
      }
  if (most == nullptr) return "";
  const std::size_t count = c.count(which);
  return fmt::format("{} {} ({}{} of {}: {} {}, p {}{})", count, to_string(which),
                     count > 1 ? "most: " : "", most->metric, detail::place_of(*whose, axes),
                     detail::change_text(*most), detail::change_interval(*most),
                     most->p_holm && *most->p_holm < 0.0001 ? "" : "= ",
                     detail::p_text(most->p_holm));
}

/// "7 inconclusive (about 400 replications would tell)".
std::string unknown(const comparison& c) {
  const std::size_t count = c.count(change::inconclusive);
  if (count == 0) return "";
  std::uint64_t needed = 0;
  bool known = true;
  for (const policy_comparison& p : c.policies)
    for (const metric_comparison& m : p.metrics)
      if (m.verdict == change::inconclusive) {
        known = known && m.replications_needed.has_value();
        needed = std::max(needed, m.replications_needed.value_or(0));
      }
  return fmt::format("{} inconclusive{}", count,
                     known ? fmt::format(" (about {} replications would tell)", needed) : "");
}

std::string headline(const comparison& c) {
  const std::string candidate = detail::printable(c.candidate);
  const std::string baseline = detail::printable(c.baseline);
  switch (c.overall()) {
    case change::worse:
      return fmt::format("{} {} worse than {}", candidate, "is", baseline);
    case change::better:
      return fmt::format("{} {} better than {}", candidate, "is", baseline);
    case change::differs:
      return fmt::format("{} differs from {}", candidate, baseline);
    case change::inconclusive:
      return fmt::format("Nothing can be said of {} against {} yet", candidate, baseline);
    default:
      return fmt::format("{} is as good as {}", candidate, baseline);
  }
}

detail::table table_of(const policy_comparison& p, const std::vector<detail::axis>& axes) {
  detail::table t{.title = detail::place_of(p, axes), .row_header = "metric"};
  for (const char* header :
       {"verdict", "change", "95 % interval", "baseline", "candidate", "p", "effect"})
    t.columns.push_back({.header = header});
  for (const metric_comparison& m : p.metrics) {
    const measure::unit unit = detail::unit_of(m);
    const std::string texts[] = {std::string{to_string(m.verdict)},
                                 detail::change_text(m),
                                 detail::change_interval(m),
                                 detail::quantity(*m.baseline.mean, unit),
                                 detail::quantity(*m.candidate.mean, unit),
                                 detail::p_text(m.p_holm),
                                 m.effect ? fmt::format("{:+.2f}", *m.effect) : "–"};
    t.rows.push_back(m.metric);
    for (std::size_t i = 0; i < t.columns.size(); ++i) t.columns[i].cells.push_back({texts[i]});
  }
  return t;
}

}  // namespace

std::vector<std::string> metrics_compared(const measure::result& baseline,
                                          const measure::result& candidate) {
  std::vector<measure::point> points = baseline.points;
  points.insert(points.end(), candidate.points.begin(), candidate.points.end());
  std::vector<std::string> names;
  for (const measure::metric* m : detail::metrics_shown(points))
    if (m->better != measure::better::neither) names.emplace_back(m->name);
  return names;
}

std::string changes_verdict(const comparison& c) {
  if (c.identical)
    return fmt::format("{} is identical to {}: every number is the same (equal digests).",
                       detail::printable(c.candidate), detail::printable(c.baseline));
  const auto axes = detail::axes_of(c);
  std::vector<std::string> parts;
  for (const change which : {change::worse, change::better, change::differs})
    if (std::string text = told(c, which, axes); !text.empty()) parts.push_back(std::move(text));
  if (std::string text = unknown(c); !text.empty()) parts.push_back(std::move(text));
  if (const std::size_t same = c.count(change::none); same > 0)
    parts.push_back(fmt::format("{} without a change of {:.3g} %", same, 100 * c.smallest));
  return fmt::format("{}: of {} comparisons {}. {}", headline(c), c.compared(),
                     detail::listed(parts),
                     c.paired ? "Compared replication by replication: both met the same random "
                                "numbers."
                              : "Compared as independent runs.");
}

std::string changes_legend(const comparison& c) {
  return fmt::format(
      "better, worse: significant at 5 % after Holm's correction for everything that differs, and "
      "at "
      "least {:.3g} %; no change: the 95 % interval lies within ±{:.3g} %; p is corrected; effect "
      "is Cohen's d",
      100 * c.smallest, 100 * c.smallest);
}

std::vector<detail::table> changes_tables(const comparison& c, bool all) {
  std::vector<detail::table> tables;
  if (c.identical) return tables;
  const auto axes = detail::axes_of(c);
  for (const policy_comparison& p : c.policies)
    if (!p.metrics.empty() && (all || !is_quiet(p))) tables.push_back(table_of(p, axes));
  return tables;
}

std::vector<std::string> changes_remarks(const comparison& c) {
  std::vector<std::string> remarks;
  if (c.identical) return remarks;
  const auto axes = detail::axes_of(c);
  std::vector<std::string> quiet;
  for (const policy_comparison& p : c.policies)
    if (!p.metrics.empty() && is_quiet(p)) quiet.push_back(detail::place_of(p, axes));
  if (!quiet.empty())
    remarks.push_back(fmt::format("no change of any metric: {}", detail::listed(quiet)));
  for (const std::string& one : c.remarks) remarks.push_back(detail::printable(one));
  return remarks;
}

}  // namespace contend::reports
