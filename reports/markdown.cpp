#include <string_view>

#include <fmt/format.h>

#include <contend/measure/result_json.hpp>
#include <contend/reports/changes.hpp>
#include <contend/reports/detail/alike.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/markdown.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/render.hpp>
#include <contend/reports/verdict.hpp>

namespace contend::reports {

namespace {

using detail::markdown_table;
using detail::markdown_text;

std::string checks(const measure::result& r) {
  std::string text;
  for (const auto& i : r.invariants)
    text += fmt::format("- {}: {}{}\n", i.held ? "held" : "**VIOLATED**", markdown_text(i.name),
                        i.detail.empty() ? "" : " (" + markdown_text(i.detail) + ")");
  for (const auto& t : r.thresholds)
    text += fmt::format("- {}: {}{}\n", markdown_text(t.verdict), markdown_text(t.text),
                        t.detail.empty() ? "" : " (" + markdown_text(t.detail) + ")");
  return text.empty() ? text : fmt::format("## Checks\n\n{}\n", text);
}

std::string provenance(const measure::result& r) {
  const auto line = [](std::string_view what, const std::string& value) {
    return value.empty() ? std::string{} : fmt::format("- {}: {}\n", what, markdown_text(value));
  };
  return "## Provenance\n\n" + line("version", r.provenance.version) +
         line("commit", r.provenance.commit) + line("compiler", r.provenance.compiler) +
         line("command", r.provenance.command) + line("digest", measure::digest(r));
}

}  // namespace

std::string render_markdown(const measure::result& r, const style&) {
  const std::string title = detail::title(r);
  std::string text = fmt::format("# {}\n\n", title.empty() ? "Result" : markdown_text(title));
  if (const std::string what = detail::what_is_simulated(r); !what.empty())
    text += fmt::format("{}\n\n", markdown_text(what));
  text += fmt::format("**{}**\n\n", markdown_text(verdict(r)));
  if (const std::string same = detail::alike(r); !same.empty())
    text += fmt::format("{}\n\n", markdown_text(same));
  for (const auto& t : detail::overview(r, true)) text += markdown_table(t);
  text +=
      "Bold: best, or level with it (95 % intervals overlap, or less than 1 % apart). ± is half "
      "the "
      "95 % confidence interval over replications.\n\n";
  return text + checks(r) + (r.against ? changes_markdown(*r.against) : "") + provenance(r);
}

}  // namespace contend::reports
