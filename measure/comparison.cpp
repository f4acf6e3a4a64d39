#include <algorithm>

#include <contend/measure/comparison.hpp>

namespace contend::measure {

std::size_t comparison::count(change c) const noexcept {
  std::size_t found = 0;
  for (const policy_comparison& p : policies)
    found +=
        static_cast<std::size_t>(std::ranges::count(p.metrics, c, &metric_comparison::verdict));
  return found;
}

std::size_t comparison::compared() const noexcept {
  std::size_t all = 0;
  for (const policy_comparison& p : policies) all += p.metrics.size();
  return all;
}

change comparison::overall() const noexcept {
  if (identical) return change::identical;
  change last = change::none;
  for (const policy_comparison& p : policies)
    for (const metric_comparison& m : p.metrics) last = std::max(last, m.verdict);
  return last;
}

}  // namespace contend::measure
