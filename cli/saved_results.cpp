#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/file_content.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/measure/result_json.hpp>
#include <contend/reports/write.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;

/// "before=runs/monday" in two, unless there is a file of the whole name.
std::pair<std::string, std::string> label_and_path(const std::string& name) {
  const std::size_t equals = name.find('=');
  std::error_code ignored;
  if (equals == std::string::npos || equals == 0 || fs::exists(name, ignored)) return {"", name};
  return {name.substr(0, equals), name.substr(equals + 1)};
}

std::string scenario_of(const measure::result& r) {
  const auto name = r.scenario.find("name");
  return name != r.scenario.end() && name->is_string() ? name->get<std::string>() : "";
}

bool all_different(std::vector<std::string> labels) {
  std::ranges::sort(labels);
  return std::ranges::adjacent_find(labels) == labels.end() && !labels.front().empty();
}

}  // namespace

saved_result read_saved(const std::string& name) {
  const auto [label, place] = label_and_path(name);
  saved_result one{.path = place, .label = label};
  std::error_code unknown;  // what cannot be looked at cannot be opened either, which is told below
  if (fs::is_directory(one.path, unknown)) one.path /= "result.json";
  const auto text = content_of(one.path);
  if (!text) throw failure{exit_code::invalid_input, one.path.string() + ": cannot be read"};
  try {
    one.result = measure::read_result(*text, one.path.string());
  } catch (const measure::result_error& wrong) {
    throw failure{exit_code::invalid_input, wrong.what()};
  }
  return one;
}

std::vector<std::string> labels_of(const std::vector<saved_result>& all) {
  std::vector<std::string> scenarios, folders, places;
  for (const saved_result& one : all) {
    const fs::path path = fs::absolute(one.path);
    const bool is_default = path.filename() == "result.json";
    const auto called = [&](std::string otherwise) {
      return one.label.empty() ? std::move(otherwise) : one.label;
    };
    scenarios.push_back(called(scenario_of(one.result)));
    folders.push_back(called((is_default ? path.parent_path() : path).stem().string()));
    places.push_back(called(fmt::format("run {}", places.size() + 1)));
  }
  for (const auto& labels : {scenarios, folders, places})
    if (all_different(labels)) return labels;
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = fmt::format("run {}", i + 1);
  return places;
}

const reports::format& format_of_file(const std::string& name) {
  const std::string extension = fs::path{name}.extension().string();
  for (const reports::format& one : reports::all_formats())
    if (!one.file_name.empty() && fs::path{one.file_name}.extension() == extension) return one;
  throw failure{
      exit_code::usage,
      fmt::format("-o {}: which format? Name it .html, .md, .csv or .json, or say --format", name)};
}

void put_out(const std::string& text, const std::string& out) {
  if (out.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);  // so that what follows on standard error stands below it
    return;
  }
  try {
    reports::write_file(out, text);
  } catch (const fs::filesystem_error& wrong) {
    throw failure{exit_code::usage, fmt::format("-o: {}", wrong.what())};
  }
}

}  // namespace contend::cli
