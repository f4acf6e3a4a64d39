#include <utility>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/file_content.hpp>
#include <contend/cli/unfinished.hpp>
#include <contend/cli/version.hpp>
#include <contend/measure/detail/sha256.hpp>
#include <contend/measure/json_text.hpp>
#include <contend/measure/result_json.hpp>
#include <contend/reports/write.hpp>

namespace contend::cli {

namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

constexpr std::string_view schema = "contend.unfinished/1";

/// The member of this name, if it is a text; else null.
const json* find_text(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? &*found : nullptr;
}

/// Null where there is no such file, or not one of ours.
json read_run(const fs::path& folder) {
  json run = json::parse(content_of(folder / "run.json").value_or(""), nullptr, false);
  const json* wanted = find_text(run, "schema");
  const bool ours = wanted != nullptr && *wanted == std::string{schema} &&
                    run.contains("scenario") && find_text(run["scenario"], "name") != nullptr;
  return ours ? run : json{};
}

json run_of(const scenarios::scenario& s, const std::optional<precision>& until) {
  json run{{"schema", schema},
           {"build", build_identity()},
           {"scenario", config::to_json(s.resolved)},
           {"data", s.data_digest},
           {"until_ci", nullptr}};
  if (until) run["until_ci"] = {{"relative", until->relative}, {"metric", until->metric}};
  return run;
}

/// "32" or "nothing".
std::string value_at(const json& of, const json::json_pointer& where) {
  return of.contains(where) ? of.at(where).dump() : "nothing";
}

/// What the two runs differ in: the first of it.
std::string difference(const json& theirs, const json& ours) {
  const auto name = [](const json& run) { return run["scenario"]["name"].get<std::string>(); };
  if (name(theirs) != name(ours)) return fmt::format("of another scenario, \"{}\"", name(theirs));
  const json changes = json::diff(theirs, ours);
  const std::string where = changes.empty() ? "" : changes[0]["path"].get<std::string>();
  if (where.starts_with("/build")) return "made by another build of contend";
  if (where.starts_with("/until_ci")) return "with another --until-ci";
  if (where.starts_with("/data")) return "with other data files";
  constexpr std::string_view in_scenario = "/scenario";
  if (!where.starts_with(in_scenario)) return "not as this build of contend writes it";
  const json::json_pointer at{where};
  return fmt::format("of a scenario in which {} is {}, not {}", where.substr(in_scenario.size()),
                     value_at(theirs, at), value_at(ours, at));
}

}  // namespace

unfinished::unfinished(const fs::path& folder, const scenarios::scenario& s,
                       const std::optional<precision>& until)
    : folder_{folder / "unfinished"},
      points_{s.points.size()},
      run_(run_of(s, until)),
      key_{measure::detail::sha256(run_.dump())} {}

std::size_t unfinished::begin(bool resume) {
  const json there = read_run(folder_);
  if (there == run_) return finished();
  if (resume && !there.is_null())
    throw failure{exit_code::usage,
                  fmt::format("--resume: {} is {}; without --resume it is replaced",
                              folder_.string(), difference(there, run_))};
  fs::create_directories(folder_);
  for (const fs::directory_entry& left : fs::directory_iterator{folder_}) fs::remove_all(left);
  reports::write_file(folder_ / "run.json", measure::json_text(run_));
  return 0;
}

fs::path unfinished::path_of(std::size_t point) const {
  return folder_ / fmt::format("point-{:05}.json", point + 1);
}

json unfinished::stamp(std::size_t point, std::uint32_t replications) const {
  return {{"run", key_}, {"point", point}, {"replications", replications}};
}

/// Only what would be written again to the byte is taken for whole.
std::optional<sim::comparison> unfinished::find(std::size_t point) const {
  const fs::path path = path_of(point);
  const std::string text = content_of(path).value_or("");
  if (text.empty()) return {};
  try {
    measure::result r = measure::read_result(text, path.string());
    const auto replications = r.scenario.value("replications", std::uint32_t{0});
    const bool whole = r.points.size() == 1 && r.scenario == stamp(point, replications) &&
                       measure::result_text(r) == text;
    if (!whole) return {};
    return sim::comparison{.policies = std::move(r.points.front().policies),
                           .invariants = std::move(r.invariants),
                           .replications = replications};
  } catch (const measure::result_error&) {
    return {};
  } catch (const json::exception&) {
    return {};
  }
}

void unfinished::keep(std::size_t point, const sim::comparison& finished) const {
  const measure::result r{.scenario = stamp(point, finished.replications),
                          .points = {{.policies = finished.policies}},
                          .invariants = finished.invariants};
  reports::write_file(path_of(point), measure::result_text(r));
}

std::size_t unfinished::finished() const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < points_; ++i) count += fs::exists(path_of(i)) ? 1 : 0;
  return count;
}

void unfinished::remove() const {
  std::error_code ignored;  // the results are there: what is left behind is only in the way
  fs::remove_all(folder_, ignored);
}

}  // namespace contend::cli
