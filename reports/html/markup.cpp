#include <fmt/format.h>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>

namespace contend::reports::html {

std::string term(std::string_view name) {
  if (measure::find_metric(name) == nullptr) return escaped(name);
  std::string breakable;  // a column need not be as wide as its metric's name
  for (const char c : name) breakable.append(1, c).append(c == '_' ? "<wbr>" : "");
  return fmt::format("<a class=\"term\" href=\"#g-{}\">{}</a>", name, breakable);
}

std::string chart(std::string_view id, std::string_view still, std::string_view about,
                  std::string_view live) {
  return fmt::format(
      "<figure class=\"chart\" id=\"chart-{}\"><div class=\"controls\"></div><div "
      "class=\"drawing\">{}</div><figcaption>{}{}</figcaption></figure>\n",
      id, still, about,
      live.empty() ? "" : fmt::format(" <span class=\"live\" hidden>{}</span>", live));
}

std::string grid_table(const grid& g) {
  std::string text = fmt::format(
      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{0}\"><table><caption>{0}"
      "</caption><thead><tr>",
      escaped(g.caption));
  for (const auto& head : g.head) text += fmt::format("<th scope=\"col\">{}</th>", head);
  text += "</tr></thead><tbody>\n";
  for (std::size_t row = 0; row < g.rows.size(); ++row) {
    text += g.policies.empty() ? "<tr>" : fmt::format("<tr data-policy=\"{}\">", g.policies[row]);
    for (std::size_t i = 0; i < g.rows[row].size(); ++i)
      text += fmt::format(fmt::runtime(i == 0 ? "<th scope=\"row\">{}</th>" : "<td>{}</td>"),
                          g.rows[row][i]);
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

grid grid_of(const detail::table& t) {
  grid g{.caption = t.title, .head = {escaped(t.row_header)}};
  for (const auto& c : t.columns) g.head.push_back(term(c.header));
  for (std::size_t row = 0; row < t.rows.size(); ++row) {
    g.rows.push_back({term(t.rows[row])});
    for (const auto& c : t.columns) {
      const std::string text = escaped(c.cells[row].text);
      g.rows.back().push_back(c.cells[row].best ? "<b>" + text + "</b>" : text);
    }
  }
  return g;
}

std::string plain_table(const detail::table& t) { return grid_table(grid_of(t)); }

std::string policy_name(const view& v, std::size_t policy) {
  return svg_swatch(policy) + escaped(v.policies[policy].label);
}

std::string policy_term(const view& v, std::size_t policy) {
  return fmt::format("{}<a class=\"term\" href=\"#g-policy-{}\">{}</a>", svg_swatch(policy), policy,
                     escaped(v.policies[policy].label));
}

double number(const nlohmann::ordered_json& object, const char* name, double otherwise) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : otherwise;
}

}  // namespace contend::reports::html
