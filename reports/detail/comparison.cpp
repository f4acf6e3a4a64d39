#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/comparison.hpp>

namespace contend::reports::detail {

namespace {

using measure::better;
using measure::estimate;
using measure::metric;
using indices = std::vector<std::size_t>;

bool has_value(const estimate* e) { return e != nullptr && e->mean.has_value(); }

/// By the means alone.
bool looks_better(const estimate& a, const estimate& b, better which) {
  return which == better::lower ? *a.mean < *b.mean : *a.mean > *b.mean;
}

bool intervals_overlap(const estimate& a, const estimate& b) {
  return a.ci95->first <= b.ci95->second && b.ci95->first <= a.ci95->second;
}

/// Of `candidates`, which have a value, the one of the best mean; the first of equals.
std::size_t best_mean(std::span<const estimate* const> values, const indices& candidates,
                      better which) {
  return *std::ranges::min_element(candidates, [&](std::size_t a, std::size_t b) {
    return looks_better(*values[a], *values[b], which);
  });
}

/// Of `candidates`, those that are level with the best of them.
indices level_with_best(std::span<const estimate* const> values, const indices& candidates,
                        better which) {
  indices level;
  std::ranges::copy_if(candidates, std::back_inserter(level),
                       [&](std::size_t i) { return has_value(values[i]); });
  if (level.empty()) return level;
  const estimate& best = *values[best_mean(values, level, which)];
  std::erase_if(level, [&](std::size_t i) { return clearly_better(best, *values[i], which); });
  return level;
}

indices all_of(const measure::point& p) {
  indices all(p.policies.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

std::vector<const metric*> criteria(const measure::point& p) {
  const bool has_end = drained(p);
  std::vector<const metric*> ordered;
  for (const std::string_view name :
       {has_end ? "commits" : "goodput", "makespan", "latency.p99", "appends_per_commit"})
    if (has_end || name != "makespan") ordered.push_back(measure::find_metric(name));
  return ordered;
}

}  // namespace

bool drained(const measure::point& p) {
  return std::ranges::any_of(estimates(p, *measure::find_metric("makespan")), has_value);
}

bool clearly_better(const estimate& a, const estimate& b, better which) {
  if (!a.mean || !b.mean) return a.mean.has_value() && !b.mean;
  if (!looks_better(a, b, which)) return false;
  const double apart = std::abs(*a.mean - *b.mean);
  if (apart < negligible * std::max(std::abs(*a.mean), std::abs(*b.mean))) return false;
  return !a.ci95 || !b.ci95 || !intervals_overlap(a, b);
}

indices best_of(std::span<const estimate* const> values, better which) {
  indices all(values.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return level_with_best(values, all, which);
}

std::vector<const estimate*> estimates(const measure::point& p, const metric& m) {
  std::vector<const estimate*> values;
  for (const auto& policy : p.policies) values.push_back(policy.find(m.name));
  return values;
}

std::optional<std::size_t> worst_of(const measure::point& p, const metric& m) {
  const auto values = estimates(p, m);
  indices candidates = all_of(p);
  std::erase_if(candidates, [&](std::size_t i) { return !has_value(values[i]); });
  if (candidates.empty()) return {};
  const better opposite = m.better == better::lower ? better::higher : better::lower;
  return best_mean(values, candidates, opposite);
}

standing compare(const measure::point& p) {
  standing s{.leaders = all_of(p)};
  for (const metric* m : criteria(p)) {
    const auto values = estimates(p, *m);
    const indices level = level_with_best(values, s.leaders, m->better);
    if (level.empty()) continue;  // nobody has a value
    if (level.size() < s.leaders.size() && s.left_behind_on == nullptr) s.left_behind_on = m;
    if (level.size() == 1 && s.leaders.size() > 1) {
      indices others = s.leaders;
      std::erase_if(others, [&](std::size_t i) { return i == level[0] || !has_value(values[i]); });
      if (!others.empty()) s.next = best_mean(values, others, m->better);
      s.by = m;
      s.leaders = level;
      return s;
    }
    s.leaders = level;
    s.level_on.push_back(m);
  }
  return s;
}

}  // namespace contend::reports::detail
