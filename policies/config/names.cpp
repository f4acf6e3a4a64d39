#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <contend/policies/config/names.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/outcome.hpp>

namespace contend::config {

namespace {

/// The index of the name that `from` holds, or nothing and an error.
std::optional<std::size_t> find_name(const node& from, const std::vector<std::string_view>& names,
                                     const reading& as) {
  const auto* text = from.as<std::string>();
  if (text == nullptr) return {};
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  as.errors.error(from.where, fmt::format("unknown {} \"{}\"", as.subject, *text),
                  did_you_mean(*text, names));
  return {};
}

const outcome_set& members_of(const void* set) { return *static_cast<const outcome_set*>(set); }

std::vector<std::string_view> outcome_names() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < outcome_count; ++i)
    names.push_back(to_string(static_cast<outcome>(i)));
  return names;
}

node list_of_names(const std::vector<std::string_view>& names) {
  node::array list;
  for (std::string_view name : names) list.emplace_back(std::string{name});
  return node{std::move(list)};
}

}  // namespace

std::vector<std::string_view> enum_shape::names() const {
  std::vector<std::string_view> all;
  for (const entry& e : entries_) all.push_back(e.name);
  return all;
}

std::string enum_shape::what() const {
  return fmt::format("one of \"{}\"", fmt::join(names(), "\", \""));
}

bool enum_shape::take(const node& from, void* into, const reading& as) const {
  if (from.as<std::string>() == nullptr) return expected(from, as), false;
  const auto index = find_name(from, names(), as);
  if (index) how_.store(into, entries_[*index].value);
  return index.has_value();
}

node enum_shape::write(const void* from) const {
  const std::int64_t value = how_.load(from);
  for (const entry& e : entries_)
    if (e.value == value) return node{std::string{e.name}};
  return {};
}

node enum_shape::schema(const bounds&, schema_definitions&) const {
  return object_of({{"enum", list_of_names(names())}});
}

std::string outcome_set_shape::what() const {
  return fmt::format("a list of \"{}\"", fmt::join(outcome_names(), "\", \""));
}

bool outcome_set_shape::take(const node& from, void* into, const reading& as) const {
  const auto* items = from.as<node::array>();
  if (items == nullptr) return expected(from, as), false;
  outcome_set members;
  for (const node& item : *items) {
    if (item.as<std::string>() == nullptr) return expected(item, as), false;
    if (const auto index = find_name(item, outcome_names(), {"outcome class", {}, as.errors}))
      members.insert(static_cast<outcome>(*index));
  }
  *static_cast<outcome_set*>(into) = members;
  return true;
}

node outcome_set_shape::write(const void* from) const {
  std::vector<std::string_view> members;
  for (std::size_t i = 0; i < outcome_count; ++i)
    if (members_of(from).contains(static_cast<outcome>(i)))
      members.push_back(to_string(static_cast<outcome>(i)));
  return list_of_names(members);
}

node outcome_set_shape::schema(const bounds&, schema_definitions&) const {
  return object_of({{"type", node{std::string{"array"}}},
                    {"items", object_of({{"enum", list_of_names(outcome_names())}})},
                    {"uniqueItems", node{true}}});
}

}  // namespace contend::config
