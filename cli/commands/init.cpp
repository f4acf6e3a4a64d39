// `contend init`: a scenario to start from, and the schema beside it, by which an editor completes
// and checks it.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/names.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/reports/write.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;

struct init_arguments {
  std::vector<std::string> files{};
  std::string from = "closed";
};

const scenarios::shipped_scenario& template_of(const std::string& name) {
  if (const auto* found = scenarios::find_template(name)) return *found;
  if (const auto* found = scenarios::find_shipped(name)) return *found;
  const std::vector<std::string> names = template_names();
  std::string instead = config::did_you_mean(name, {names.begin(), names.end()});
  if (instead.empty()) instead = fmt::format("there are {}", fmt::join(names, ", "));
  throw failure{exit_code::usage, fmt::format("there is no template \"{}\"; {}", name, instead)};
}

/// Whether anything is there, a dangling link included.
bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

void write(const fs::path& path, const std::string& text) {
  try {
    reports::write_file(path, text);
  } catch (const fs::filesystem_error& refused) {
    throw failure{exit_code::usage,
                  fmt::format("cannot write {}: {}", path.string(), refused.code().message())};
  }
}

exit_code init(const init_arguments& asked) {
  if (asked.files.size() > 1)
    throw failure{exit_code::usage, "one scenario at a time: name one file"};
  const fs::path file = asked.files.empty() ? "scenario.json" : asked.files.front();
  const std::string ending = file.extension().string();
  if (ending == ".yaml" || ending == ".yml" || ending == ".toml")
    throw failure{
        exit_code::usage,
        fmt::format("scenarios are JSON, not {}: name it {}", ending == ".toml" ? "TOML" : "YAML",
                    fs::path{file}.replace_extension(".json").string())};
  const scenarios::shipped_scenario& start = template_of(asked.from);
  if (is_there(file))
    throw failure{exit_code::usage,
                  fmt::format("{} is there already, and is left as it is", file.string())};
  write(file, std::string{start.text});
  const fs::path schema = file.parent_path() / "scenario.schema.json";
  if (!is_there(schema)) write(schema, config::to_text(scenarios::schema()));

  fmt::print("wrote {} from the template \"{}\", and the schema beside it for your editor\n\n",
             file.string(), start.name);
  fmt::print("  contend run {:<24} compares its policies\n", file.string());
  fmt::print("  contend explain workload{:<12} says what may stand in it\n", "");
  fmt::print("  contend validate {:<19} checks it after a change\n", file.string());
  return exit_code::done;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<init_arguments>();
  takes.positional("FILE", "what to write; scenario.json if left out", asked->files, false);
  std::string names;
  for (const scenarios::shipped_scenario& one : scenarios::templates())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
  takes.text("--template", "NAME",
             names + ", or any shipped scenario; " + asked->from + " if left out", asked->from,
             template_names);
  return [asked] { return init(*asked); };
}

}  // namespace

extern const command init_command{
    .name = "init", .summary = "Write a scenario of your own to start from", .declare = declare};

}  // namespace contend::cli
