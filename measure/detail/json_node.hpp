// A place in a JSON document that knows where it is, so that an error can say so.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/result_json.hpp>

namespace contend::measure::detail {

/// A document that was read, and how errors call it.
struct json_document {
  nlohmann::ordered_json root;
  std::string name;
};

/// Refers to the document, does not own it, as a pointer would. Everything throws result_error
/// where the document is not as asked for. Costs nothing: its path is looked for only once it is
/// needed.
class json_node {
 public:
  using json = nlohmann::ordered_json;

  explicit json_node(json_document& document) : json_node{document.root, document} {}

  [[nodiscard]] json& value() const noexcept { return *value_; }
  [[nodiscard]] bool is_null() const noexcept { return value_->is_null(); }

  /// The member of this name, which must be there.
  [[nodiscard]] json_node at(const char* name) const;
  [[nodiscard]] bool has(const char* name) const;

  [[nodiscard]] json& object() const;
  /// Moved out, where a copy would cost as much as reading it did.
  [[nodiscard]] json take_object() const { return std::move(object()); }
  /// A part of it, given as what it holds.
  [[nodiscard]] json_node part(json& value) const { return {value, *document_}; }
  [[nodiscard]] std::vector<json_node> items() const;
  /// The two parts of an array that is `what`.
  [[nodiscard]] std::pair<json_node, json_node> both(const char* what) const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;
  /// A whole number, not negative.
  [[nodiscard]] std::uint64_t count() const;
  /// Seconds, not negative, as nanoseconds.
  [[nodiscard]] duration seconds() const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  json_node(json& value, json_document& document) : value_{&value}, document_{&document} {}

  [[noreturn]] void expected(const char* what) const;

  json* value_;
  json_document* document_;
};

}  // namespace contend::measure::detail
