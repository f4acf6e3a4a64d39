#include <fmt/format.h>

#include <contend/policies/config/containers.hpp>
#include <contend/policies/config/elsewhere.hpp>

namespace contend::config {

namespace {

void expected(const shape& wanted, const node& found, const reading& as) {
  as.errors.error(found.where, fmt::format("\"{}\" must be {}, not {}", as.subject, wanted.what(),
                                           found.description()));
}

}  // namespace

void optional_shape::read(const node& from, void* into, const reading& as) const {
  if (from.is_null()) return how_.reset(into);
  element_.read(from, how_.emplace(into), as);
}

node optional_shape::write(const void* from) const {
  const void* held = how_.held(from);
  return held == nullptr ? node{} : element_.write(held);
}

std::string optional_shape::problem(const void* value, const bounds& within) const {
  const void* held = how_.held(value);
  return held == nullptr ? std::string{} : element_.problem(held, within);
}

node optional_shape::schema(const bounds& within, schema_definitions& shared) const {
  return element_.schema(within, shared);
}

void list_shape::read(const node& from, void* into, const reading& as) const {
  const auto* items = from.as<node::array>();
  if (items == nullptr) return expected(*this, from, as);
  how_.clear(into);
  for (const node& item : *items) {
    if (as.errors.full()) return;
    element_.read(item, how_.append(into), as);
  }
}

node list_shape::write(const void* from) const {
  node::array items;
  for (const void* element : how_.elements(from)) items.push_back(element_.write(element));
  return node{std::move(items)};
}

node list_shape::schema(const bounds& within, schema_definitions& shared) const {
  return object_of(
      {{"type", node{std::string{"array"}}}, {"items", element_.schema(within, shared)}});
}

void map_shape::read(const node& from, void* into, const reading& as) const {
  const auto* members = from.as<node::object>();
  if (members == nullptr) return expected(*this, from, as);
  how_.clear(into);
  const enclosing here{*this, as.subject, as.in};
  for (const member& m : *members) {
    if (as.errors.full()) return;
    if (m.key.empty()) as.errors.error(m.where, "a name must not be empty");
    element_.read(m.held, how_.insert(into, m.key), {m.key, as.within, as.errors, &here});
  }
}

node map_shape::write(const void* from) const {
  node::object members;
  for (const auto& [name, element] : how_.entries(from))
    members.push_back({.key = std::string{name}, .held = element_.write(element)});
  return node{std::move(members)};
}

node map_shape::schema(const bounds& within, schema_definitions& shared) const {
  return object_of({{"type", node{std::string{"object"}}},
                    {"additionalProperties", element_.schema(within, shared)},
                    {"propertyNames", object_of({{"minLength", node{std::uint64_t{1}}}})}});
}

}  // namespace contend::config
