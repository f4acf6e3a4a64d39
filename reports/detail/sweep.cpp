#include <algorithm>

#include <fmt/format.h>

#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

/// The last part of a JSON pointer, with its escapes ~1 and ~0 undone.
std::string last_part(std::string_view pointer) {
  const std::string_view part = pointer.substr(pointer.rfind('/') + 1);
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escape = part[i] == '~' && i + 1 < part.size();
    name += !escape ? part[i] : part[++i] == '1' ? '/' : '~';
  }
  return name;
}

/// The parts of a pointer, without escapes undone.
std::vector<std::string_view> parts_of(std::string_view pointer) {
  std::vector<std::string_view> parts;
  for (std::size_t at = pointer.find('/'); at != std::string_view::npos;) {
    const std::size_t next = pointer.find('/', at + 1);
    parts.push_back(pointer.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
    at = next;
  }
  return parts;
}

/// "near/…/rate": the last part, and part number `first`.
std::string name_from(const std::vector<std::string_view>& parts, std::size_t first,
                      std::string_view pointer) {
  const bool next_to_it = first + 2 == parts.size();
  return printable(last_part(fmt::format("/{}", parts[first]))) + (next_to_it ? "/" : "/…/") +
         printable(last_part(pointer));
}

/// "rate", "near/…/rate": of a group its name as well, since all writers have the same.
std::string short_name(std::string_view pointer) {
  const auto parts = parts_of(pointer);
  const bool of_a_group = parts.size() > 3 && parts[0] == "workload" && parts[1] == "groups";
  return of_a_group ? name_from(parts, 2, pointer) : printable(last_part(pointer));
}

/// The last part with the first that tells this pointer from `others`.
std::string distinct_name(std::string_view pointer, const std::vector<axis>& others) {
  const auto parts = parts_of(pointer);
  std::size_t differs = 0;
  for (const axis& other : others) {
    if (other.pointer == pointer) continue;
    const auto theirs = parts_of(other.pointer);
    const auto [mine, its] = std::ranges::mismatch(parts, theirs);
    differs = std::max(differs, static_cast<std::size_t>(mine - parts.begin()));
  }
  if (differs + 1 >= parts.size()) return printable(last_part(pointer));
  return name_from(parts, differs, pointer);
}

void add_value(axis& a, const nlohmann::ordered_json& value) {
  std::string text = value_text(value);
  if (std::ranges::find(a.values, text) == a.values.end()) a.values.push_back(std::move(text));
}

}  // namespace

std::string value_text(const nlohmann::ordered_json& value) {
  if (value.is_string()) return printable(value.get_ref<const std::string&>());
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<axis> axes_of(const measure::result& r) {
  std::vector<axis> axes;
  for (const auto& p : r.points)
    for (const auto& [pointer, value] : p.sweep.items()) {
      auto found = std::ranges::find(axes, pointer, &axis::pointer);
      if (found == axes.end())
        found = axes.insert(axes.end(), {.pointer = pointer, .name = short_name(pointer)});
      add_value(*found, value);
    }
  const std::vector<axis> named = axes;
  for (axis& a : axes)
    if (std::ranges::count(named, a.name, &axis::name) > 1)
      a.name = distinct_name(a.pointer, named);
  return axes;
}

bool is_along_one_axis(const measure::result& r) {
  return axes_of(r).size() == 1 &&
         std::ranges::all_of(r.points, [](const measure::point& p) { return p.sweep.size() == 1; });
}

std::string label_of(const measure::point& p, const std::vector<axis>& axes) {
  std::string label;
  for (const axis& a : axes)
    if (const auto found = p.sweep.find(a.pointer); found != p.sweep.end())
      label += fmt::format("{}{} = {}", label.empty() ? "" : ", ", a.name, value_text(*found));
  return label;
}

}  // namespace contend::reports::detail
