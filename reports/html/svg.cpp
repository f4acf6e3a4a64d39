#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/svg.hpp>

namespace contend::reports::html {

namespace {

constexpr double width = 640, height = 260;
constexpr double left = 74, right = 16, top = 12, bottom = 44;

constexpr std::size_t colors = 10;
/// One for each colour, since most lines have no symbols. The same as in page/src/look.ts.
constexpr std::array<std::string_view, colors> dashes = {
    "", "7 4", "2 3", "9 3 2 3", "22 5", "9 3 2 3 2 3", "4 2 4 7", "1 5", "13 3 5 3", "2 2 2 7"};

std::string stroke(std::size_t style) {
  const std::string_view dash = dashes[style % dashes.size()];
  return fmt::format("stroke=\"var(--c{})\"{}", style % colors,
                     dash.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash));
}

std::string symbol(std::size_t style, double x, double y) {
  const std::string fill = fmt::format("fill=\"var(--c{})\"", style % colors);
  switch (style % 5) {
    case 0:
      return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" {}/>", x, y, fill);
    case 1:
      return fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"6.4\" height=\"6.4\" {}/>",
                         x - 3.2, y - 3.2, fill);
    case 2:
      return fmt::format("<path d=\"M{:.1f} {:.1f}l4.2 7.4h-8.4z\" {}/>", x, y - 4.6, fill);
    case 3:
      return fmt::format("<path d=\"M{:.1f} {:.1f}l4.4 4.8l-4.4 4.8l-4.4 -4.8z\" {}/>", x, y - 4.8,
                         fill);
    default:
      return fmt::format(
          "<path d=\"M{:.1f} {:.1f}h2.6v2.8h2.8v2.6h-2.8v2.8h-2.6v-2.8h-2.8v-2.6h2.8z\" {}/>",
          x - 1.3, y - 4.1, fill);
  }
}

/// From values to places on the paper.
class ruler {
 public:
  ruler(const plot_axis& axis, double low, double high, double begin, double end)
      : axis_{axis}, begin_{begin}, end_{end} {
    low = axis.from.value_or(low);
    high = axis.to.value_or(high);
    low_ = placed(low);
    high_ = placed(high);
    // What differs by its last bits alone is one value: ticks between would be no steps at all.
    const double size = std::max(std::abs(low_), std::abs(high_));
    if (!(high_ - low_ > 1e-12 * size)) high_ = low_ + std::max(1.0, 1e-6 * size);
  }

  [[nodiscard]] double at(double value) const {
    const double share = (placed(value) - low_) / (high_ - low_);
    return begin_ + std::clamp(share, 0.0, 1.0) * (end_ - begin_);
  }
  [[nodiscard]] bool shows(double value) const {
    return std::isfinite(value) && (axis_.scale != scale::log || value > 0);
  }

  [[nodiscard]] std::vector<double> ticks() const {
    if (axis_.scale == scale::linear) return even_ticks();
    if (axis_.scale == scale::nines) return nines();
    std::vector<double> all;
    const double decades = high_ - low_;
    for (double power = std::floor(low_); power <= high_; ++power)
      for (const double digit : {1.0, 2.0, 5.0}) {
        if (digit != 1 && decades > 2.5) continue;
        const double place = power + std::log10(digit);
        if (place >= low_ - 1e-9 && place <= high_ + 1e-9)
          all.push_back(digit * std::pow(10, power));
      }
    return all.size() < 2 ? std::vector{std::pow(10, low_), std::pow(10, high_)} : all;
  }

 private:
  [[nodiscard]] double placed(double value) const {
    if (axis_.scale == scale::log) return std::log10(std::max(value, 1e-12));
    if (axis_.scale == scale::nines) return -std::log10(std::max(1 - value, 1e-9));
    return value;
  }
  [[nodiscard]] std::vector<double> even_ticks() const {
    const double rough = (high_ - low_) / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double step = rough / power > 5   ? 10 * power
                        : rough / power > 2 ? 5 * power
                        : rough / power > 1 ? 2 * power
                                            : power;
    std::vector<double> all;
    for (double i = std::ceil(low_ / step - 1e-9); i * step <= high_ + 1e-9 * step; ++i)
      all.push_back(i * step + 0.0);  // + 0.0: no negative zero
    return all;
  }
  [[nodiscard]] std::vector<double> nines() const {
    std::vector<double> all = {0, 0.5};
    for (double n = 1; n <= high_ + 1e-9; ++n) all.push_back(1 - std::pow(10, -n));
    return all;
  }

  const plot_axis& axis_;
  double begin_, end_;
  double low_ = 0, high_ = 1;
};

std::string tick_text(const plot_axis& axis, double value) {
  if (axis.scale != scale::nines) return detail::quantity(value, axis.unit);
  return fmt::format("{:.7g} %", 100 * value);
}

struct range {
  double low = INFINITY;
  double high = -INFINITY;
  void add(double value, const plot_axis& axis) {
    if (!std::isfinite(value) || (axis.scale == scale::log && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

std::string axes(const plot& p, const ruler& x, const ruler& y) {
  std::string text;
  for (const double tick : y.ticks()) {
    text += fmt::format("<path class=\"grid\" d=\"M{:.0f} {:.1f}H{:.0f}\"/>", left, y.at(tick),
                        width - right);
    text += fmt::format("<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left - 6,
                        y.at(tick) + 4, tick_text(p.y, tick));
  }
  for (const double tick : x.ticks())
    text += fmt::format("<text x=\"{:.1f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>",
                        x.at(tick), height - bottom + 17, tick_text(p.x, tick));
  text += fmt::format("<path class=\"axis\" d=\"M{:.0f} {:.0f}H{:.0f}\"/>", left, height - bottom,
                      width - right);
  text +=
      fmt::format("<text class=\"name\" x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>",
                  (left + width - right) / 2, height - 8, escaped(p.x.label));
  return text + fmt::format(
                    "<text class=\"name\" transform=\"translate(13 {:.0f}) rotate(-90)\" "
                    "text-anchor=\"middle\">{}</text>",
                    (top + height - bottom) / 2, escaped(p.y.label));
}

std::string band(const std::vector<plot_point>& points, const curve& c, const ruler& x,
                 const ruler& y) {
  const bool any = std::ranges::any_of(points, [](const plot_point& p) { return p.low < p.high; });
  if (!any || points.size() < 2) return "";
  std::string path;
  for (const plot_point& p : points)
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x.at(p.x), y.at(p.high));
  for (auto p = points.rbegin(); p != points.rend(); ++p)
    path += fmt::format("L{:.1f} {:.1f}", x.at(p->x), y.at(p->low));
  return fmt::format("<path class=\"band\" fill=\"var(--c{})\" d=\"{}z\"/>", c.style % colors,
                     path);
}

std::string drawn(const curve& c, const ruler& x, const ruler& y) {
  std::vector<plot_point> points;
  std::ranges::copy_if(c.points, std::back_inserter(points),
                       [&](const plot_point& p) { return x.shows(p.x) && y.shows(p.y); });
  std::string text;
  if (c.joined && points.size() > 1) {
    text += band(points, c, x, y);
    std::string path;
    for (const plot_point& p : points)
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x.at(p.x), y.at(p.y));
    text += fmt::format("<path class=\"line\" {} d=\"{}\"/>", stroke(c.style), path);
  }
  if (c.symbols || points.size() == 1)
    for (const plot_point& p : points) text += symbol(c.style, x.at(p.x), y.at(p.y));
  return text;
}

}  // namespace

std::string svg(const plot& p) {
  range xs, ys;
  for (const curve& c : p.curves)
    for (const plot_point& point : c.points) {
      xs.add(point.x, p.x);
      for (const double value : {point.low, point.high, point.y}) ys.add(value, p.y);
    }
  if (!(xs.low <= xs.high) || !(ys.low <= ys.high)) return "";
  const ruler x{p.x, xs.low, xs.high, left, width - right};
  const ruler y{p.y, ys.low, ys.high, height - bottom, top};
  std::string text = fmt::format(
      "<svg class=\"plot\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\">", width,
      height, escaped(p.title));
  for (const shaded& s : p.shades)
    text += fmt::format(
        "<rect class=\"fault\" x=\"{:.1f}\" y=\"{:.0f}\" width=\"{:.1f}\" height=\"{:.0f}\"/>",
        x.at(s.from), top, std::max(x.at(s.to) - x.at(s.from), 1.0), height - bottom - top);
  text += axes(p, x, y);
  for (const curve& c : p.curves) text += drawn(c, x, y);
  return text + "</svg>";
}

std::string svg_swatch(std::size_t style) {
  return fmt::format(
      "<svg class=\"swatch\" viewBox=\"0 0 30 12\" aria-hidden=\"true\"><path class=\"line\" {} "
      "d=\"M1 6H29\"/>{}</svg>",
      stroke(style), symbol(style, 15, 6));
}

}  // namespace contend::reports::html
