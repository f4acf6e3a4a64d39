#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include <contend/reports/detail/sparkline.hpp>

namespace contend::reports::detail {

namespace {

constexpr std::array<std::string_view, 8> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> plain = {"_", ".", ":", "-", "=", "+", "*", "#"};

/// The mean of those that are numbers; NaN where none is.
double mean_of(std::span<const double> values) {
  double sum = 0;
  std::size_t count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

}  // namespace

std::string sparkline(std::span<const double> values, double top, std::size_t width, bool utf8) {
  const std::size_t bars = std::min(width, values.size());
  std::string text;
  for (std::size_t i = 0; i < bars; ++i) {
    const std::size_t first = i * values.size() / bars;
    const std::size_t last = (i + 1) * values.size() / bars;
    const double value = mean_of(values.subspan(first, last - first));
    if (std::isnan(value)) {
      text += ' ';
      continue;
    }
    const double height = top > 0 ? std::clamp(value / top, 0.0, 1.0) : 0;
    const auto level = std::min<std::size_t>(static_cast<std::size_t>(height * 8), 7);
    text += utf8 ? blocks[level] : plain[level];
  }
  return text;
}

}  // namespace contend::reports::detail
