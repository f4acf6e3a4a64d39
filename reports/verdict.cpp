#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <contend/reports/detail/point_verdict.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/reports/verdict.hpp>

namespace contend::reports {

namespace {

using measure::point;

/// Points in a row that the same policy wins, or nobody.
struct stretch {
  std::optional<std::string> winner;
  std::size_t first = 0;
  std::size_t last = 0;
};

std::optional<std::string> winner_of(const point& p) {
  const auto standing = detail::compare(p);
  if (standing.by == nullptr) return {};
  return fmt::format("\"{}\"", detail::printable(p.policies[standing.leaders[0]].name));
}

std::vector<stretch> stretches_of(const std::vector<point>& points) {
  std::vector<stretch> all;
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto winner = winner_of(points[i]);
    if (!all.empty() && all.back().winner == winner)
      all.back().last = i;
    else
      all.push_back({std::move(winner), i, i});
  }
  return all;
}

/// "at 10", "from 20 to 50", "from 100 on".
std::string where(const stretch& s, const measure::result& r) {
  const auto value = [&r](std::size_t i) { return detail::value_text(r.points[i].sweep.front()); };
  if (s.first == s.last) return "at " + value(s.first);
  if (s.last + 1 == r.points.size()) return fmt::format("from {} on", value(s.first));
  return fmt::format("from {} to {}", value(s.first), value(s.last));
}

/// " (failing 31 % to 39 %)": what the winner of a stretch fails, where it is worth a word.
std::string price(const stretch& s, const measure::result& r) {
  constexpr double worth_a_word = 0.01;
  double least = 1;
  double most = 0;
  for (std::size_t i = s.first; i <= s.last; ++i) {
    const point& p = r.points[i];
    const double lost = detail::share_lost(p.policies[detail::compare(p).leaders[0]]);
    least = std::min(least, lost);
    most = std::max(most, lost);
  }
  if (most < worth_a_word) return "";
  const std::string low = detail::percent(least);
  const std::string high = detail::percent(most);
  return low == high ? fmt::format(" (failing {})", high)
                     : fmt::format(" (failing {} to {})", low, high);
}

/// How it stands at the last point, the highest load in most sweeps.
std::string at_the_end(const measure::result& r, const std::string& label) {
  const point& p = r.points.back();
  const auto standing = detail::compare(p);
  if (standing.by == nullptr) return fmt::format("at {} {}", label, detail::tie(p, standing));
  return fmt::format("at {} it has {}; {}{}", label, detail::margin(p, standing),
                     detail::certainty(p, standing), detail::drawbacks(p, standing));
}

/// One swept parameter, in the order of its values.
std::string along_the_axis(const measure::result& r, const detail::axis& a) {
  const auto stretches = stretches_of(r.points);
  const std::string end = at_the_end(r, fmt::format("{} = {}", a.name, a.values.back()));
  if (stretches.size() == 1) {
    const std::string everywhere = fmt::format("every value of {}", a.name);
    return stretches[0].winner
               ? fmt::format("{} wins at {}: {}", *stretches[0].winner, everywhere, end)
               : fmt::format("No clear winner at {}: {}", everywhere, end);
  }
  std::vector<std::string> parts;
  for (const stretch& s : stretches)
    parts.push_back(s.winner ? *s.winner + " wins " + where(s, r) + price(s, r)
                             : "nobody clearly " + where(s, r));
  return fmt::format("The winner depends on {}: {}; {}", a.name, detail::listed(parts), end);
}

/// Several swept parameters: how many points each policy wins.
std::string by_count(const measure::result& r) {
  std::vector<std::pair<std::string, std::size_t>> wins;
  std::size_t ties = 0;
  for (const point& p : r.points) {
    const auto winner = winner_of(p);
    if (!winner) {
      ++ties;
      continue;
    }
    auto found = std::ranges::find(wins, *winner, &std::pair<std::string, std::size_t>::first);
    if (found == wins.end()) found = wins.insert(wins.end(), {*winner, 0});
    ++found->second;
  }
  if (wins.empty()) return fmt::format("No clear winner at any of {} points", r.points.size());
  if (wins.size() == 1 && ties == 0)
    return fmt::format("{} wins at all {} points", wins[0].first, r.points.size());
  std::ranges::stable_sort(wins, std::greater{}, &std::pair<std::string, std::size_t>::second);
  std::vector<std::string> parts;
  for (const auto& [policy, count] : wins)
    parts.push_back(fmt::format("{} wins at {}", policy, count));
  if (ties > 0) parts.push_back(fmt::format("nobody clearly at {}", ties));
  return fmt::format("Of {} points, {}", r.points.size(), detail::listed(parts));
}

}  // namespace

std::string verdict(const measure::result& r) {
  if (r.points.empty()) return "Nothing ran.";
  if (r.points.size() == 1 || r.points[0].policies.size() < 2)
    return detail::point_verdict(r.points[0]) + ".";
  if (!detail::is_along_one_axis(r)) return by_count(r) + ".";
  return along_the_axis(r, detail::axes_of(r).front()) + ".";
}

}  // namespace contend::reports
