#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include <contend/store/detail/json_rules.hpp>
#include <contend/store/detail/utf8.hpp>
#include <contend/store/event_json.hpp>

namespace contend::detail {

namespace {

constexpr std::size_t longest_double = 25;
/// Keys, quotes and commas of an event, its version and its timestamp.
constexpr std::size_t envelope = 192;

template <class Integer>
std::size_t digits_of(Integer i) noexcept {
  std::array<char, 24> out{};
  return static_cast<std::size_t>(std::to_chars(out.data(), out.data() + out.size(), i).ptr -
                                  out.data());
}

}  // namespace

bool json_measure::bad(std::string why) {
  fault_ = std::move(why);
  return false;
}

bool json_measure::text(std::string_view s) {
  const auto size = json_string_size(s);
  if (!size) return bad(fmt::format(": byte {} is not UTF-8", utf8_prefix(s)));
  bytes_ += *size;
  return true;
}

bool json_measure::number(double d) {
  if (std::isnan(d)) return bad(": NaN is no JSON number");
  if (std::isinf(d)) return bad(": infinity is no JSON number");
  bytes_ += longest_double;
  return true;
}

bool json_measure::members(const nlohmann::json& object, std::size_t depth) {
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (!text(member.key())) {
      fault_ = ": a key" + fault_;
      return false;
    }
    if (!visit(member.value(), depth + 1)) {
      fault_ = fmt::format("/{}{}", member.key(), fault_);
      return false;
    }
    bytes_ += 2;
  }
  return true;
}

bool json_measure::elements(const nlohmann::json& array, std::size_t depth) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (!visit(array[i], depth + 1)) {
      fault_ = fmt::format("/{}{}", i, fault_);
      return false;
    }
    ++bytes_;
  }
  return true;
}

bool json_measure::visit(const nlohmann::json& value, std::size_t depth) {
  using kind = nlohmann::json::value_t;
  if (depth > max_json_depth) return bad(fmt::format(": more than {} levels deep", max_json_depth));
  switch (value.type()) {
    case kind::object:
      bytes_ += 2;
      return members(value, depth);
    case kind::array:
      bytes_ += 2;
      return elements(value, depth);
    case kind::string:
      return text(value.get_ref<const std::string&>());
    case kind::number_float:
      return number(value.get<double>());
    case kind::number_integer:
      bytes_ += digits_of(value.get<std::int64_t>());
      return true;
    case kind::number_unsigned:
      bytes_ += digits_of(value.get<std::uint64_t>());
      return true;
    case kind::boolean:
    case kind::null:
      bytes_ += 5;
      return true;
    case kind::binary:
    case kind::discarded:
      break;
  }
  return bad(": a binary value is no JSON");
}

bool json_measure::add(std::string_view what, const nlohmann::json& value) {
  if (!fault_.empty()) return false;
  if (!visit(value, value.is_structured() ? 1 : 0)) fault_ = std::string{what} + fault_;
  return fault_.empty();
}

bool json_measure::add(std::string_view what, std::string_view s) {
  if (!fault_.empty()) return false;
  if (!text(s)) fault_ = std::string{what} + fault_;
  return fault_.empty();
}

std::string json_fault(const event& e) {
  json_measure all;
  all.add("id", std::string_view{e.id});
  all.add("type", std::string_view{e.type});
  all.add("actor id", std::string_view{e.actor_id});
  if (e.command_id) all.add("command id", std::string_view{*e.command_id});
  all.add("data", e.data);
  for (const auto& [key, value] : e.metadata) {
    all.add("a metadata key", std::string_view{key});
    all.add("metadata", std::string_view{value});
  }
  if (!e.unknown.is_null()) all.add("unknown", e.unknown);
  if (!all.fault().empty()) return all.fault();
  const std::size_t bytes = all.bytes() + 4 * e.metadata.size() + envelope;
  if (bytes <= max_json_bytes) return {};
  return fmt::format("as JSON it takes up to {} bytes, at most {} are allowed", bytes,
                     max_json_bytes);
}

}  // namespace contend::detail
