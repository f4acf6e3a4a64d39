// `contend report`: a page, a summary or a table from results that were saved.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <contend/cli/command_line.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/reports/page.hpp>

namespace contend::cli {

namespace {

struct report_arguments {
  std::vector<std::string> results{};
  std::string out{};                        ///< A file; empty: standard output.
  const reports::format* format = nullptr;  ///< Null: by the file's name.
};

std::string page(const std::vector<saved_result>& all) {
  reports::page_input input;
  if (all.size() == 1) return reports::render_html(all.front().result, {});
  std::vector<std::string> labels = labels_of(all);
  for (std::size_t i = 0; i < all.size(); ++i)
    input.runs.push_back({std::move(labels[i]), &all[i].result});
  return reports::render_page(input);
}

/// All as one document, where one after the other would be none.
std::string together(const std::vector<saved_result>& all, const reports::format& as) {
  std::vector<measure::result> results;
  for (const saved_result& one : all) results.push_back(one.result);
  return std::string{as.head} + as.render_all(results) + std::string{as.tail};
}

/// One report after the other, or all of them together.
std::string rendered(const std::vector<saved_result>& all, const reports::format& as) {
  if (as.name == "html") return page(all);
  if (all.size() > 1 && as.render_all != nullptr) return together(all, as);
  const bool terminal = is_terminal(stdout);
  const reports::style style{.width = terminal ? columns(stdout) : 100,
                             .color = as.for_people && wants_color(color_choice::automatic, stdout),
                             .utf8 = speaks_utf8()};
  std::string text{as.head};
  for (const saved_result& one : all) {
    if (&one != &all.front() && as.for_people) text += "\n";
    text += as.render(one.result, style);
  }
  return text + std::string{as.tail};
}

const reports::format& format_of(const report_arguments& asked) {
  if (asked.format != nullptr) return *asked.format;
  return asked.out.empty() ? *reports::find_format("table") : format_of_file(asked.out);
}

exit_code report(const report_arguments& asked) {
  const reports::format& as = format_of(asked);
  std::vector<saved_result> all;
  for (const std::string& one : asked.results) all.push_back(read_saved(one));
  put_out(rendered(all, as), asked.out);
  return exit_code::done;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<report_arguments>();
  takes.positional("RESULT", "files, or folders that `run --out` wrote; NAME=RESULT names one",
                   asked->results, true);
  takes.text("-o,--output", "FILE",
             "write there: .html, .md, .csv or .json (default: show a table)", asked->out);
  const auto formats = reports::all_formats();
  std::vector<std::string> names;
  for (const reports::format& one : formats) names.emplace_back(one.name);
  takes.word("--format", "instead of what the file's name says", names,
             [asked, formats](std::size_t index) { asked->format = &formats[index]; });
  return [asked] { return report(*asked); };
}

}  // namespace

extern const command report_command{
    .name = "report", .summary = "Make a page or a summary of saved results", .declare = declare};

}  // namespace contend::cli
