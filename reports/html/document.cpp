#include <fmt/format.h>

#include <contend/measure/detail/sha256.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/html/assets.hpp>
#include <contend/reports/html/base64.hpp>
#include <contend/reports/html/data.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>
#include <contend/reports/html/view.hpp>
#include <contend/reports/page.hpp>

namespace contend::reports {

namespace {

using namespace html;

/// Of the whole page, with some room below 2 MB. Data is thinned out for it and tables are not, so
/// that a sweep of very many points takes more.
constexpr std::size_t most_bytes = 1'950'000;

/// Only this very script may run: what a name in a scenario smuggled in could not.
std::string policy_of_the_page() {
  return fmt::format(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{}'; "
      "base-uri 'none'; form-action 'none'",
      base64_of_hex(measure::detail::sha256(page_script())));
}

std::string title_of(const view& v) {
  if (v.several_runs()) return fmt::format("{} runs", v.input->runs.size());
  const auto name = v.all.scenario.find("name");
  return name != v.all.scenario.end() && name->is_string() ? name->get<std::string>() : "Result";
}

std::string head(const view& v) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{} – Contend</title>\n<style>{}</style>\n</head>\n",
      policy_of_the_page(), escaped(title_of(v)), page_style());
}

std::string about(const view& v) {
  std::string text;
  for (const page_run& run : v.input->runs) {
    const auto description = run.result->scenario.find("description");
    if (description != run.result->scenario.end() && description->is_string())
      text += fmt::format("<p class=\"about\">{}</p>\n", escaped(description->get<std::string>()));
    if (const std::string what = detail::what_is_simulated(*run.result); !what.empty())
      text +=
          fmt::format("<p class=\"what\">{}{}</p>\n",
                      v.several_runs() ? escaped(run.label + ": ") : std::string{}, escaped(what));
  }
  return text;
}

/// The legend, in which the script lets policies be chosen, and the point that is shown.
std::string legend(const view& v) {
  std::string text =
      "<aside class=\"toolbar\" id=\"toolbar\" aria-label=\"What is shown\"><ul class=\"legend\">";
  for (std::size_t i = 0; i < v.policies.size(); ++i)
    text += fmt::format("<li data-policy=\"{}\">{}</li>", i, policy_name(v, i));
  return text + "</ul></aside>\n";
}

struct body_parts {
  std::string contents{};
  std::string sections{};
};

body_parts sections_of(const view& v) {
  body_parts parts;
  for (const section& s : all_sections()) {
    const std::string content = s.content(v);
    if (content.empty()) continue;
    parts.contents += fmt::format("<li><a href=\"#{}\">{}</a></li>", s.id, s.title);
    parts.sections += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}"
        "</h2>\n{2}</section>\n",
        s.id, s.title, content);
  }
  return parts;
}

std::string data_that_fits(const view& v, std::size_t room) {
  // What is far too much is not tried a little smaller: each try costs.
  for (int reduced = 0;; ++reduced) {
    std::string text = island(page_data(v, reduced));
    if (text.size() <= room || reduced == most_reduced) return text;
    if (text.size() > 3 * room && reduced + 1 < most_reduced) ++reduced;
  }
}

}  // namespace

std::string render_page(const page_input& input) {
  const view v = view_of(input);
  const body_parts parts = sections_of(v);
  std::string page = head(v);
  page += fmt::format(
      "<body>\n<header><p class=\"brand\">Contend</p><h1>{}</h1>\n{}</header>\n"
      "<nav aria-label=\"Sections\"><ul>{}</ul></nav>\n{}<main>\n{}</main>\n",
      escaped(title_of(v)), about(v), parts.contents, legend(v), parts.sections);
  const std::string end = fmt::format("<script>{}</script>\n</body>\n</html>\n", page_script());
  const std::size_t taken = page.size() + end.size();
  page += "<script type=\"application/json\" id=\"data\">";
  page += data_that_fits(v, most_bytes > taken ? most_bytes - taken : 0);
  page += "</script>\n";
  return page + end;
}

std::string render_html(const measure::result& r, const style&) {
  page_input input{.runs = {{"", &r}}};
  if (r.against) input.against.push_back(&*r.against);
  return render_page(input);
}

}  // namespace contend::reports
