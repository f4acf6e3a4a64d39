#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/config/node.hpp>

namespace contend::config {

namespace {

constexpr std::size_t line_width = 100;

std::string number_text(double number) {
  if (!std::isfinite(number)) return "null";
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  std::string text{digits.data(), end};
  // A double stays one when it is read back.
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string string_text(std::string_view plain) {
  std::string text = "\"";
  for (char c : plain) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text += c == '\n'   ? "\\n"
              : c == '\t' ? "\\t"
                          : fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text += c;
    }
  }
  return text += '"';
}

std::string scalar_text(const node& n) {
  if (const auto* held = n.as<bool>()) return *held ? "true" : "false";
  if (const auto* held = n.as<std::int64_t>()) return std::to_string(*held);
  if (const auto* held = n.as<std::uint64_t>()) return std::to_string(*held);
  if (const auto* held = n.as<double>()) return number_text(*held);
  if (const auto* held = n.as<std::string>()) return string_text(*held);
  return "null";
}

std::string text_of(const node& n, std::size_t indent, std::size_t column);

/// The parts in one line if they fit after `column`, else each in its own.
std::string bracketed(const std::vector<std::string>& parts, std::string_view brackets,
                      std::size_t indent, std::size_t column) {
  if (parts.empty()) return std::string{brackets};
  const std::string_view blank = brackets == "{}" ? " " : "";
  std::string line =
      fmt::format("{0}{2}{3}{2}{1}", brackets[0], brackets[1], blank, fmt::join(parts, ", "));
  // One more for the comma that may follow.
  if (line.find('\n') == std::string::npos && column + line.size() < line_width) return line;
  const std::string newline = '\n' + std::string(indent + 2, ' ');
  return fmt::format("{}{}{}\n{:{}}{}", brackets[0], newline, fmt::join(parts, ',' + newline), "",
                     indent, brackets[1]);
}

std::string text_of(const node& n, std::size_t indent, std::size_t column) {
  std::vector<std::string> parts;
  if (const auto* items = n.as<node::array>()) {
    for (const node& item : *items) parts.push_back(text_of(item, indent + 2, indent + 2));
    return bracketed(parts, "[]", indent, column);
  }
  if (const auto* members = n.as<node::object>()) {
    for (const member& m : *members) {
      std::string part = string_text(m.key) + ": ";
      part += text_of(m.held, indent + 2, indent + 2 + part.size());
      parts.push_back(std::move(part));
    }
    return bracketed(parts, "{}", indent, column);
  }
  return scalar_text(n);
}

}  // namespace

node::node() noexcept = default;
node::node(any held, place at) : value{std::move(held)}, where{at} {}
node::node(const node&) = default;
node::node(node&&) noexcept = default;
node& node::operator=(const node&) = default;
node& node::operator=(node&&) noexcept = default;
node::~node() = default;

bool operator==(const node& a, const node& b) { return a.value == b.value; }

bool node::is_number() const noexcept {
  return as<std::int64_t>() != nullptr || as<std::uint64_t>() != nullptr || as<double>() != nullptr;
}

double node::number() const noexcept {
  if (const auto* held = as<std::int64_t>()) return static_cast<double>(*held);
  if (const auto* held = as<std::uint64_t>()) return static_cast<double>(*held);
  if (const auto* held = as<double>()) return *held;
  return 0;
}

const node* node::find(std::string_view key) const noexcept {
  if (const auto* members = as<object>())
    for (const member& m : *members)
      if (m.key == key) return &m.held;
  return nullptr;
}

node* node::find(std::string_view key) noexcept {
  return const_cast<node*>(std::as_const(*this).find(key));
}

node& node::add(std::string key, node held) {
  if (is_null()) value = object{};
  auto& members = std::get<object>(value);
  members.push_back({.key = std::move(key), .held = std::move(held), .where = held.where});
  return members.back().held;
}

std::string node::description() const {
  if (is_null()) return "null";
  if (as<array>() != nullptr) return "a list";
  if (as<object>() != nullptr) return "an object";
  const std::string text = scalar_text(*this);
  if (as<bool>() != nullptr) return text;
  if (is_number()) return "the number " + text;
  return text.size() > 60 ? "a long string" : "the string " + text;
}

node object_of(std::initializer_list<std::pair<std::string_view, node>> members) {
  node made{node::object{}};
  for (const auto& [key, held] : members) made.add(std::string{key}, held);
  return made;
}

std::string to_text(const node& root) { return text_of(root, 0, 0) + '\n'; }

nlohmann::ordered_json to_json(const node& root) {
  if (const auto* items = root.as<node::array>()) {
    auto list = nlohmann::ordered_json::array();
    for (const node& item : *items) list.push_back(to_json(item));
    return list;
  }
  if (const auto* members = root.as<node::object>()) {
    auto object = nlohmann::ordered_json::object();
    for (const member& m : *members) object[m.key] = to_json(m.held);
    return object;
  }
  if (const auto* held = root.as<bool>()) return *held;
  if (const auto* held = root.as<std::int64_t>()) return *held;
  if (const auto* held = root.as<std::uint64_t>()) return *held;
  if (const auto* held = root.as<double>()) return *held;
  if (const auto* held = root.as<std::string>()) return *held;
  return nullptr;
}

}  // namespace contend::config
