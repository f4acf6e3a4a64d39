// `contend compare`: what became better and what became worse between runs that were saved.
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/baseline.hpp>
#include <contend/cli/command_line.hpp>
#include <contend/cli/names.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/measure/json_text.hpp>
#include <contend/reports/changes.hpp>
#include <contend/reports/page.hpp>

namespace contend::cli {

namespace {

struct compare_arguments {
  std::vector<std::string> results{};
  baseline_options how{};
  std::string policy{};  ///< That the others are compared with; empty: runs are compared.
  std::string out{};     ///< A file; empty: standard output.
  std::string format{};  ///< Empty: by the file's name.
  bool strict = false;
};

using comparisons = std::vector<measure::comparison>;

/// The first result is the baseline of all others.
comparisons of_runs(const std::vector<saved_result>& all, const std::vector<std::string>& labels,
                    const baseline_options& how) {
  comparisons made;
  for (std::size_t i = 1; i < all.size(); ++i)
    made.push_back(against_baseline({labels[0], &all[0].result}, {labels[i], &all[i].result}, how));
  return made;
}

comparisons of_policies(const std::vector<saved_result>& all,
                        const std::vector<std::string>& labels, const compare_arguments& asked) {
  comparisons made;
  for (std::size_t i = 0; i < all.size(); ++i) {
    made.push_back(against_policy(all[i].result, asked.policy, asked.how));
    if (all.size() > 1) made.back().candidate += " of " + labels[i];
  }
  return made;
}

std::string page(const std::vector<saved_result>& all, const std::vector<std::string>& labels,
                 const comparisons& made) {
  reports::page_input input;
  for (std::size_t i = 0; i < all.size(); ++i)
    input.runs.push_back({all.size() > 1 ? labels[i] : "", &all[i].result});
  for (const measure::comparison& c : made) input.against.push_back(&c);
  return reports::render_page(input);
}

std::string markdown(const comparisons& made) {
  std::string text = "# Comparison\n";
  for (const measure::comparison& c : made) text.append("\n").append(reports::changes_markdown(c));
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

std::string json(const comparisons& made) {
  auto all = nlohmann::ordered_json::array();
  for (const measure::comparison& c : made) all.push_back(reports::changes_json(c));
  return measure::json_text(all.size() == 1 ? all.front() : all);
}

std::string table(const comparisons& made, bool to_file) {
  const bool terminal = !to_file && is_terminal(stdout);
  const reports::style style{.width = terminal ? columns(stdout) : 100,
                             .color = !to_file && wants_color(color_choice::automatic, stdout)};
  std::string text;
  for (const measure::comparison& c : made) {
    if (!text.empty()) text += "\n";
    text += reports::changes_terminal(c, style);
  }
  return text;
}

std::string format_of(const compare_arguments& asked) {
  if (!asked.format.empty()) return asked.format;
  if (asked.out.empty()) return "table";
  const std::string format{format_of_file(asked.out).name};
  if (format == "csv")
    throw failure{exit_code::usage, "-o: a comparison is written as .html, .md or .json"};
  return format;
}

exit_code status_of(const comparisons& made, bool strict) {
  std::size_t unsure = 0;
  for (const measure::comparison& c : made) {
    if (c.count(measure::change::worse) > 0) return exit_code::regression;
    unsure += c.count(measure::change::inconclusive);
  }
  return strict && unsure > 0 ? exit_code::inconclusive : exit_code::done;
}

exit_code compare(const compare_arguments& asked) {
  if (asked.results.size() < 2 && asked.policy.empty())
    throw failure{exit_code::usage,
                  "compare takes a baseline and what is compared with it, or --against POLICY"};
  const std::string format = format_of(asked);
  std::vector<saved_result> all;
  for (const std::string& one : asked.results) all.push_back(read_saved(one));
  const std::vector<std::string> labels = labels_of(all);
  const comparisons made =
      asked.policy.empty() ? of_runs(all, labels, asked.how) : of_policies(all, labels, asked);
  put_out(format == "html"       ? page(all, labels, made)
          : format == "markdown" ? markdown(made)
          : format == "json"     ? json(made)
                                 : table(made, !asked.out.empty()),
          asked.out);
  return status_of(made, asked.strict);
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<compare_arguments>();
  takes.positional("RESULT", "the baseline, then what is compared with it: files or folders",
                   asked->results, true);
  takes.texts("--metric", "NAME", "compare this metric (default: those that tables show)",
              asked->how.metrics);
  takes.value("--smallest", "SHARE", "smallest change that is worth reporting (default: 1%)",
              [asked](const std::string& text) { asked->how.smallest = parse_smallest(text); });
  takes.text("--against", "POLICY", "compare the policies of each result with this one",
             asked->policy);
  takes.on_off("--strict", "an inconclusive comparison ends in status 12, not 0", asked->strict);
  takes.text("-o,--output", "FILE", "write there: .html, .md or .json (default: show a table)",
             asked->out);
  const std::vector<std::string> formats = {"table", "markdown", "json", "html"};
  takes.word("--format", "instead of what the file's name says", formats,
             [asked, formats](std::size_t index) { asked->format = formats[index]; });
  return [asked] { return compare(*asked); };
}

}  // namespace

extern const command compare_command{
    .name = "compare",
    .summary = "Say what became better or worse between saved results",
    .declare = declare};

}  // namespace contend::cli
