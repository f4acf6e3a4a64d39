#include <cmath>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/detail/change_text.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

/// With its sign, and as many decimals as two or three digits take. Without a sign what rounds to
/// nothing.
std::string per_cent(double share) {
  const double value = 100 * share;
  const double size = std::abs(value);
  const int decimals = size >= 99.95 ? 0 : size >= 0.995 ? 1 : 2;
  const std::string text = fmt::format("{:+.{}f}", value, decimals);
  return text.find_first_of("123456789") == std::string::npos ? "0" : text;
}

std::string with_sign(double value, measure::unit unit) {
  return fmt::format("{}{}", value > 0 ? "+" : "", quantity(value, unit));
}

}  // namespace

measure::unit unit_of(const measure::metric_comparison& m) {
  const auto* known = measure::metric_of(m.metric);
  return known == nullptr ? measure::unit::ratio : known->unit;
}

std::string change_text(const measure::metric_comparison& m) {
  if (m.by.relative) return per_cent(*m.by.relative) + " %";
  return with_sign(m.by.absolute, unit_of(m));
}

std::string change_interval(const measure::metric_comparison& m) {
  if (!m.interval) return "–";
  const auto [low, high] = *m.interval;
  const double baseline = std::abs(*m.baseline.mean);
  if (baseline == 0)
    return fmt::format("[{}, {}]", with_sign(low, unit_of(m)), with_sign(high, unit_of(m)));
  return fmt::format("[{}, {}] %", per_cent(low / baseline), per_cent(high / baseline));
}

std::string p_text(const std::optional<double>& p) {
  if (!p) return "–";
  if (*p < 0.0001) return "< 0.0001";
  return *p < 0.001 ? fmt::format("{:.4f}", *p) : fmt::format("{:.3f}", *p);
}

std::string place_of(const measure::policy_comparison& p, const std::vector<axis>& axes) {
  const std::string where = label_of({.sweep = p.sweep}, axes);
  const std::string who =
      p.baseline == p.candidate
          ? fmt::format("\"{}\"", printable(p.candidate))
          : fmt::format("\"{}\" against \"{}\"", printable(p.candidate), printable(p.baseline));
  return where.empty() ? who : fmt::format("{} at {}", who, where);
}

std::vector<axis> axes_of(const measure::comparison& c) {
  measure::result points;
  for (const auto& p : c.policies) points.points.push_back({.sweep = p.sweep});
  return axes_of(points);
}

}  // namespace contend::reports::detail
