#include <fmt/format.h>

#include <contend/reports/detail/quantity.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/markup.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

std::string text_of(const nlohmann::ordered_json& attempt, const char* name) {
  const auto found = attempt.is_object() ? attempt.find(name) : attempt.end();
  return found != attempt.end() && found->is_string() ? escaped(found->get<std::string>()) : "";
}

std::string row_name(const nlohmann::ordered_json& attempt) {
  return fmt::format("{:.0f}", number(attempt, "writer", 0));
}

/// Whom a conflict was lost to: the writer of the commit that it names.
std::string lost_to(const nlohmann::ordered_json& attempts, const nlohmann::ordered_json& attempt) {
  const double index = number(attempt, "lost_to", -1);
  if (index < 0 || index >= static_cast<double>(attempts.size())) return "";
  return "writer " + row_name(attempts[static_cast<std::size_t>(index)]);
}

std::string table(const measure::policy_result& p) {
  const auto attempts = p.worst_moment.find("attempts");
  if (attempts == p.worst_moment.end() || !attempts->is_array()) return "";
  grid g{.caption =
             fmt::format("{}: actor {:.0f}, {:.0f} conflicts from {:.6g} s to {:.6g} s", p.name,
                         number(p.worst_moment, "actor", 0), number(p.worst_moment, "conflicts", 0),
                         number(p.worst_moment, "from", 0), number(p.worst_moment, "to", 0)),
         .head = {"writer", "attempt", "read", "append", "outcome", "lost to"}};
  for (const auto& a : *attempts)
    g.rows.push_back({row_name(a), fmt::format("{:.0f}", number(a, "attempt", 0)),
                      fmt::format("{:.4f} s", number(a, "read", 0)),
                      fmt::format("{:.4f} s", number(a, "append", 0)), text_of(a, "outcome"),
                      lost_to(*attempts, a)});
  return grid_table(g);
}

}  // namespace

std::string moment_section(const view& v) {
  if (v.all.points.empty()) return "";
  std::string tables;
  for (const auto& p : v.all.points[v.shown()].policies) tables += table(p);
  if (tables.empty()) return "";
  return chart("moment", "",
               "The stretch with the most conflicts, writer by writer, of the first replication. A "
               "bar is an attempt, from the version it read to its append: a conflict if somebody "
               "else committed meanwhile, and a line leads there from that commit.") +
         fmt::format("<details class=\"tables\"><summary>{}</summary>\n{}</details>\n",
                     escaped(v.at("As tables", v.shown())), tables);
}

}  // namespace contend::reports::html
