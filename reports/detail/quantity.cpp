#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <contend/reports/detail/quantity.hpp>

namespace contend::reports::detail {

namespace {

/// Values from `least` on are divided by `divisor` and get the suffix.
struct scale {
  double least;
  double divisor;
  std::string_view suffix;
};

constexpr std::array<scale, 4> seconds_scales = {
    {{1, 1, " s"}, {1e-3, 1e-3, " ms"}, {1e-6, 1e-6, " µs"}, {0, 1e-9, " ns"}}};
constexpr std::array<scale, 4> count_scales = {
    {{1e9, 1e9, "G"}, {1e6, 1e6, "M"}, {1e5, 1e3, "k"}, {0, 1, ""}}};
constexpr std::array<scale, 4> rate_scales = {
    {{1e9, 1e9, "G/s"}, {1e6, 1e6, "M/s"}, {1e4, 1e3, "k/s"}, {0, 1, "/s"}}};
constexpr std::array<scale, 1> share_scale = {{{0, 0.01, " %"}}};
constexpr std::array<scale, 1> plain_scale = {{{0, 1, ""}}};

std::span<const scale> scales_of(measure::unit unit) {
  switch (unit) {
    case measure::unit::seconds:
      return seconds_scales;
    case measure::unit::count:
      return count_scales;
    case measure::unit::per_second:
      return rate_scales;
    case measure::unit::share:
      return share_scale;
    default:
      return plain_scale;
  }
}

/// To three digits, 999.6 ms is 1.00 s, and 9.996 is 10.0.
constexpr double rounding_up = 1.0005;

scale scale_of(double value, measure::unit unit) {
  const auto scales = scales_of(unit);
  if (value == 0) return unit == measure::unit::seconds ? seconds_scales[0] : scales.back();
  const double size = std::abs(value) * rounding_up;
  return *std::ranges::find_if(scales, [size](const scale& s) { return size >= s.least; });
}

/// The place of the first significant digit: 0 for 1 to 9.99, -1 for 0.1, 2 for 100.
int magnitude(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

/// Decimals that show `value` to three significant digits; none for what is whole.
int decimals_for(double value) {
  if (std::abs(value - std::round(value)) <= 1e-12 * std::abs(value)) return 0;
  return std::clamp(2 - magnitude(value * rounding_up), 0, 9);
}

/// Decimals that show the first digit of `half`, within one of what three digits of `value` take.
int decimals_for(double value, double half) {
  // Half a unit below the next digit rounds up to it: 0.0096 is 0.01.
  const int by_half = std::clamp(-magnitude(half / 0.95), 0, 9);
  if (value == 0) return by_half;
  const int three_digits = 2 - magnitude(value);
  return std::clamp(by_half, std::max(three_digits - 1, 0), std::max(three_digits + 1, 0));
}

}  // namespace

std::string quantity(double value, measure::unit unit) {
  if (!std::isfinite(value)) return "–";
  const scale s = scale_of(value, unit);
  const double scaled = value / s.divisor;
  return fmt::format("{:.{}f}{}", scaled, decimals_for(scaled), s.suffix);
}

std::string quantity(const measure::estimate& e, measure::unit unit) {
  if (!e.mean || !std::isfinite(*e.mean)) return "–";
  if (!e.ci95) return quantity(*e.mean, unit);
  const scale s = scale_of(*e.mean, unit);
  const double value = *e.mean / s.divisor;
  const double half = e.half_width() / s.divisor;
  if (half == 0) return fmt::format("{:.{}f} ±0{}", value, decimals_for(value), s.suffix);
  const int decimals = decimals_for(value, half);
  return fmt::format("{:.{}f} ±{:.{}f}{}", value, decimals, half, decimals, s.suffix);
}

}  // namespace contend::reports::detail
