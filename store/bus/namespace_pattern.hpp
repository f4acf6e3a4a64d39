// Which namespaces a subscription hears: "orders.eu", "orders.*", "orders.>".
#pragma once

#include <string>
#include <string_view>

#include <contend/store/error.hpp>

namespace contend {

/// Whether `name` is a namespace: tokens of at least one byte, with dots between them, none of
/// which is a wildcard or has a space.
[[nodiscard]] bool is_namespace(std::string_view name) noexcept;

/// `*` stands for exactly one token, `>` (only at the end) for one or more. Wildcards are whole
/// tokens.
class namespace_pattern {
 public:
  /// Error: invalid_argument, with what is wrong in its detail.
  [[nodiscard]] static result<namespace_pattern> parse(std::string_view text);

  [[nodiscard]] bool matches(std::string_view name) const noexcept;
  /// Without wildcards it is a namespace, and matches no other.
  [[nodiscard]] bool is_exact() const noexcept { return exact_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const namespace_pattern&, const namespace_pattern&) = default;

 private:
  explicit namespace_pattern(std::string_view text, bool exact) : text_{text}, exact_{exact} {}

  std::string text_;
  bool exact_;
};

}  // namespace contend
