// The report as one self-contained HTML page: no network, no other file. At most 2 MB up to some
// 200 results (policies times points of a sweep), for which its data is thinned out; its tables
// never are, and beyond that a result takes some 5 KB more.
//
//   std::string page = render_page({.runs = {{"hot-key", &result}}});
//
// It asks the browser to load nothing and to run no script but its own (content security policy).
// With scripts off it shows the verdict, every table and small curves; with them, charts to zoom,
// sort and filter, and the result itself to download.
#pragma once

#include <string>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports {

/// A result, and how the page calls it where there are several.
struct page_run {
  std::string label;
  const measure::result* result;  ///< Not null; must outlive the rendering.
};

struct page_input {
  std::vector<page_run> runs{};  ///< At least one. Policies of several are shown side by side.
  /// How runs compare with an earlier one. Not null; must outlive the rendering.
  std::vector<const measure::comparison*> against{};
};

/// The whole page as UTF-8. Pure.
std::string render_page(const page_input& input);

/// The page of a single result, as a format (formats.hpp).
std::string render_html(const measure::result& r, const style& s);

}  // namespace contend::reports
