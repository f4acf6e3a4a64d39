#include <algorithm>
#include <cstddef>
#include <numeric>

#include <contend/measure/holm.hpp>

namespace contend::measure {

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [p_values](std::size_t i) { return p_values[i]; });
  std::vector<double> corrected(p_values.size());
  double so_far = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    so_far = std::max(so_far, std::min(1.0, left * p_values[order[rank]]));
    corrected[order[rank]] = so_far;
  }
  return corrected;
}

}  // namespace contend::measure
