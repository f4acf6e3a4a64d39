#include <array>
#include <utility>

#include <fmt/format.h>

#include <contend/measure/attempts.hpp>
#include <contend/reports/detail/numbers.hpp>
#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 5> fates = {
    {{"committed", "committed"},
     {"conflicts", "conflict"},
     {"failed", "failed"},
     {"refused", "refused by a guard"},
     {"abandoned", "abandoned"}}};

std::string name_of(std::size_t i) {
  return fmt::format("{}{}", i + 1,
                     i + 1 == measure::attempts_by_number::most ? " and beyond" : "");
}

std::string table(const view& v, std::size_t point, const measure::policy_result& p) {
  std::array<std::vector<double>, fates.size()> counts;
  grid g{.caption = v.at(p.name, point), .head = {"attempt"}};
  for (std::size_t f = 0; f < fates.size(); ++f) {
    counts[f] = detail::numbers_in(p.attempts, fates[f].first);
    g.head.emplace_back(fates[f].second);
  }
  for (std::size_t i = 0; i < counts[0].size(); ++i) {
    g.rows.push_back({name_of(i)});
    for (const auto& column : counts)
      g.rows.back().push_back(i < column.size() ? detail::quantity(column[i], measure::unit::count)
                                                : "–");
  }
  return g.rows.empty() ? "" : grid_table(g);
}

}  // namespace

std::string attempts_section(const view& v) {
  if (v.all.points.empty()) return "";
  std::string tables;
  for (const auto& p : v.all.points[v.shown()].policies) tables += table(v, v.shown(), p);
  if (tables.empty()) return "";
  return chart(
             "attempts", "",
             "What became of first, second, … attempts. What met a conflict or failed comes back "
             "one further on; refused and abandoned are operations that got no further attempt: a "
             "guard said no, or the policy gave up. All replications together.") +
         fmt::format("<details class=\"tables\"><summary>{}</summary>\n{}</details>\n",
                     escaped(v.at("As tables", v.shown())), tables);
}

}  // namespace contend::reports::html
