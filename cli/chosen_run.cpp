#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/cli/chosen_run.hpp>
#include <contend/cli/command.hpp>
#include <contend/cli/file_content.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/cli/version.hpp>
#include <contend/measure/json_text.hpp>
#include <contend/policies/config/pointer.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

bool is_result(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return false;
  const json file = json::parse(content_of(path).value_or(""), nullptr, false);
  return file.is_object() && file.contains("schema") && file["schema"].is_string() &&
         file["schema"].get<std::string>().starts_with("contend.result/");
}

/// A pointer and the value that it must have.
struct wanted {
  std::string pointer;
  json value;
};

wanted parse(const std::string& text) {
  config::document keep;
  config::diagnostics errors;
  const config::setting made = config::parse_setting(text, keep, errors);
  if (!errors.empty() || made.to.parts.empty())
    throw failure{exit_code::usage, fmt::format("--at: \"{}\" is not /json/pointer=value", text)};
  return {made.to.text(), config::to_json(made.value)};
}

bool holds(const scenarios::sweep_point& point, const wanted& one) {
  return std::ranges::any_of(point.at, [&](const auto& swept) {
    return swept.first == one.pointer && config::to_json(swept.second) == one.value;
  });
}

/// The points, as --at takes them; the first few.
std::string choices(const std::vector<const scenarios::sweep_point*>& points) {
  constexpr std::size_t most = 12;
  std::string all;
  for (std::size_t i = 0; i < std::min(points.size(), most); ++i) {
    std::string one;
    for (const auto& [pointer, value] : points[i]->at)
      one += fmt::format("{}{}={}", one.empty() ? "" : " and ", pointer,
                         measure::plain_text(config::to_json(value)));
    all += (all.empty() ? "" : ", ") + one;
  }
  return all + (points.size() > most ? ", …" : "");
}

}  // namespace

scenarios::scenario scenario_of(const std::string& path_or_name,
                                const scenarios::load_options& changes) {
  fs::path path = path_or_name;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) path /= "result.json";
  if (!is_result(path)) return scenarios::load(path_or_name, changes);
  const measure::result r = read_saved(path.string()).result;
  if (r.provenance.version != version() || r.provenance.commit != commit())
    fmt::print(stderr, "contend: {} was made by contend {} (commit {}), this is {} (commit {})\n",
               path.string(), r.provenance.version, r.provenance.commit, version(), commit());
  return scenarios::read_scenario(r.scenario.dump(2), path.string(), changes);
}

const scenarios::sweep_point& point_at(const scenarios::scenario& s,
                                       const std::vector<std::string>& at) {
  std::vector<const scenarios::sweep_point*> left, all;
  for (const scenarios::sweep_point& point : s.points) all.push_back(&point);
  left = all;
  for (const std::string& text : at) {
    const wanted one = parse(text);
    std::erase_if(left, [&](const auto* point) { return !holds(*point, one); });
  }
  if (left.size() == 1) return *left.front();
  if (s.points.size() == 1)
    throw failure{exit_code::usage, "--at: the scenario sweeps nothing; --set changes a value"};
  if (left.empty())
    throw failure{exit_code::usage,
                  fmt::format("--at: there is no such point of the sweep; {}", choices(all))};
  throw failure{exit_code::usage,
                fmt::format("the scenario has {} points: say with --at which is meant: {}",
                            s.points.size(), choices(left))};
}

const sim::policy_model& policy_named(const sim::scenario_model& model, const std::string& name) {
  if (name.empty() && model.policies.size() == 1) return model.policies.front();
  std::vector<std::string_view> names;
  for (const sim::policy_model& policy : model.policies) {
    if (policy.name == name) return policy;
    names.push_back(policy.name);
  }
  if (name.empty())
    throw failure{exit_code::usage, fmt::format("say with --policy which is meant: {}",
                                                fmt::format("{}", fmt::join(names, ", ")))};
  throw failure{exit_code::usage, fmt::format("--policy: unknown policy \"{}\"; {}", name,
                                              config::did_you_mean(name, names))};
}

std::string label_of(const scenarios::sweep_point& point) {
  std::string label;
  for (const auto& [pointer, value] : point.at)
    label +=
        fmt::format("{}{} = {}", label.empty() ? "" : ", ", pointer.substr(pointer.rfind('/') + 1),
                    measure::plain_text(config::to_json(value)));
  return label;
}

}  // namespace contend::cli
