// Pieces of HTML that several sections are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/reports/detail/table.hpp>
#include <contend/reports/html/svg.hpp>
#include <contend/reports/html/view.hpp>

namespace contend::reports::html {

/// The name of a metric, linked to its entry in the glossary; other text as it is.
std::string term(std::string_view name);

/// A place for a chart, called `chart-ID`: the script draws there, and until then, or without it,
/// `still` is what one sees. `about` says in a sentence how to read it, `live` what only the script
/// draws.
std::string chart(std::string_view id, std::string_view still, std::string_view about,
                  std::string_view live = {});

/// A table that may be wider than the page. Cells hold HTML; the first column is the rows' names.
struct grid {
  std::string caption{};
  std::vector<std::string> head{};
  std::vector<std::vector<std::string>> rows{};
  std::vector<std::size_t> policies{};  ///< Which policy each row is about, for filters.
};
std::string grid_table(const grid& g);

/// A table of the reports, as it is. Names of metrics in it are linked.
grid grid_of(const detail::table& t);
std::string plain_table(const detail::table& t);

/// A policy with its sample line.
std::string policy_name(const view& v, std::size_t policy);

/// The same, its name linked to what the glossary says of it: for rows of tables.
std::string policy_term(const view& v, std::size_t policy);

/// The point's policies side by side: one curve each, made by `points_of`.
template <class PointsOf>
std::vector<curve> curves_of(const view& v, std::size_t point, PointsOf points_of,
                             bool symbols = true) {
  std::vector<curve> curves;
  for (const auto& p : v.all.points[point].policies)
    curves.push_back({.style = v.index_of(p), .points = points_of(p), .symbols = symbols});
  return curves;
}

/// A number in `object`, or `otherwise`.
double number(const nlohmann::ordered_json& object, const char* name, double otherwise);

}  // namespace contend::reports::html
