// Shapes: how a C++ type looks in JSON. What reading, writing and the schema are made of.
//
// A shape is the run-time form of a type's description (fields(), names()): it works on a value
// behind a void pointer, so that the code for JSON is compiled once and each described type adds
// only a table. shape_of<T>() in shape_of.hpp makes the shape of a type; users call read() and
// write() instead.
//
// Shapes are immutable and live as long as the program: any thread may use them.
#pragma once

#include <string>
#include <string_view>

#include <contend/policies/config/diagnostics.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/policies/describe.hpp>

namespace contend::config {

class schema_definitions;
struct enclosing;

/// What a value is read as.
struct reading {
  std::string_view subject{};  ///< For messages: the field's name, "backoff".
  bounds within{};
  diagnostics& errors;
  const enclosing* in = nullptr;  ///< What it stands in (elsewhere.hpp); null at the top.
};

class shape {
 public:
  shape() = default;
  shape(const shape&) = delete;
  shape& operator=(const shape&) = delete;
  virtual ~shape() = default;

  /// Reads `from` into the value at `into`. Each mistake goes to `as.errors`; the value is then of
  /// no use, but still one.
  virtual void read(const node& from, void* into, const reading& as) const = 0;

  /// The value as JSON; null for one that is left out of its object.
  [[nodiscard]] virtual node write(const void* from) const = 0;

  /// Why the value at `value` may not be; empty if it may. A field whose default may not be must be
  /// given.
  [[nodiscard]] virtual std::string problem(const void* value, const bounds& within) const {
    (void)value;
    (void)within;
    return {};
  }

  /// JSON Schema of what read() takes.
  [[nodiscard]] virtual node schema(const bounds& within, schema_definitions& shared) const = 0;

  /// For messages, with its article: "a duration".
  [[nodiscard]] virtual std::string what() const = 0;

  /// What the bounds leave, for people: "from 1 to 10"; empty where they say nothing.
  [[nodiscard]] virtual std::string range(const bounds& within) const {
    (void)within;
    return {};
  }

  /// The shape of what is held, for one that holds others: optional values, lists, maps. Else null.
  [[nodiscard]] virtual const shape* element() const { return nullptr; }
};

}  // namespace contend::config
