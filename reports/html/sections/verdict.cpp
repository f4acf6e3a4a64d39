#include <string_view>

#include <fmt/format.h>

#include <contend/reports/detail/alike.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/sections.hpp>
#include <contend/reports/verdict.hpp>

namespace contend::reports::html {

namespace {

std::string check(std::string_view verdict, std::string_view badge, std::string_view text,
                  std::string_view detail) {
  return fmt::format("<li><span class=\"badge {}\">{}</span> {}{}</li>\n", badge, escaped(verdict),
                     escaped(text),
                     detail.empty() ? "" : fmt::format(" <small>{}</small>", escaped(detail)));
}

std::string_view badge_of(std::string_view verdict) {
  return verdict == "passed" ? "good" : verdict == "failed" ? "bad" : "unsure";
}

/// Of all runs, each with its name where there are several.
std::string checks(const view& v) {
  std::string text;
  for (const page_run& run : v.input->runs) {
    const std::string whose = v.several_runs() ? run.label + ": " : "";
    for (const auto& t : run.result->thresholds)
      text += check(t.verdict, badge_of(t.verdict), whose + t.text, t.detail);
    for (const auto& i : run.result->invariants)
      text +=
          check(i.held ? "held" : "VIOLATED", i.held ? "good" : "bad", whose + i.name, i.detail);
  }
  return text.empty() ? text : fmt::format("<ul class=\"checks\">\n{}</ul>\n", text);
}

std::string name_of(const std::string& policy) {
  return policy.empty() ? "no clear winner" : fmt::format("<b>{}</b>", escaped(policy));
}

std::string flips(const view& v) {
  if (v.all.points.size() < 2)
    return "<p class=\"hint\">This is one point of the parameter space. A sweep (\"sweep\" in the "
           "scenario) shows where the recommendation flips.</p>\n";
  if (!v.along_one_axis) return "";
  if (v.flips.empty())
    return fmt::format("<p>The recommendation is the same at every value of {}.</p>\n",
                       escaped(v.axes[0].name));
  std::string text;
  for (const flip& f : v.flips)
    text += fmt::format("<li>between {} and {}: from {} to {}</li>\n", escaped(v.label_of(f.after)),
                        escaped(v.label_of(f.after + 1)), name_of(f.from), name_of(f.to));
  return fmt::format("<p>The recommendation flips:</p>\n<ul class=\"flips\">\n{}</ul>\n", text);
}

}  // namespace

std::string verdict_section(const view& v) {
  std::string text;
  for (const page_run& run : v.input->runs) {
    const std::string whose =
        v.several_runs() ? fmt::format("<b>{}</b>: ", escaped(run.label)) : std::string{};
    text += fmt::format("<p class=\"sentence\">{}{}</p>\n", whose, escaped(verdict(*run.result)));
    if (const std::string same = detail::alike(*run.result); !same.empty())
      text += fmt::format("<p>{}{}</p>\n", whose, escaped(same));
  }
  return text + flips(v) + checks(v);
}

}  // namespace contend::reports::html
