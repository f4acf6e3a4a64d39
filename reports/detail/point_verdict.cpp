#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/point_verdict.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

using measure::better;
using measure::estimate;
using measure::metric;
using measure::point;

/// In quotes: else `none wins` reads as if nobody did.
std::string name(const point& p, std::size_t policy) {
  return fmt::format("\"{}\"", printable(p.policies[policy].name));
}

const estimate& value(const point& p, std::size_t policy, const metric& m) {
  return *p.policies[policy].find(m.name);
}

/// "7.0 % less than", "12 % more than", "3.2 times that of": from the better value to the worse.
std::string difference(double good, double bad, better which) {
  // Nothing is 100 % less, however it rounds.
  if (which == better::lower) return percent(std::min((bad - good) / bad, 0.999)) + " less than";
  if (bad == 0) return "against 0 of";
  if (good > 2 * bad) return fmt::format("{:.1f} times that of", good / bad);
  return percent((good - bad) / bad) + " more than";
}

std::string versus(const point& p, const standing& s, std::size_t other) {
  return difference(*value(p, s.leaders[0], *s.by).mean, *value(p, other, *s.by).mean,
                    s.by->better) +
         " " + name(p, other);
}

std::vector<std::string_view> names_of(const std::vector<const metric*>& metrics) {
  std::vector<std::string_view> names;
  for (const metric* m : metrics) names.push_back(m->name);
  return names;
}

/// That it was level before, where that says anything: all that commit everything are level on it.
std::string after_a_tie(const standing& s) {
  std::vector<const metric*> before = s.level_on;
  std::erase_if(before, [](const metric* m) { return m->name == "commits"; });
  return before.empty() ? "" : fmt::format(" after a tie on {}", listed(names_of(before)));
}

/// From this share of operations left open on the verdict says so.
constexpr double overload = 0.05;

/// The share of operations that had not ended when the run did: overload, where it is much.
double share_open(const measure::policy_result& policy) {
  const auto* open = policy.find("open_operations");
  const auto* all = policy.find("operations");
  if (open == nullptr || all == nullptr || all->mean.value_or(0) <= 0) return 0;
  return open->mean.value_or(0) / *all->mean;
}

/// "12 % of its operations (\"full jitter\" 3.0 %)": with the policy that fails the fewest.
std::string failures(const point& p, std::size_t winner) {
  const double lost = share_lost(p.policies[winner]);
  const auto least = std::ranges::min_element(p.policies, {}, share_lost);
  std::string text = percent(lost) + " of its operations";
  if (share_lost(*least) < lost / 2)
    text += fmt::format(" (\"{}\" {})", printable(least->name), percent(share_lost(*least)));
  return text;
}

/// The policy that is clearly cheaper than the winner, and cheapest.
std::optional<std::size_t> cheaper(const point& p, const standing& s, const metric& cost) {
  const auto costs = estimates(p, cost);
  const estimate* own = costs[s.leaders[0]];
  if (&cost == s.by || own == nullptr || !own->mean) return {};
  const auto cheapest = best_of(costs, cost.better);
  if (cheapest.empty()) return {};
  const bool clearly = clearly_better(*costs[cheapest[0]], *own, cost.better);
  return clearly ? std::optional{cheapest[0]} : std::nullopt;
}

/// "; none is worst (goodput 10 ±1/s)", where somebody fell behind those that are level.
std::string left_behind(const point& p, const standing& s) {
  if (s.left_behind_on == nullptr) return "";
  const std::size_t worst = *worst_of(p, *s.left_behind_on);
  if (std::ranges::count(s.leaders, worst) > 0) return "";  // the others have no value at all
  return fmt::format("; {} is worst ({} {})", name(p, worst), s.left_behind_on->name,
                     quantity(value(p, worst, *s.left_behind_on), s.left_behind_on->unit));
}

}  // namespace

std::string percent(double share) {
  const double hundredths = 100 * share;
  const bool whole =
      hundredths == 0 || (hundredths >= 9.95 && hundredths < 99) || hundredths >= 100;
  return fmt::format("{:.{}f} %", hundredths, whole ? 0 : 1);
}

double share_lost(const measure::policy_result& policy) {
  double lost = 0;
  for (const char* what : {"give_ups", "rejected"})
    if (const auto* e = policy.find(what); e != nullptr) lost += e->mean.value_or(0);
  const auto* all = policy.find("operations");
  return all != nullptr && all->mean.value_or(0) > 0 ? lost / *all->mean : 0;
}

std::string margin(const point& p, const standing& s) {
  std::string text =
      fmt::format("{} {}", s.by->name, quantity(value(p, s.leaders[0], *s.by), s.by->unit));
  const auto worst = worst_of(p, *s.by);
  const bool two = p.policies.size() == 2;
  if (s.next) text += ", " + versus(p, s, *s.next);
  if (s.next && !two) text += worst == s.next ? " (next and worst)" : " (next)";
  if (worst && worst != s.next && *worst != s.leaders[0])
    text += (s.next ? " and " : ", ") + versus(p, s, *worst) + " (worst)";
  return text;
}

std::string certainty(const point& p, const standing& s) {
  if (!s.next) return "no other policy has a value for it";
  return value(p, s.leaders[0], *s.by).ci95 ? "their 95 % intervals do not overlap"
                                            : "with one replication that may be chance";
}

std::string drawbacks(const point& p, const standing& s) {
  std::string text;
  const auto& winner = p.policies[s.leaders[0]];
  // What may be chance is not what it is "though" for.
  const bool certain = s.next && value(p, s.leaders[0], *s.by).ci95;
  const std::string_view first = certain ? ", though" : "; besides,";
  if (const double lost = share_lost(winner); lost >= 0.0005)
    text += fmt::format("{} it fails {}", first, failures(p, s.leaders[0]));
  if (const double open = share_open(winner); open >= overload)
    text += fmt::format("{} it left {} of its operations open when the run was over",
                        text.empty() ? first : " and", percent(open));
  const metric& cost = *measure::find_metric("appends_per_commit");
  if (const auto other = cheaper(p, s, cost))
    text += fmt::format("{} {} needs fewer appends per commit ({} against {})",
                        text.empty() ? first : ", and", name(p, *other),
                        quantity(*value(p, *other, cost).mean, cost.unit),
                        quantity(*winner.find(cost.name)->mean, cost.unit));
  return text;
}

std::string tie(const point& p, const standing& s) {
  std::vector<std::string> names;
  for (const std::size_t i : s.leaders) names.push_back(name(p, i));
  const bool all = s.leaders.size() == p.policies.size() && names.size() > 2;
  const std::string who = all ? fmt::format("all {} policies", names.size()) : listed(names);
  if (s.level_on.empty()) return who + " have no value to compare";
  return fmt::format("{} are level on {} (95 % intervals overlap, or less than 1 % apart)", who,
                     listed(names_of(s.level_on)));
}

std::string point_verdict(const point& p) {
  if (p.policies.empty()) return "Nothing ran";
  const standing s = compare(p);
  if (p.policies.size() == 1)
    return "Only " + name(p, 0) + " ran: there is nothing to compare it with";
  if (s.by == nullptr) return fmt::format("No clear winner: {}{}", tie(p, s), left_behind(p, s));
  return fmt::format("{} wins{}: {}; {}{}", name(p, s.leaders[0]), after_a_tie(s), margin(p, s),
                     certainty(p, s), drawbacks(p, s));
}

}  // namespace contend::reports::detail
