// Shapes of what is one JSON value: numbers, text, durations, shares, rates.
#pragma once

#include <cstdint>
#include <optional>

#include <contend/policies/config/shape.hpp>

namespace contend::config {

/// What the scalars have in common: take the value from the node, then hold it against the bounds.
class scalar_shape : public shape {
 public:
  void read(const node& from, void* into, const reading& as) const final;
  [[nodiscard]] std::string problem(const void* value, const bounds& within) const final;
  [[nodiscard]] std::string range(const bounds& within) const override;

 protected:
  /// Whether the node is one of these; if not, adds why.
  virtual bool take(const node& from, void* into, const reading& as) const = 0;
  /// The value in the unit of bounds; nothing for what has no bounds.
  [[nodiscard]] virtual std::optional<double> measure(const void*) const { return {}; }
  /// The bounds that all values of this type have.
  [[nodiscard]] virtual bounds own_bounds() const { return {}; }
  /// A bound, for people.
  [[nodiscard]] virtual std::string format(double bound) const;

  void expected(const node& found, const reading& as) const;
};

class duration_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a duration such as \"5ms\""; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;
  [[nodiscard]] std::string format(double bound) const override;
};

class share_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a share such as 0.05 or \"5%\""; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;
  [[nodiscard]] bounds own_bounds() const override { return between(0, 1); }
  [[nodiscard]] std::string format(double bound) const override;
};

class rate_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a rate such as \"200/s\""; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;
  [[nodiscard]] bounds own_bounds() const override { return at_least(0); }
  [[nodiscard]] std::string format(double bound) const override;
};

class double_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a number"; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;
};

class bool_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds&, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "true or false"; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
};

/// Bounds are those of the length in bytes: at_least(1) for a text that must be given.
class string_shape final : public scalar_shape {
 public:
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a string"; }
  [[nodiscard]] std::string range(const bounds&) const override { return {}; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;
};

/// Any whole number. 5.0 and 1e6 are whole numbers too.
class integer_shape final : public scalar_shape {
 public:
  /// How a type holds it. Values from -2^63 to 2^64-1, as a node does.
  struct access {
    node::any (*load)(const void* from);
    bool (*store_signed)(void* into, std::int64_t value);  ///< False where it does not fit.
    bool (*store_unsigned)(void* into, std::uint64_t value);
    bounds fitting;  ///< What the type can hold.
  };
  explicit integer_shape(access how) : how_{how} {}

  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] node schema(const bounds& within, schema_definitions&) const override;
  [[nodiscard]] std::string what() const override { return "a whole number"; }

 protected:
  bool take(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] std::optional<double> measure(const void* value) const override;

 private:
  access how_;
};

}  // namespace contend::config
