#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <contend/policies/config/schema.hpp>

namespace contend::config {

node schema_definitions::refer(const shape& of, std::string_view name,
                               const std::function<node()>& build) {
  const auto known =
      std::find_if(entries_.begin(), entries_.end(), [&](const entry& e) { return e.of == &of; });
  std::size_t index = static_cast<std::size_t>(known - entries_.begin());
  if (known == entries_.end()) {
    std::string base{name};
    std::replace(base.begin(), base.end(), ' ', '_');  // a reference is a URI
    std::string unique = base;
    for (int n = 2; std::any_of(entries_.begin(), entries_.end(),
                                [&](const entry& e) { return e.name == unique; });
         ++n)
      unique = fmt::format("{}_{}", base, n);
    entries_.push_back({&of, std::move(unique), {}});  // before building: it may refer to itself
    node built = build();
    entries_[index].schema = std::move(built);
  }
  return object_of({{"$ref", node{"#/$defs/" + entries_[index].name}}});
}

node schema_definitions::definitions() const {
  if (entries_.empty()) return {};
  node all{node::object{}};
  for (const entry& e : entries_) all.add(e.name, e.schema);
  return all;
}

node schema_of(const shape& root, std::string_view title) {
  schema_definitions shared;
  node whole =
      object_of({{"$schema", node{std::string{"https://json-schema.org/draft/2020-12/schema"}}},
                 {"title", node{std::string{title}}}});
  const node schema = root.schema({}, shared);
  for (const member& m : std::get<node::object>(schema.value)) whole.add(m.key, m.held);
  if (node definitions = shared.definitions(); !definitions.is_null())
    whole.add("$defs", std::move(definitions));
  return whole;
}

}  // namespace contend::config
