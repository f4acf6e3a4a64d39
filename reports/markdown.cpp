#include <string_view>

#include <fmt/format.h>

#include <contend/measure/result_json.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/overview.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/reports/render.hpp>
#include <contend/reports/verdict.hpp>

namespace contend::reports {

namespace {

/// Text that shows as it is: a backslash before everything that Markdown or HTML would take for its
/// own, the bars of tables among it.
std::string plain(std::string_view text) {
  std::string escaped;
  for (const char c : detail::printable(text)) {
    if (std::string_view{"\\`*_[]<>|#&"}.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string table_text(const detail::table& t) {
  std::string text = t.title.empty() ? "" : fmt::format("### {}\n\n", plain(t.title));
  text += fmt::format("| {} |", plain(t.row_header));
  std::string rule = "|---|";
  for (const auto& c : t.columns) {
    text += fmt::format(" {} |", plain(c.header));
    rule += "---:|";
  }
  text += "\n" + rule + "\n";
  for (std::size_t row = 0; row < t.rows.size(); ++row) {
    text += fmt::format("| {} |", plain(t.rows[row]));
    for (const auto& c : t.columns) {
      const auto& cell = c.cells[row];
      text += fmt::format(fmt::runtime(cell.best ? " **{}** |" : " {} |"), plain(cell.text));
    }
    text += "\n";
  }
  return text + "\n";
}

std::string checks(const measure::result& r) {
  std::string text;
  for (const auto& i : r.invariants)
    text += fmt::format("- {}: {}{}\n", i.held ? "held" : "**VIOLATED**", plain(i.name),
                        i.detail.empty() ? "" : " (" + plain(i.detail) + ")");
  for (const auto& t : r.thresholds)
    text += fmt::format("- {}: {}{}\n", plain(t.verdict), plain(t.text),
                        t.detail.empty() ? "" : " (" + plain(t.detail) + ")");
  return text.empty() ? text : fmt::format("## Checks\n\n{}\n", text);
}

std::string provenance(const measure::result& r) {
  const auto line = [](std::string_view what, const std::string& value) {
    return value.empty() ? std::string{} : fmt::format("- {}: {}\n", what, plain(value));
  };
  return "## Provenance\n\n" + line("version", r.provenance.version) +
         line("commit", r.provenance.commit) + line("compiler", r.provenance.compiler) +
         line("command", r.provenance.command) + line("digest", measure::digest(r));
}

}  // namespace

std::string render_markdown(const measure::result& r, const style&) {
  const std::string title = detail::title(r);
  std::string text = fmt::format("# {}\n\n", title.empty() ? "Result" : plain(title));
  if (const std::string what = detail::what_is_simulated(r); !what.empty())
    text += fmt::format("{}\n\n", plain(what));
  text += fmt::format("**{}**\n\n", plain(verdict(r)));
  for (const auto& t : detail::overview(r, true)) text += table_text(t);
  text +=
      "Bold: best, or level with it (95 % intervals overlap, or less than 1 % apart). ± is half "
      "the "
      "95 % confidence interval over replications.\n\n";
  return text + checks(r) + provenance(r);
}

}  // namespace contend::reports
