// Shapes of what holds others: optional values, lists, maps by name, any JSON.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/policies/config/shape.hpp>

namespace contend::config {

/// A value that may be absent: left out, or null. Bounds are those of the value.
class optional_shape final : public shape {
 public:
  struct access {
    const void* (*held)(const void* optional);  ///< Null where there is none.
    void* (*emplace)(void* optional);
    void (*reset)(void* optional);
  };
  optional_shape(const shape& element, access how) : element_{element}, how_{how} {}

  void read(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] std::string problem(const void* value, const bounds& within) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions& shared) const override;
  [[nodiscard]] std::string what() const override { return element_.what(); }
  [[nodiscard]] const shape* element() const override { return &element_; }

 private:
  const shape& element_;
  access how_;
};

/// A JSON array. Bounds are those of each element.
class list_shape final : public shape {
 public:
  struct access {
    void (*clear)(void* list);
    void* (*append)(void* list);  ///< The new element, valid until the next one.
    std::vector<const void*> (*elements)(const void* list);
  };
  list_shape(const shape& element, access how) : element_{element}, how_{how} {}

  void read(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions& shared) const override;
  [[nodiscard]] std::string what() const override { return "a list"; }
  [[nodiscard]] const shape* element() const override { return &element_; }

 private:
  const shape& element_;
  access how_;
};

/// A JSON object whose keys are names that the user chose. Bounds are those of each element.
class map_shape final : public shape {
 public:
  struct access {
    void (*clear)(void* map);
    void* (*insert)(void* map, std::string name);  ///< The new element, valid until the next one.
    std::vector<std::pair<std::string_view, const void*>> (*entries)(const void* map);
  };
  map_shape(const shape& element, access how) : element_{element}, how_{how} {}

  void read(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions& shared) const override;
  [[nodiscard]] std::string what() const override { return "an object, by name"; }
  [[nodiscard]] const shape* element() const override { return &element_; }

 private:
  const shape& element_;
  access how_;
};

/// Any JSON value, kept as a node with its places.
class node_shape final : public shape {
 public:
  void read(const node& from, void* into, const reading&) const override {
    *static_cast<node*>(into) = from;
  }
  [[nodiscard]] node write(const void* from) const override {
    return *static_cast<const node*>(from);
  }
  [[nodiscard]] node schema(const bounds&, schema_definitions&) const override {
    return node{node::object{}};
  }
  [[nodiscard]] std::string what() const override { return "any value"; }
};

}  // namespace contend::config
