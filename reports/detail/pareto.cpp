#include <algorithm>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/comparison.hpp>
#include <contend/reports/detail/pareto.hpp>

namespace contend::reports::detail {

namespace {

bool has_both(const measure::policy_result& p, const trade_off& of) {
  for (const measure::metric* m : {of.gain, of.cost}) {
    const measure::estimate* e = p.find(m->name);
    if (e == nullptr || !e->mean) return false;
  }
  return true;
}

/// Whether `a` beats `b`: clearly better in the one, and not clearly worse in the other.
bool beats(const measure::policy_result& a, const measure::policy_result& b, const trade_off& of) {
  bool better = false;
  for (const measure::metric* m : {of.gain, of.cost}) {
    const measure::estimate& mine = *a.find(m->name);
    const measure::estimate& theirs = *b.find(m->name);
    if (clearly_better(theirs, mine, m->better)) return false;
    better = better || clearly_better(mine, theirs, m->better);
  }
  return better;
}

}  // namespace

trade_off trade_off_of(const measure::point& p) {
  const bool has_end = drained(p);
  return {measure::find_metric(has_end ? "makespan" : "goodput"),
          measure::find_metric(has_end ? "appends" : "appends_per_commit")};
}

std::vector<std::size_t> pareto_front(const measure::point& p, const trade_off& of) {
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < p.policies.size(); ++i) {
    const measure::policy_result& one = p.policies[i];
    if (!has_both(one, of)) continue;
    const bool beaten = std::ranges::any_of(p.policies, [&](const measure::policy_result& other) {
      return has_both(other, of) && beats(other, one, of);
    });
    if (!beaten) front.push_back(i);
  }
  return front;
}

}  // namespace contend::reports::detail
