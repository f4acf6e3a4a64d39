#include <string_view>

#include <fmt/format.h>

#include <contend/reports/changes.hpp>
#include <contend/reports/detail/heading.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/render.hpp>

namespace contend::reports {

namespace {

using html::escaped;

/// How a comparison comes out as a test: what it is a failure of, or skipped; nothing if passed.
std::string_view outcome_of(const measure::comparison& c) {
  if (c.count(measure::change::worse) > 0) return "failure";
  return c.count(measure::change::inconclusive) > 0 && !c.identical ? "skipped" : "";
}

/// `outcome`: the element within, or nothing for what passed.
std::string test_case(std::string_view group, std::string_view suite, std::string_view name,
                      std::string_view outcome, std::string_view message) {
  const std::string head = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"",
                                       escaped(suite), group, escaped(name));
  if (outcome.empty()) return head + "/>\n";
  return fmt::format("{}>\n      <{} message=\"{}\"/>\n    </testcase>\n", head, outcome,
                     escaped(message));
}

}  // namespace

std::string render_junit(const measure::result& r, const style&) {
  const std::string suite = detail::name_of(r);
  std::string cases;
  std::size_t failures = 0;
  std::size_t skipped = 0;
  for (const measure::invariant& i : r.invariants) {
    failures += i.held ? 0 : 1;
    cases += test_case("invariants", suite, i.name, i.held ? "" : "failure", i.detail);
  }
  for (const measure::threshold& t : r.thresholds) {
    const bool failed = t.verdict == "failed";
    const bool passed = t.verdict == "passed";
    failures += failed ? 1 : 0;
    skipped += failed || passed ? 0 : 1;
    cases += test_case("thresholds", suite, t.text,
                       passed   ? ""
                       : failed ? "failure"
                                : "skipped",
                       t.verdict + (t.detail.empty() ? "" : ": " + t.detail));
  }
  if (r.against) {
    const std::string_view outcome = outcome_of(*r.against);
    failures += outcome == "failure" ? 1 : 0;
    skipped += outcome == "skipped" ? 1 : 0;
    cases += test_case("baseline", suite, "no worse than " + r.against->baseline, outcome,
                       changes_verdict(*r.against));
  }
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}"
      "  </testsuite>\n",
      escaped(suite), r.invariants.size() + r.thresholds.size() + (r.against ? 1 : 0), failures,
      skipped, cases);
}

}  // namespace contend::reports
