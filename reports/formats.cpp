#include <algorithm>

#include <contend/reports/formats.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

namespace {

constexpr format registered[] = {
    {"table", "", "tables and a verdict, for a terminal", render_terminal},
    {"json", "result.json", "everything, schema contend.result/1", render_json},
    {"csv", "summary.csv", "a row for each point, policy and metric", render_csv},
    {"markdown", "report.md", "tables and a verdict, as a page", render_markdown},
};

}  // namespace

std::span<const format> all_formats() noexcept { return registered; }

const format* find_format(std::string_view name) noexcept {
  const auto found = std::ranges::find(registered, name, &format::name);
  return found == std::end(registered) ? nullptr : found;
}

}  // namespace contend::reports
