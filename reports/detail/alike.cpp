#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <contend/reports/detail/alike.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

using measure::point;
using measure::policy_result;

/// A metric that one of them lacks says nothing: only who has a breaker has its open share.
bool are_alike(const policy_result& a, const policy_result& b) {
  return std::ranges::all_of(a.metrics, [&b](const measure::named_estimate& own) {
    const auto other = std::ranges::find(b.metrics, own.name, &measure::named_estimate::name);
    return other == b.metrics.end() || !own.value.mean || !other->value.mean || own == *other;
  });
}

bool are_alike_everywhere(const measure::result& r, const std::string& a, const std::string& b) {
  return std::ranges::all_of(r.points, [&](const point& p) {
    const policy_result* one = p.find(a);
    const policy_result* other = p.find(b);
    return one != nullptr && other != nullptr && are_alike(*one, *other);
  });
}

std::string sentence(const std::vector<std::string>& names) {
  return fmt::format("{} did exactly the same: what tells them apart never came into play.",
                     listed(names));
}

}  // namespace

std::string alike(const measure::result& r) {
  if (r.points.empty()) return "";
  std::vector<std::string> left;
  for (const policy_result& p : r.points.front().policies) left.push_back(p.name);
  std::string text;
  while (!left.empty()) {
    const std::string first = left.front();
    std::vector<std::string> same;
    std::erase_if(left, [&](const std::string& name) {
      if (name != first && !are_alike_everywhere(r, first, name)) return false;
      same.push_back(fmt::format("\"{}\"", printable(name)));
      return true;
    });
    if (same.size() < 2) continue;
    if (!text.empty()) text += ' ';
    text += sentence(same);
  }
  return text;
}

}  // namespace contend::reports::detail
