#include <fmt/format.h>

#include <contend/measure/json_text.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

std::string line(std::string_view name, const std::string& value, bool to_copy = false) {
  if (value.empty()) return "";
  return fmt::format("<dt>{}</dt><dd><code{}>{}</code></dd>\n", name,
                     to_copy ? " class=\"copy\"" : "", escaped(value));
}

std::string seed_of(const measure::result& r) {
  const auto seed = r.scenario.find("seed");
  return seed == r.scenario.end() ? "" : measure::plain_text(*seed);
}

/// The scenario as it was resolved, line by line.
std::string scenario(const measure::result& r) {
  std::string lines;
  std::string text = measure::json_text(r.scenario);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines += escaped(std::string_view{text}.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return fmt::format(
      "<details><summary>The scenario, as resolved</summary><pre class=\"copy\" tabindex=\"0\">{}"
      "</pre></details>\n",
      lines);
}

std::string one(const view& v, std::size_t index) {
  const page_run& run = v.input->runs[index];
  const measure::result& r = *run.result;
  const measure::provenance& made = r.provenance;
  return fmt::format(
      "{}<dl>\n{}{}{}{}{}{}</dl>\n{}<p class=\"downloads\" data-run=\"{}\"></p>\n",
      v.several_runs() ? fmt::format("<h3>{}</h3>\n", escaped(run.label)) : std::string{},
      line("command", made.command, true), line("seed", seed_of(r)), line("version", made.version),
      line("commit", made.commit), line("compiler", made.compiler),
      line("digest", v.documents[index]["digest"].get<std::string>(), true), scenario(r), index);
}

}  // namespace

std::string provenance_section(const view& v) {
  std::string text;
  for (std::size_t i = 0; i < v.input->runs.size(); ++i) text += one(v, i);
  return text +
         "<p class=\"hint\">The command makes these very numbers again, with the same version: "
         "the digest, SHA-256 of everything but the provenance, will be the same.</p>\n";
}

}  // namespace contend::reports::html
