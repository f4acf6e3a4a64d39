#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <contend/policies/config/reader.hpp>
#include <contend/policies/config/schema.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/writer.hpp>
#include <contend/scenarios/checks/check.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/scenarios/scenario_file.hpp>
#include <contend/scenarios/sweep.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::document;
using config::node;

void apply(const load_options& options, document& file, diagnostics& errors) {
  std::vector<std::string> settings = options.settings;
  if (options.seed) settings.push_back(fmt::format("/seed={}", *options.seed));
  if (options.replications)
    settings.push_back(fmt::format("/replications={}", *options.replications));
  for (const std::string& text : settings) {
    const config::setting made = config::parse_setting(text, file, errors);
    if (!made.to.parts.empty()) change(file.root, made.to, made.value, errors);
  }
  for (const std::string& text : options.thresholds) {
    node made = parse_threshold(text, file, errors);
    if (made.is_null() || file.root.as<node::object>() == nullptr) continue;
    node* all = file.root.find("thresholds");
    if (all == nullptr) all = &file.root.add("thresholds", node{node::array{}});
    if (auto* list = all->as<node::array>()) list->push_back(std::move(made));
  }
}

struct read_result {
  scenario_file file{};
  sound_parts sound{};
};

/// Reads and checks `root`, which stands in a file called `name`.
read_result read_file(const node& root, std::string_view name, diagnostics& errors) {
  read_result made;
  scenario_file& file = made.file;
  diagnostics found;
  config::read(root, file, found, "scenario");
  made.sound = sound_parts{found};
  check(file, root, made.sound, found);
  errors.append(found);
  file.workload.writers = file.workload.total_writers();
  if (file.name.empty()) file.name = std::filesystem::path{name}.stem().string();
  return made;
}

/// Tells of policies that were asked for and are not in `root`.
void check_wanted(const load_options& options, const read_result& read, const node& root,
                  diagnostics& errors) {
  if (!read.sound.keys(root, {"policies"})) return;
  std::vector<std::string_view> names;
  for (const auto& [name, policy] : read.file.policies) names.push_back(name);
  for (const std::string& wanted : options.policies)
    if (std::find(names.begin(), names.end(), wanted) == names.end())
      errors.error("--policy", fmt::format("unknown policy \"{}\"", wanted),
                   config::did_you_mean(wanted, names));
}

/// Leaves only the policies that were asked for.
void select(const load_options& options, scenario_file& file) {
  if (options.policies.empty()) return;
  std::erase_if(file.policies, [&](const auto& named) {
    return std::find(options.policies.begin(), options.policies.end(), named.first) ==
           options.policies.end();
  });
}

sweep_point read_point(node root, const changes& at, std::string_view name,
                       const load_options& options, diagnostics& errors) {
  sweep_point point;
  for (const auto& [to, value] : at) {
    change(root, to, value, errors);
    point.at.emplace_back(to.text(), value);
  }
  read_result read = read_file(root, name, errors);
  select(options, read.file);
  if (errors.empty()) point.model = model_of(read.file);
  return point;
}

/// No point needs the list of all points, nor what is checked once for all of them.
node without_sweep(node root) {
  if (auto* members = root.as<node::object>())
    std::erase_if(*members, [](const config::member& m) {
      return m.key == "sweep" || m.key == "thresholds";
    });
  return root;
}

bool is_result(const node& root) {
  const node* schema = root.find("schema");
  const auto* text = schema == nullptr ? nullptr : schema->as<std::string>();
  return text != nullptr && text->rfind("contend.result/", 0) == 0;
}

[[noreturn]] void refuse_result(const document& file, diagnostics& errors) {
  errors.error(file.where(), "this is a result file, not a scenario",
               "its scenario stands under \"scenario\"");
  throw config::invalid_config{errors};
}

}  // namespace

scenario read_scenario(std::string text, std::string name, const load_options& options) {
  diagnostics errors;
  const data_files_read_once for_all_points;
  document document = config::parse(std::move(text), name, errors);
  if (document.root.is_null()) errors.throw_if_any();  // else it can be read on
  if (is_result(document.root)) refuse_result(document, errors);

  apply(options, document, errors);
  read_result read = read_file(document.root, name, errors);
  check_wanted(options, read, document.root, errors);
  select(options, read.file);
  scenario made{.name = read.file.name, .description = read.file.description};
  made.thresholds = thresholds_of(document.root, read.sound, errors);
  const std::vector<changes> points = sweep_points(document.root, errors);
  const node base = without_sweep(document.root);
  for (const changes& at : points) {
    if (errors.full()) break;
    diagnostics found;
    made.points.push_back(read_point(base, at, name, options, found));
    errors.append(found);
  }
  errors.throw_if_any();
  made.resolved = config::write(read.file);
  made.data_digest = for_all_points.digest();
  return made;
}

node schema() { return config::schema_of<scenario_file>("Contend scenario"); }

}  // namespace contend::scenarios
