// The formats, each a function from a result to text.
#pragma once

#include <span>
#include <string>

#include <contend/measure/result.hpp>
#include <contend/reports/style.hpp>

namespace contend::reports {

/// For a terminal: what was run, tables with the best marked, thresholds and violated invariants,
/// the verdict. No line of a table is wider than style.width, as long as one column fits.
std::string render_terminal(const measure::result& r, const style& s);

/// A row for each point × policy × metric, RFC 4180 (line ends are \n): the swept values, policy,
/// metric, unit, mean, stddev, ci95_low, ci95_high, replications. What has no value is empty.
std::string render_csv(const measure::result& r, const style& s);

/// The rows of several results under one header, the scenario's name in front of each. A value that
/// a scenario does not sweep is empty.
std::string csv_of_all(std::span<const measure::result> all);

/// The tables, the verdict and the provenance as a Markdown page.
std::string render_markdown(const measure::result& r, const style& s);

/// A test suite in the form of JUnit, as CI servers show it: a test for each invariant, each
/// threshold and the comparison with a baseline; an inconclusive one is skipped. To stand within
/// format::head and tail.
std::string render_junit(const measure::result& r, const style& s);

/// The result file, schema contend.result/1.
std::string render_json(const measure::result& r, const style& s);

/// A list of result files.
std::string json_of_all(std::span<const measure::result> all);

}  // namespace contend::reports
