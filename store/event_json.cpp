#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/json_reader.hpp>
#include <contend/store/detail/rfc3339.hpp>
#include <contend/store/event_json.hpp>

namespace contend {

namespace {

using nlohmann::json;

constexpr std::string_view known_keys[] = {"id",      "eventType", "actorId",  "commandId",
                                           "version", "data",      "metadata", "timestamp"};

/// Takes the members of an event out of an object, and keeps the first thing that is wrong.
class members {
 public:
  explicit members(json::object_t& object) noexcept : object_{object} {}

  /// The member of `key`, taken out; null where there is none, which is a fault if it is needed.
  json take(const char* key, bool needed = true) {
    const auto found = object_.find(key);
    if (found == object_.end()) {
      if (needed) fault(fmt::format("{} is missing", key));
      return nullptr;
    }
    json value = std::move(found->second);
    object_.erase(found);
    return value;
  }

  std::string text(const char* key) {
    json value = take(key);
    if (!value.is_string()) return wrong(key, value, "a string"), std::string{};
    return std::move(value.get_ref<std::string&>());
  }

  version number(const char* key) {
    constexpr std::uint64_t most = std::numeric_limits<version>::max();
    const json value = take(key);
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() || value.get<std::uint64_t>() <= most);
    if (!fits) return wrong(key, value, "an integer of 64 bits"), 0;
    return value.get<version>();
  }

  timestamp time(const char* key) {
    const json value = take(key);
    if (!value.is_string()) return wrong(key, value, "a string"), timestamp{};
    const auto time = detail::parse_rfc3339(value.get_ref<const std::string&>());
    if (!time) return fault(fmt::format("{}: {}", key, time.error().text)), timestamp{};
    return *time;
  }

  std::map<std::string, std::string> texts(const char* key) {
    std::map<std::string, std::string> found;
    json value = take(key, false);
    if (value.is_null()) return found;
    if (!value.is_object()) return wrong(key, value, "an object of strings"), found;
    for (auto& [name, text] : value.get_ref<json::object_t&>()) {
      if (!text.is_string()) return wrong(fmt::format("{}/{}", key, name), text, "a string"), found;
      found.emplace(name, std::move(text.get_ref<std::string&>()));
    }
    return found;
  }

  void wrong(std::string_view what, const json& value, std::string_view wanted) {
    fault(fmt::format("{} is {}, and must be {}", what, value.type_name(), wanted));
  }
  void fault(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }
  [[nodiscard]] const std::string& why() const noexcept { return why_; }

 private:
  json::object_t& object_;
  std::string why_{};
};

store_error malformed(std::string why) {
  return {.code = store_errc::malformed_event, .detail = std::move(why)};
}

/// Most texts have nothing in them that JSON wants escaped. All are good UTF-8 by now.
void append_quoted(std::string& out, std::string_view text) {
  const auto escaped = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  };
  if (std::ranges::any_of(text, escaped)) {
    out += json(text).dump();
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_key(std::string& out, std::string_view key) {
  out += out.empty() ? '{' : ',';
  append_quoted(out, key);
  out += ':';
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  append_key(out, key);
  append_quoted(out, text);
}

void append_json(std::string& out, std::string_view key, const json& value) {
  append_key(out, key);
  out += value.dump();
}

void append_texts(std::string& out, std::string_view key,
                  const std::map<std::string, std::string>& texts) {
  append_key(out, key);
  std::string object;
  for (const auto& [name, text] : texts) append_text(object, name, text);
  out += object.empty() ? "{" : object;
  out += '}';
}

}  // namespace

result<std::string> to_json_text(const event& e) {
  std::string why = detail::event_fault(e);
  if (e.unknown.is_object())
    for (const std::string_view key : known_keys)
      if (why.empty() && e.unknown.contains(key))
        why = fmt::format("its unknown members include \"{}\", which is known", key);
  if (!why.empty())
    return store_error{
        .code = store_errc::invalid_event, .actor = e.actor_id, .detail = std::move(why)};
  std::string out;
  append_text(out, "id", e.id);
  append_text(out, "eventType", e.type);
  append_text(out, "actorId", e.actor_id);
  if (e.command_id) append_text(out, "commandId", *e.command_id);
  append_key(out, "version");
  out += fmt::format_int{e.version}.str();
  append_json(out, "data", e.data);
  append_texts(out, "metadata", e.metadata);
  append_text(out, "timestamp", detail::format_rfc3339(e.timestamp));
  if (e.unknown.is_object())
    for (const auto& [key, value] : e.unknown.items()) append_json(out, key, value);
  return out + '}';
}

result<event> event_from_json(std::string_view text) {
  if (text.size() > max_json_bytes)
    return malformed(fmt::format("{} bytes, at most {} are allowed", text.size(), max_json_bytes));
  auto read = detail::read_json(text, max_json_depth + 1);
  if (!read) return malformed(std::move(read.error().text));
  if (!read->is_object())
    return malformed(fmt::format("a JSON {}, and must be an object", read->type_name()));
  members in{read->get_ref<json::object_t&>()};
  event e{.id = in.text("id"), .type = in.text("eventType"), .actor_id = in.text("actorId")};
  json command = in.take("commandId", false);
  if (command.is_string())
    e.command_id = std::move(command.get_ref<std::string&>());
  else if (!command.is_null())
    in.wrong("commandId", command, "a string");
  e.version = in.number("version");
  e.data = in.take("data");
  e.metadata = in.texts("metadata");
  e.timestamp = in.time("timestamp");
  if (!read->empty()) e.unknown = *std::move(read);
  if (in.why().empty()) in.fault(detail::event_fault(e));
  if (!in.why().empty()) return malformed(in.why());
  return e;
}

}  // namespace contend
