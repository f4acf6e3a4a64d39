#include <algorithm>
#include <cstddef>
#include <utility>

#include <contend/measure/json_text.hpp>

namespace contend::measure {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t widest_line = 160;  // a metric with all its digits fits

std::string compact(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// `value` on one line, with a space after each comma and colon, and within braces.
void put_on_a_line(const json& value, std::string& out) {
  if (value.empty() || !value.is_structured()) {
    out += compact(value);
    return;
  }
  out += value.is_object() ? "{ " : "[";
  bool first = true;
  for (const auto& [key, part] : value.items()) {
    if (!std::exchange(first, false)) out += ", ";
    if (value.is_object()) out += compact(key) + ": ";
    put_on_a_line(part, out);
  }
  out += value.is_object() ? " }" : "]";
}

bool has_object(const json& value) {
  return value.is_object() ||
         (value.is_array() && std::any_of(value.begin(), value.end(), has_object));
}

void put(const json& value, std::size_t indent, std::size_t used, std::string& out) {
  std::string line;
  put_on_a_line(value, line);
  if (!value.is_structured() || !has_object(value) || used + line.size() < widest_line) {
    out += line;
    return;
  }
  const std::string margin(indent + 2, ' ');
  out += value.is_object() ? "{" : "[";
  bool first = true;
  for (const auto& [key, part] : value.items()) {
    out += std::exchange(first, false) ? "\n" : ",\n";
    const std::string label = value.is_object() ? compact(key) + ": " : std::string{};
    out += margin + label;
    put(part, indent + 2, margin.size() + label.size(), out);
  }
  out += '\n';
  out.append(indent, ' ');
  out += value.is_object() ? '}' : ']';
}

}  // namespace

std::string json_text(const json& value) {
  std::string out;
  put(value, 0, 0, out);
  return out + "\n";
}

std::string plain_text(const json& value) {
  return value.is_string() ? value.get<std::string>() : compact(value);
}

}  // namespace contend::measure
