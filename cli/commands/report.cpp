// `contend report`: a page, a summary or a table from results that were saved.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/measure/result_json.hpp>
#include <contend/reports/formats.hpp>
#include <contend/reports/page.hpp>
#include <contend/reports/write.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;

struct report_arguments {
  std::vector<std::string> results{};
  std::string out{};                        ///< A file; empty: standard output.
  const reports::format* format = nullptr;  ///< Null: by the file's name.
};

struct saved {
  fs::path path{};
  measure::result result{};
};

/// A result file, or the folder that `run --out` wrote.
saved read(const std::string& name) {
  saved one{.path = name};
  if (fs::is_directory(one.path)) one.path /= "result.json";
  std::ifstream file{one.path, std::ios::binary};
  if (!file) throw failure{exit_code::invalid_input, one.path.string() + ": cannot be read"};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  try {
    one.result = measure::read_result(text, one.path.string());
  } catch (const measure::result_error& wrong) {
    throw failure{exit_code::invalid_input, wrong.what()};
  }
  return one;
}

std::string scenario_of(const measure::result& r) {
  const auto name = r.scenario.find("name");
  return name != r.scenario.end() && name->is_string() ? name->get<std::string>() : "";
}

/// What tells the runs apart: their scenarios, or else their folders, or else their places.
std::vector<std::string> labels_of(const std::vector<saved>& all) {
  const auto different = [](std::vector<std::string> labels) {
    std::ranges::sort(labels);
    return std::ranges::adjacent_find(labels) == labels.end() && !labels.front().empty();
  };
  std::vector<std::string> scenarios, folders, places;
  for (const saved& one : all) {
    const fs::path path = fs::absolute(one.path);
    const bool is_default = path.filename() == "result.json";
    scenarios.push_back(scenario_of(one.result));
    folders.push_back((is_default ? path.parent_path() : path).stem().string());
    places.push_back(fmt::format("run {}", places.size() + 1));
  }
  return different(scenarios) ? scenarios : different(folders) ? folders : places;
}

std::string page(const std::vector<saved>& all) {
  reports::page_input input;
  if (all.size() == 1) return reports::render_html(all.front().result, {});
  std::vector<std::string> labels = labels_of(all);
  for (std::size_t i = 0; i < all.size(); ++i)
    input.runs.push_back({std::move(labels[i]), &all[i].result});
  return reports::render_page(input);
}

/// One report after the other; on a page all of them together.
std::string rendered(const std::vector<saved>& all, const reports::format& as) {
  if (as.name == "html") return page(all);
  const bool terminal = is_terminal(stdout);
  const reports::style style{.width = terminal ? columns(stdout) : 100,
                             .color = as.for_people && wants_color(color_choice::automatic, stdout),
                             .utf8 = speaks_utf8()};
  std::string text{as.head};
  for (const saved& one : all) {
    if (&one != &all.front() && as.for_people) text += "\n";
    text += as.render(one.result, style);
  }
  return text + std::string{as.tail};
}

const reports::format& format_of(const report_arguments& asked) {
  if (asked.format != nullptr) return *asked.format;
  if (asked.out.empty()) return *reports::find_format("table");
  const std::string extension = fs::path{asked.out}.extension().string();
  for (const reports::format& one : reports::all_formats())
    if (!one.file_name.empty() && fs::path{one.file_name}.extension() == extension) return one;
  throw failure{
      exit_code::usage,
      fmt::format("-o {}: which format? Name it .html, .md, .csv or .json, or say --format",
                  asked.out)};
}

exit_code report(const report_arguments& asked) {
  const reports::format& as = format_of(asked);
  std::vector<saved> all;
  for (const std::string& one : asked.results) all.push_back(read(one));
  const std::string text = rendered(all, as);
  if (asked.out.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return exit_code::done;
  }
  try {
    reports::write_file(asked.out, text);
  } catch (const fs::filesystem_error& wrong) {
    throw failure{exit_code::usage, fmt::format("-o: {}", wrong.what())};
  }
  return exit_code::done;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<report_arguments>();
  takes.positional("RESULT", "result files, or folders that `run --out` wrote", asked->results,
                   true);
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
