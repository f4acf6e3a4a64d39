#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <contend/cli/tuning_report.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/point_verdict.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/table.hpp>

namespace contend::cli {

namespace {

using measure::estimate;
using reports::detail::column;
using reports::detail::quantity;
using reports::detail::table;
using scenarios::keeps;
using scenarios::samples;
using scenarios::watched_metrics;

/// The metrics of a tuning, each once, and where they stand in samples.
std::vector<std::size_t> columns_of(const watched_metrics& m) {
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < m.all.size(); ++i) {
    const auto before = m.all.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(m.all.begin(), before, m.all[i]) == before) some.push_back(i);
  }
  return some;
}

void add_metrics(const tuning& t, const std::vector<const samples*>& rows, table& into) {
  const watched_metrics& metrics = t.found->metrics();
  for (const std::size_t m : columns_of(metrics)) {
    column c{.header = std::string{metrics.all[m]->name}};
    for (const samples* row : rows) c.cells.push_back({quantity(row->of(m), metrics.all[m]->unit)});
    into.columns.push_back(std::move(c));
  }
}

bool came_to_the_same(const scenarios::contender& a, const scenarios::contender& b) {
  return a.seen.values() == b.seen.values();
}

std::string percent_of(double part, double whole) {
  return reports::detail::percent(std::min(std::abs(part / whole), 9.99));
}

/// ", appends_per_commit 1.95 ±0.01 (< 2)" for each constraint.
std::string constraints(const tuning& t, const samples& seen) {
  std::string text;
  for (std::size_t i = 0; i < t.wanted->constraints.size(); ++i) {
    const measure::metric& m = *t.wanted->constraints[i].metric;
    text += fmt::format(", {} {}", m.name,
                        quantity(seen.of(watched_metrics::of_constraint(i)), m.unit));
  }
  return text;
}

std::string kept(keeps how) {
  switch (how) {
    case keeps::clearly:
      return "which keeps the constraints";
    case keeps::by_the_mean:
      return "which keeps the constraints by the means, but not for sure";
    case keeps::not_quite:
      return "which may not quite keep the constraints";
    case keeps::no:
      break;
  }
  return "which does not keep the constraints";
}

/// " failure_rate < 1% is out of reach of every setting: at best it is 2.4 %, as it stands 2.9 %."
std::string out_of_reach(const tuning& t, const samples& as_it_stands) {
  std::string text;
  for (std::size_t i = 0; i < t.wanted->constraints.size(); ++i) {
    const scenarios::threshold& limit = t.wanted->constraints[i];
    const auto best = t.found->best_of_constraint(i);
    if (best && (limit.below ? *best < limit.limit : *best > limit.limit)) continue;
    const measure::unit unit = limit.metric->unit;
    text += fmt::format(" {} is out of reach of every setting", limit.text);
    if (best)
      text +=
          fmt::format(": at best it is {}, as it stands {}", quantity(estimate{.mean = best}, unit),
                      quantity(as_it_stands.of(watched_metrics::of_constraint(i)), unit));
    text += ".";
  }
  return text;
}

/// "latency.p99 612 ms, 23 % less than as it stands (800 ms)", and how sure that is.
std::string gain(const tuning& t, const samples& tuned, const samples& before) {
  const measure::metric& m = *t.wanted->metric;
  const estimate now = tuned.of(watched_metrics::of_goal);
  const estimate then = before.of(watched_metrics::of_goal);
  std::string text = fmt::format("{} {}", m.name, quantity(now, m.unit));
  const auto d = tuned.less(before, watched_metrics::of_goal);
  if (!then.mean || !d || !d->ci95) return text + ", which as it stands has no value";
  const auto [low, high] = *d->ci95;
  const std::string was = quantity(then, m.unit);
  if (low <= 0 && high >= 0)
    return text + fmt::format(", not clearly different from as it stands ({})", was);
  return text + fmt::format(
                    ", {} {} than as it stands ({}): the difference is {} to {} (95 %, {} "
                    "fresh replications, pair by pair)",
                    percent_of(d->absolute, *then.mean), d->absolute < 0 ? "less" : "more", was,
                    quantity(std::min(std::abs(low), std::abs(high)), m.unit),
                    quantity(std::max(std::abs(low), std::abs(high)), m.unit),
                    tuned.replications());
}

/// "; but goodput is 150/s, not 208/s", where it is clearly less, and by more than 1 %.
std::string price_in_goodput(const tuning& t, const samples& tuned, const samples& before) {
  constexpr double worth_a_word = 0.01;
  const std::size_t goodput = t.found->metrics().goodput;
  const auto d = tuned.less(before, goodput);
  const double then = before.of(goodput).mean.value_or(0);
  if (goodput == watched_metrics::of_goal || !d || !d->ci95 || d->ci95->second >= 0 ||
      -d->absolute < worth_a_word * then)
    return "";
  const measure::unit unit = t.found->metrics().all[goodput]->unit;
  return fmt::format("; but goodput is {}, not {}", quantity(*tuned.of(goodput).mean, unit),
                     quantity(then, unit));
}

/// What fails more than it did, if that is much.
std::string price(const tuning& t, const samples& tuned, const samples& before) {
  constexpr double worth_a_word = 0.001;
  const std::size_t failures = t.found->metrics().failures;
  const double now = tuned.of(failures).mean.value_or(0);
  const double then = before.of(failures).mean.value_or(0);
  if (now - then < worth_a_word) return "";
  return fmt::format("; but it fails {} of its operations, not {}", reports::detail::percent(now),
                     reports::detail::percent(then));
}

}  // namespace

std::string front_table(const tuning& t, const reports::style& s) {
  const auto front = t.found->front();
  const watched_metrics& metrics = t.found->metrics();
  table made{.title = fmt::format("Pareto front: {} against {}", metrics.all.front()->name,
                                  metrics.all[metrics.cost]->name),
             .row_header = "setting"};
  std::vector<const samples*> rows;
  std::vector<std::vector<std::string>> values;
  for (const scenarios::contender* c : front) {
    const bool chosen = came_to_the_same(*c, t.found->winner());
    made.rows.push_back(fmt::format("{}{}", made.rows.size() + 1, chosen ? " (chosen)" : ""));
    rows.push_back(&c->seen);
    values.push_back(t.space->texts(chosen ? t.found->winner().at : c->at));
  }
  const auto& parameters = t.space->parameters();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    column c{.header = parameters[p].name};
    for (const auto& of_row : values) c.cells.push_back({of_row[p]});
    made.columns.push_back(std::move(c));
  }
  add_metrics(t, rows, made);
  return reports::detail::aligned(reports::detail::fitted(made, s.width), s);
}

std::string fresh_table(const tuning& t, const reports::style& s) {
  table made{.title = fmt::format("In {} fresh replications", t.fresh.front().seen.replications()),
             .row_header = "policy"};
  std::vector<const samples*> rows;
  for (const fresh_policy& one : t.fresh) {
    made.rows.push_back(one.name);
    rows.push_back(&one.seen);
  }
  add_metrics(t, rows, made);
  return reports::detail::aligned(reports::detail::fitted(made, s.width), s);
}

bool succeeded(const tuning& t) {
  return t.found->constraints_of(t.fresh.front().seen) <= keeps::by_the_mean;
}

std::string verdict(const tuning& t) {
  const samples& tuned = t.fresh[0].seen;
  const samples& before = t.fresh[1].seen;
  const keeps now = t.found->constraints_of(tuned);
  const keeps then = t.found->constraints_of(before);
  if (now >= keeps::not_quite)
    return fmt::format(
        "No setting of \"{}\" that was tried keeps the constraints for sure: the "
        "nearest has {} {}{}.{}",
        t.policy, t.wanted->metric->name,
        quantity(tuned.of(watched_metrics::of_goal), t.wanted->metric->unit), constraints(t, tuned),
        out_of_reach(t, before));
  std::string text = fmt::format("\"{}\" tuned: {}", t.policy, gain(t, tuned, before));
  if (!t.wanted->constraints.empty())
    text += fmt::format("{}{}, {}", text.find(':') == text.npos ? "" : ";",
                        constraints(t, tuned).substr(1), kept(now));
  if (then >= keeps::not_quite) text += "; as it stands it does not keep them";
  return text + price_in_goodput(t, tuned, before) + price(t, tuned, before) + ".";
}

}  // namespace contend::cli
