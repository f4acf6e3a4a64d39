#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <contend/measure/detail/json_node.hpp>

namespace contend::measure::detail {

namespace {

using json = json_node::json;

/// Adds to `path` the way from `from` to `to`, which is somewhere within; false where it is not.
bool find_way(const json& from, const json& to, std::string& path) {
  if (&from == &to) return true;
  if (!from.is_structured()) return false;
  const std::size_t so_far = path.size();
  std::size_t index = 0;
  for (auto it = from.begin(); it != from.end(); ++it, ++index) {
    path += '/';
    path += from.is_object() ? it.key() : std::to_string(index);
    if (find_way(*it, to, path)) return true;
    path.resize(so_far);
  }
  return false;
}

}  // namespace

void json_node::fail(const std::string& what) const {
  std::string path = document_->name;
  find_way(document_->root, *value_, path);
  throw result_error{fmt::format("{}: {}", path, what)};
}

void json_node::expected(const char* what) const {
  fail(fmt::format("expected {}, found {}", what, value_->type_name()));
}

json_node json_node::at(const char* name) const {
  const auto found = object().find(name);
  if (found == value_->end()) fail(fmt::format("\"{}\" is missing", name));
  return part(*found);
}

bool json_node::has(const char* name) const { return object().contains(name); }

json_node::json& json_node::object() const {
  if (!value_->is_object()) expected("an object");
  return *value_;
}

std::vector<json_node> json_node::items() const {
  if (!value_->is_array()) expected("an array");
  std::vector<json_node> nodes;
  nodes.reserve(value_->size());
  for (json& item : *value_) nodes.push_back(part(item));
  return nodes;
}

std::pair<json_node, json_node> json_node::both(const char* what) const {
  if (!value_->is_array()) expected("an array");
  if (value_->size() != 2) fail(fmt::format("expected {}", what));
  return {part((*value_)[0]), part((*value_)[1])};
}

std::string json_node::text() const {
  if (!value_->is_string()) expected("a string");
  return value_->get<std::string>();
}

bool json_node::boolean() const {
  if (!value_->is_boolean()) expected("true or false");
  return value_->get<bool>();
}

double json_node::number() const {
  if (!value_->is_number()) expected("a number");
  return value_->get<double>();
}

std::uint64_t json_node::count() const {
  if (!value_->is_number_unsigned()) expected("a whole number, not negative");
  return value_->get<std::uint64_t>();
}

duration json_node::seconds() const {
  const double nanoseconds = std::round(number() * 1e9);
  if (!(nanoseconds >= 0)) fail("a time cannot be negative");
  if (nanoseconds >= 0x1p63) return duration::max();
  return duration{static_cast<duration::rep>(nanoseconds)};
}

}  // namespace contend::measure::detail
