// A place in a JSON document that knows its own path, so that an error can say where it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/result_json.hpp>

namespace contend::measure::detail {

/// Refers to the document, does not own it. Everything throws result_error where the document is
/// not as asked for.
class json_node {
 public:
  using json = nlohmann::ordered_json;

  json_node(const json& value, std::string path) : value_{&value}, path_{std::move(path)} {}

  [[nodiscard]] const json& value() const noexcept { return *value_; }
  [[nodiscard]] bool is_null() const noexcept { return value_->is_null(); }

  /// The member of this name, which must be there.
  [[nodiscard]] json_node at(const char* name) const;
  [[nodiscard]] bool has(const char* name) const;

  [[nodiscard]] const json& object() const;
  [[nodiscard]] std::vector<json_node> items() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;
  /// A whole number, not negative.
  [[nodiscard]] std::uint64_t count() const;
  /// Seconds, not negative, as nanoseconds.
  [[nodiscard]] duration seconds() const;

  [[noreturn]] void fail(const std::string& what) const;

 private:
  [[noreturn]] void expected(const char* what) const;

  const json* value_;
  std::string path_;
};

}  // namespace contend::measure::detail
