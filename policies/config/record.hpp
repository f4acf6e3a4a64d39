// The shape of a described struct: a JSON object with a key for each field.
//
// A key may be left out: the field keeps its default. Where that default breaks the field's own
// bounds (a rate of 0 that must be above 0), the key must be given. A key that no field has is an
// error.
//
// A field with the empty name is a choice (one_of.hpp) whose kind stands among the other keys:
//
//   { "breaker": { "open_for": "5s" }, "shared_by": "node" }
//
// A struct with `static node from_text(const node&, diagnostics&)` may also be written as a text,
// for which that gives the object.
//
// A struct whose only field is called "value" is written plainly, as that value; one whose only
// field is called "file" too, but among the kinds of a choice it keeps its name: { "trace": "x.csv"
// }.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/config/shape.hpp>

namespace contend::config {

class one_of_shape;

class record_shape final : public shape {
 public:
  struct member_field {
    std::string_view name;
    std::string_view help;
    bounds limits;
    const shape* type;
    void* (*of)(void* record);
  };
  struct access {
    const void* (*defaults)();
    /// What is wrong with the fields together; or empty.
    std::string (*check)(const void* record);
    /// The fields by which it judges; empty: any.
    std::vector<std::string_view> judged{};
    /// The object that a text stands for; mistakes go to the diagnostics, null after one. Null
    /// where no text may stand for it.
    node (*from_text)(const node& text, diagnostics& errors) = nullptr;
  };
  /// `summary`: one sentence on the struct; may be empty.
  record_shape(std::string_view summary, std::vector<member_field> fields, access how);

  void read(const node& from, void* into, const reading& as) const override;
  [[nodiscard]] node write(const void* from) const override;
  [[nodiscard]] std::string problem(const void* value, const bounds&) const override;
  [[nodiscard]] node schema(const bounds&, schema_definitions& shared) const override;
  [[nodiscard]] std::string what() const override;

  [[nodiscard]] std::string_view summary() const noexcept { return summary_; }
  [[nodiscard]] const std::vector<member_field>& fields() const noexcept { return fields_; }
  /// The field that this is written as, if it is written plainly; else null.
  [[nodiscard]] const member_field* plain() const noexcept { return plain_; }
  /// Whether there is no default that may stay.
  [[nodiscard]] bool must_be_given(const member_field& field) const;
  /// The value of `field` where nothing is given, as JSON; null where there is none.
  [[nodiscard]] node default_of(const member_field& field) const;

 private:
  /// What came of it: a field with a mistake is of no use to judge by, nor one that is absent where
  /// an unknown key might have been it.
  struct outcome {
    std::vector<std::string_view> mistaken{};
    bool unknown_key = false;
  };
  outcome read_fields(const node& from, void* into, const reading& as) const;
  /// The keys that are no fields, and the kind among them. Whether they may be there.
  bool read_keys(const node& from, void* into, const reading& as) const;
  [[nodiscard]] bool can_judge(const node& from, const outcome& read) const;
  void read_plainly(const node& from, void* into, const reading& as) const;
  [[nodiscard]] std::string object_meant(const node& value, void* scratch) const;
  [[nodiscard]] const member_field* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;
  [[nodiscard]] node properties(schema_definitions& shared, node::array& required) const;
  [[nodiscard]] node names_of_kinds() const;

  std::string_view summary_;
  std::vector<member_field> fields_;
  access how_;
  const member_field* plain_ = nullptr;
  const member_field* inlined_ = nullptr;  ///< The field with the empty name.
  const one_of_shape* kinds_ = nullptr;    ///< Its type.
};

}  // namespace contend::config
