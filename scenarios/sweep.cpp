#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/config/elsewhere.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/scenarios/scenario_file.hpp>
#include <contend/scenarios/sweep.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::node;
using config::pointer;

struct axis {
  pointer to;
  const node::array* values;
};

std::vector<std::string_view> keys_of(const node& object) {
  std::vector<std::string_view> keys;
  if (const auto* members = object.as<node::object>())
    for (const config::member& m : *members) keys.push_back(m.key);
  return keys;
}

/// A map whose keys are names that the user gives.
struct named_things {
  std::vector<std::string_view> at;
  std::string_view one;
};

const std::vector<named_things>& all_named() {
  static const std::vector<named_things> all{
      {{"policies"}, "policy"}, {{"guards"}, "guard"}, {{"workload", "groups"}, "group"}};
  return all;
}

/// Whether `to` goes into one of `things` whose name nobody gave.
bool misses_a_name(const node& root, const pointer& to, const named_things& things,
                   diagnostics& errors) {
  const std::size_t depth = things.at.size();
  const auto same = [](std::string_view key, const pointer::part& part) { return key == part.key; };
  if (to.parts.size() < depth + 2 ||
      !std::equal(things.at.begin(), things.at.end(), to.parts.begin(), same))
    return false;
  const node* named = &root;
  for (const std::string_view key : things.at)
    if (named != nullptr) named = named->find(key);
  const pointer::part& name = to.parts[depth];
  if (named != nullptr && named->find(name.key) != nullptr) return false;
  errors.error(name.where, fmt::format("unknown {} \"{}\"", things.one, name.key),
               config::did_you_mean(
                   name.key, named == nullptr ? std::vector<std::string_view>{} : keys_of(*named)));
  return true;
}

bool misses_a_name(const node& root, const pointer& to, diagnostics& errors) {
  return std::ranges::any_of(all_named(), [&](const named_things& things) {
    return misses_a_name(root, to, things, errors);
  });
}

/// Whether a value stands among the values twice: its points would be the same.
bool repeats(const node::array& values, diagnostics& errors) {
  std::set<std::string> seen;
  bool any = false;
  for (const node& value : values) {
    const std::string text = config::to_json(value).dump();
    if (seen.insert(text).second) continue;
    errors.error(value.where, fmt::format("the value {} stands here again", text),
                 "each value of a sweep is a point of its own");
    any = true;
  }
  return any;
}

std::vector<axis> axes_of(const node& root, diagnostics& errors) {
  std::vector<axis> axes;
  const node* sweep = root.find("sweep");
  if (sweep == nullptr || sweep->as<node::object>() == nullptr) return axes;
  for (const config::member& m : *sweep->as<node::object>()) {
    const config::place inside{m.where.in, m.where.offset + 1};  // after the quote
    pointer to = parse_pointer(m.key, inside, errors);
    const auto* values = m.held.as<node::array>();
    if (values == nullptr)  // reading the field told; that the pointer is wrong it did not
      check_pointer(to, config::shape_of<scenario_file>(), "scenario", errors);
    if (values == nullptr || to.parts.empty()) continue;
    const std::string& first = to.parts.front().key;
    if (first == "sweep" || first == "name" || first == "description" || first == "$schema")
      errors.error(inside, fmt::format("\"{}\" cannot be swept", first));
    else if (values->empty())
      errors.error(m.held.where, "a sweep needs values: [10, 100]");
    else if (!repeats(*values, errors))
      axes.push_back({std::move(to), values});
  }
  return axes;
}

}  // namespace

std::vector<changes> sweep_points(const node& root, diagnostics& errors) {
  std::vector<changes> points{{}};
  const std::size_t bytes = root.where.in == nullptr ? 0 : root.where.in->text.size();
  for (const axis& a : axes_of(root, errors)) {
    const std::size_t count = points.size() * a.values->size();
    if (count > most_points || count * bytes > most_swept_bytes) {
      errors.error(a.to.where, count > most_points
                                   ? fmt::format("the sweep has more than {} points", most_points)
                                   : "the sweep has too many points for so large a file");
      return {{}};
    }
    std::vector<changes> finer;
    for (const changes& point : points)
      for (const node& value : *a.values) {
        finer.push_back(point);
        finer.back().emplace_back(a.to, value);
      }
    points = std::move(finer);
  }
  return points;
}

void change(node& root, const pointer& to, node value, diagnostics& errors) {
  if (!misses_a_name(root, to, errors)) set(root, to, std::move(value), errors);
}

}  // namespace contend::scenarios
