// How a run compares with an earlier one, as text: for a terminal, Markdown, JSON; its tables are
// part of the page as well.
//
// To add a form: a function here, in a file of its own, and its line where `contend compare` lists
// them. All pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/comparison.hpp>
#include <contend/measure/result.hpp>
#include <contend/reports/detail/table.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports {

/// The metrics that are compared where nobody names any: those that tables show, as far as more or
/// less of them is better.
std::vector<std::string> metrics_compared(const measure::result& baseline,
                                          const measure::result& candidate);

/// One sentence: "tuesday is worse than monday: 2 of 40 comparisons (most: …), …".
std::string changes_verdict(const measure::comparison& c);

/// A table for each policy and point where something may have changed; with `all` for the others,
/// too.
std::vector<detail::table> changes_tables(const measure::comparison& c, bool all = false);

/// Names the policies and points that have no table, and what could not be compared. Sentences.
std::vector<std::string> changes_remarks(const measure::comparison& c);

/// What the words in the tables mean, without a full stop.
std::string changes_legend(const measure::comparison& c);

/// The verdict, the tables and the remarks.
std::string changes_terminal(const measure::comparison& c, const style& s);
/// The same below a heading of the second level.
std::string changes_markdown(const measure::comparison& c);

/// Everything, schema contend.comparison/1.
nlohmann::ordered_json changes_json(const measure::comparison& c);

}  // namespace contend::reports
