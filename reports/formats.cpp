#include <algorithm>

#include <contend/reports/formats.hpp>
#include <contend/reports/page.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

namespace {

constexpr format registered[] = {
    {"table", "", "tables and a verdict, for a terminal", render_terminal, true},
    {"json", "result.json", "everything, schema contend.result/1", render_json, false, "", "",
     json_of_all},
    {"csv", "summary.csv", "a row for each point, policy and metric", render_csv, false, "", "",
     csv_of_all},
    {"markdown", "report.md", "tables and a verdict, as a page", render_markdown},
    {"html", "report.html", "a page with charts, in one file", render_html},
    {"junit", "", "thresholds and invariants as tests", render_junit, false,
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", "</testsuites>\n"},
};

}  // namespace

std::span<const format> all_formats() noexcept { return registered; }

const format* find_format(std::string_view name) noexcept {
  const auto found = std::ranges::find(registered, name, &format::name);
  return found == std::end(registered) ? nullptr : found;
}

}  // namespace contend::reports
