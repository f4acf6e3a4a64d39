// A comparison of runs for a terminal, as Markdown and as JSON.
#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <contend/reports/changes.hpp>
#include <contend/reports/detail/markdown.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t longest_line = 100;

std::string_view color_of(measure::change c) {
  switch (c) {
    case measure::change::worse:
    case measure::change::inconclusive:
      return "1;31";
    default:
      return "1;32";
  }
}

json number(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

json interval(const std::optional<measure::estimate::interval>& i) {
  return i ? json::array({i->first, i->second}) : json(nullptr);
}

json metric_json(const measure::metric_comparison& m) {
  json made{{"verdict", to_string(m.verdict)},
            {"baseline", number(m.baseline.mean)},
            {"candidate", number(m.candidate.mean)},
            {"difference", m.by.absolute},
            {"relative", number(m.by.relative)},
            {"ci95", interval(m.interval)},
            {"ci95_by", m.bootstrapped ? "bootstrap" : "student"},
            {"paired", m.by.paired},
            {"p", number(m.by.p_value)},
            {"p_holm", number(m.p_holm)},
            {"effect", number(m.effect)}};
  if (m.replications_needed) made["replications_needed"] = *m.replications_needed;
  return made;
}

json policy_json(const measure::policy_comparison& p) {
  json metrics = json::object();
  for (const auto& m : p.metrics) metrics[m.metric] = metric_json(m);
  return {{"sweep", p.sweep},
          {"baseline", p.baseline},
          {"candidate", p.candidate},
          {"metrics", std::move(metrics)}};
}

}  // namespace

std::string changes_terminal(const measure::comparison& c, const style& s) {
  const std::size_t width = std::min(s.width, longest_line);
  std::string text;
  const auto tables = changes_tables(c);
  for (const detail::table& t : tables)
    text += detail::aligned(detail::fitted(t, s.width), s) + "\n";
  if (!tables.empty()) text += detail::wrapped(changes_legend(c), width) + "\n";
  for (const std::string& remark : changes_remarks(c)) text += detail::wrapped(remark, width);
  if (!text.empty() && !text.ends_with("\n\n")) text += "\n";
  std::string verdict = detail::wrapped(changes_verdict(c), width);
  verdict.pop_back();
  return text +
         (s.color ? fmt::format("\x1b[{}m{}\x1b[0m", color_of(c.overall()), verdict) : verdict) +
         "\n";
}

std::string changes_markdown(const measure::comparison& c) {
  std::string text =
      fmt::format("## {} against {}\n\n**{}**\n\n", detail::markdown_text(c.candidate),
                  detail::markdown_text(c.baseline), detail::markdown_text(changes_verdict(c)));
  const auto tables = changes_tables(c);
  for (const detail::table& t : tables) text += detail::markdown_table(t);
  if (!tables.empty()) text += detail::markdown_text(changes_legend(c)) + "\n\n";
  for (const std::string& remark : changes_remarks(c))
    text += fmt::format("- {}\n", detail::markdown_text(remark));
  return text.ends_with("\n\n") ? text : text + "\n";
}

json changes_json(const measure::comparison& c) {
  json policies = json::array();
  for (const auto& p : c.policies) policies.push_back(policy_json(p));
  json counts = json::object();
  for (const auto which :
       {measure::change::worse, measure::change::better, measure::change::differs,
        measure::change::inconclusive, measure::change::none})
    counts[std::string{to_string(which)}] = c.count(which);
  return {{"schema", "contend.comparison/1"},
          {"baseline", c.baseline},
          {"candidate", c.candidate},
          {"verdict", to_string(c.overall())},
          {"paired", c.paired},
          {"smallest", c.smallest},
          {"counts", std::move(counts)},
          {"policies", std::move(policies)},
          {"remarks", c.remarks}};
}

}  // namespace contend::reports
