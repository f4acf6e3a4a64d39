// A JSON value that knows where it was written: what configuration is read from and written to.
//
// Objects keep the order of their members. Integers keep all 64 bits. A node made by writing, or by
// a program, stands nowhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <contend/policies/config/source.hpp>

namespace contend::config {

struct member;

/// Copyable, and equal to another if the JSON is (places aside; numbers of different kinds differ).
class node {
 public:
  using array = std::vector<node>;
  using object = std::vector<member>;
  /// Integers that are not negative are std::uint64_t, the others std::int64_t.
  using any = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string,
                           array, object>;

  // Defined where a member is complete.
  node() noexcept;
  explicit node(any held, place at = {});
  node(const node&);
  node(node&&) noexcept;
  node& operator=(const node&);
  node& operator=(node&&) noexcept;
  ~node();

  template <class T>
  [[nodiscard]] const T* as() const noexcept {
    return std::get_if<T>(&value);
  }
  template <class T>
  [[nodiscard]] T* as() noexcept {
    return std::get_if<T>(&value);
  }

  [[nodiscard]] bool is_null() const noexcept { return as<std::nullptr_t>() != nullptr; }
  [[nodiscard]] bool is_number() const noexcept;
  /// Any number as a double (integers beyond 2^53 rounded); 0 for what is none.
  [[nodiscard]] double number() const noexcept;

  /// The member `key` of an object; null if there is none or this is no object.
  [[nodiscard]] const node* find(std::string_view key) const noexcept;
  [[nodiscard]] node* find(std::string_view key) noexcept;
  /// Adds a member at the end of an object (made from null if it must be). Keys are not compared.
  node& add(std::string key, node held);

  /// For messages: "an object", "the string \"5ms\"", "the number 5".
  [[nodiscard]] std::string description() const;

  friend bool operator==(const node& a, const node& b);

  any value;
  place where{};  ///< The first byte of the value.
};

/// One member of an object.
struct member {
  std::string key{};
  node held{};
  place where{};  ///< The first byte of the key.

  friend bool operator==(const member& a, const member& b) {
    return a.key == b.key && a.held == b.held;
  }
};

/// An object of these members.
node object_of(std::initializer_list<std::pair<std::string_view, node>> members);

/// JSON text, indented by two; what fits in a line stands in one. Doubles are the shortest that
/// read back as the same; what is not finite is written as null.
std::string to_text(const node& root);

/// The same as nlohmann_json has it, members in order.
nlohmann::ordered_json to_json(const node& root);

}  // namespace contend::config
