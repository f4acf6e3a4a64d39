#include <algorithm>

#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

constexpr std::string_view wanted(measure::better b) {
  switch (b) {
    case measure::better::lower:
      return ", lower is better";
    case measure::better::higher:
      return ", higher is better";
    default:
      return "";
  }
}

}  // namespace

/// From the declarations that `contend explain` shows.
std::string glossary_section(const view&) {
  std::string text = "<dl class=\"glossary\">\n";
  for (const measure::metric& m : measure::all_metrics())
    text += fmt::format("<dt id=\"g-{0}\">{0}</dt><dd>{1} <small>{2}{3}; {4}</small></dd>\n",
                        m.name, escaped(m.help), measure::to_string(m.unit), wanted(m.better),
                        escaped(m.formula));
  return text + "</dl>\n";
}

}  // namespace contend::reports::html
