// Small curves as SVG, drawn here: what the page shows where scripts are off, and on paper.
//
// Colours are the page's custom properties (--c0 …), so that they follow its theme; each policy has
// its own symbol and dashes as well.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <contend/measure/metric.hpp>

namespace contend::reports::html {

enum class scale : std::uint8_t {
  linear,
  log,    ///< For positive values; others are left out.
  nines,  ///< Of shares from 0 to below 1: 0, 90 %, 99 %, 99.9 %, … at equal distances.
};

struct plot_axis {
  std::string label{};
  measure::unit unit = measure::unit::count;
  html::scale scale = scale::linear;
  /// Where the axis begins and ends; taken from the values where nothing is said.
  std::optional<double> from{};
  std::optional<double> to{};
};

struct plot_point {
  double x = 0;
  double y = 0;
  double low = 0;  ///< Of the band around y; equal to y where there is none.
  double high = 0;
};

struct curve {
  std::size_t style = 0;  ///< The place of the policy: colour, symbol, dashes.
  std::vector<plot_point> points{};
  bool joined = true;   ///< By a line; else points alone.
  bool symbols = true;  ///< At each point.
};

struct shaded {
  double from = 0;
  double to = 0;
};

struct plot {
  std::string title{};  ///< What it shows, for those who cannot see it.
  plot_axis x{};
  plot_axis y{};
  std::vector<curve> curves{};
  std::vector<shaded> shades{};  ///< Stretches of x.
};

/// An <svg> element; empty where there is nothing to draw.
std::string svg(const plot& p);

/// A sample of a policy's line, for a legend.
std::string svg_swatch(std::size_t style);

}  // namespace contend::reports::html
