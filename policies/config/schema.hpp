// JSON Schema (2020-12) from the descriptions that reading goes by: for editors, and for others'
// validators. https://json-schema.org/draft/2020-12
//
//   to_text(schema_of<limits>("limits"));
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/node.hpp>
#include <contend/policies/config/shape_of.hpp>

namespace contend::config {

/// The parts of a schema that are used in several places, each written once, under "$defs".
class schema_definitions {
 public:
  /// A reference to the schema of `of`, which `build` makes at the first time.
  node refer(const shape& of, std::string_view name, const std::function<node()>& build);
  /// "$defs", in the order of first use; null if there are none.
  [[nodiscard]] node definitions() const;

 private:
  struct entry {
    const shape* of;
    std::string name;
    node schema;
  };
  std::vector<entry> entries_;
};

node schema_of(const shape& root, std::string_view title);

template <class T>
node schema_of(std::string_view title) {
  return schema_of(shape_of<T>(), title);
}

}  // namespace contend::config
