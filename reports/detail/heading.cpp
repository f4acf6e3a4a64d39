#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <contend/reports/detail/heading.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

using json = nlohmann::ordered_json;

/// Looks values up in the scenario, those of swept parameters among the points.
class facts {
 public:
  explicit facts(const measure::result& r) : scenario_{r.scenario}, axes_{axes_of(r)} {}

  /// The value at `pointer` as text; empty where there is none, or where it is no plain value.
  [[nodiscard]] std::string at(const std::string& pointer) const {
    const auto swept = std::ranges::find(axes_, pointer, &axis::pointer);
    if (swept != axes_.end())
      return swept->values.size() < 2 ? swept->values.front()
                                      : swept->values.front() + " to " + swept->values.back();
    const json* value = find(pointer);
    return value == nullptr || value->is_structured() || value->is_null() ? "" : value_text(*value);
  }

  /// The names of the members of the object at `pointer`.
  [[nodiscard]] std::vector<std::string> members(const std::string& pointer) const {
    std::vector<std::string> names;
    const json* value = find(pointer);
    if (value != nullptr && value->is_object())
      for (const auto& [name, held] : value->items()) names.push_back(name);
    return names;
  }

  /// The name of the first member of the object at `pointer`, or the string there.
  [[nodiscard]] std::string kind(const std::string& pointer) const {
    const json* value = find(pointer);
    if (value == nullptr) return "";
    if (value->is_object() && !value->empty()) return value->begin().key();
    return value->is_string() ? value->get<std::string>() : "";
  }

  /// What the scenario has at `pointer`, whatever is swept; null if nothing.
  [[nodiscard]] const json* find(const std::string& pointer) const {
    const json::json_pointer where{pointer};
    return scenario_.contains(where) ? &scenario_.at(where) : nullptr;
  }

 private:
  const json& scenario_;
  std::vector<axis> axes_;
};

/// "1 actor", "64 writers", "10 to 50 writers"; empty without a number.
std::string some(const std::string& number, std::string_view what) {
  if (number.empty()) return "";
  return fmt::format("{} {}{}", number, what, number == "1" ? "" : "s");
}

/// Of the workload, or of the group, at `of`.
std::string arrivals(const facts& f, const std::string& of = "/workload") {
  const std::string kind = f.kind(of + "/arrivals");
  if (kind == "closed") return "closed loop";
  if (kind == "burst")
    return "a burst of " + some(f.at(of + "/arrivals/burst/operations"), "operation") + " each";
  if (kind == "open") {
    const std::string rate = f.at(of + "/arrivals/open/poisson/rate");
    return rate.empty() ? "open arrivals" : "open arrivals at " + rate;
  }
  return kind.empty() ? "" : "arrivals: " + printable(kind);
}

/// What each group does, where one says so itself; empty otherwise.
std::string groups(const facts& f) {
  std::string all;
  bool any = false;
  for (const std::string& name : f.members("/workload/groups")) {
    const json::json_pointer here = json::json_pointer{"/workload/groups"} / name;
    std::string own = arrivals(f, here.to_string());
    any = any || !own.empty();
    if (own.empty()) own = "its part of " + arrivals(f);
    all += fmt::format("{}{}: {}, {}", all.empty() ? "" : "; ", printable(name),
                       some(f.at(here.to_string() + "/writers"), "writer"), own);
  }
  return any ? all : "";
}

/// Of all groups together at a point, where groups are named and their writers are numbers.
std::optional<std::uint64_t> writers_of_groups(const facts& f, const measure::point& p) {
  std::uint64_t sum = 0;
  for (const std::string& name : f.members("/workload/groups")) {
    const std::string at = (json::json_pointer{"/workload/groups"} / name / "writers").to_string();
    const auto swept = p.sweep.find(at);
    const json* writers = swept != p.sweep.end() ? &*swept : f.find(at);
    if (writers == nullptr || !writers->is_number_integer()) return {};
    sum += writers->get<std::uint64_t>();
  }
  return sum > 0 ? std::optional{sum} : std::nullopt;
}

/// "64", "14 to 84": their number over all points.
std::string number_of_writers(const measure::result& r, const facts& f) {
  std::vector<std::uint64_t> sums;
  for (const measure::point& p : r.points)
    if (const auto sum = writers_of_groups(f, p)) sums.push_back(*sum);
  if (sums.empty() || sums.size() < r.points.size()) return f.at("/workload/writers");
  const auto [least, most] = std::ranges::minmax(sums);
  return least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
}

std::string workload(const measure::result& r, const facts& f) {
  std::string writers = some(number_of_writers(r, f), "writer");
  const std::string nodes = f.at("/workload/nodes");
  if (!writers.empty() && !nodes.empty() && nodes != "1") writers += " over " + some(nodes, "node");
  std::string all;
  const std::string by_group = groups(f);
  const std::string start = by_group.empty() ? arrivals(f) : "";
  for (const auto& part : {writers, some(f.at("/workload/actors"), "actor"), start})
    if (!part.empty()) all += (all.empty() ? "" : ", ") + part;
  return by_group.empty() ? all : fmt::format("{} ({})", all, by_group);
}

std::string span(const facts& f) {
  const std::string length = f.at("/run/for");
  const std::string warm_up = f.at("/run/warmup");
  if (length.empty()) return f.at("/run/until").empty() ? "" : "until " + f.at("/run/until");
  if (warm_up.empty() || warm_up.starts_with("0")) return length;
  return fmt::format("{}, {} of warm-up left out", length, warm_up);
}

/// As many as ran, which may be fewer than the scenario asked for.
std::string replications(const measure::result& r, const facts& f) {
  std::uint64_t most = 0;
  for (const auto& p : r.points)
    for (const auto& policy : p.policies)
      if (const auto* e = policy.find("operations")) most = std::max(most, e->replications);
  return some(most > 0 ? std::to_string(most) : f.at("/replications"), "replication");
}

}  // namespace

std::string name_of(const measure::result& r) {
  const auto name = r.scenario.find("name");
  return name != r.scenario.end() && name->is_string() ? name->get<std::string>() : "scenario";
}

std::string title(const measure::result& r) {
  const facts f{r};
  const std::string name = f.at("/name");
  const std::string description = f.at("/description");
  if (name.empty() || description.empty()) return name + description;
  return name + ": " + description;
}

std::string what_is_simulated(const measure::result& r) {
  const facts f{r};
  std::string ran = replications(r, f);
  if (const std::string seed = f.at("/seed"); !seed.empty())
    ran += (ran.empty() ? "seed " : ", seed ") + seed;
  std::string all;
  for (const auto& part : {workload(r, f), span(f), ran})
    if (!part.empty()) all += (all.empty() ? "" : "; ") + part;
  return all;
}

}  // namespace contend::reports::detail
