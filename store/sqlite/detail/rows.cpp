#include <utility>

#include <fmt/format.h>

#include <contend/store/detail/json_reader.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/sqlite/detail/rows.hpp>

namespace contend::sqlite {

namespace {

using nlohmann::json;

enum column : int { at_version, at_id, at_type, at_command, at_time, at_data, at_meta, at_unknown };

/// Reads the object in a column. False: it is none, and `bad` says so.
bool read_object(const statement& row, int column, std::string_view name, json& into,
                 malformed_event& bad) {
  const std::string_view text = row.text(column);
  auto read = detail::read_json(text, max_json_depth);
  if (read && read->is_object()) {
    into = *std::move(read);
    return true;
  }
  bad.bytes = text;
  bad.cause = read ? fmt::format("{} is a JSON {}, and must be an object", name, read->type_name())
                   : fmt::format("{}: {}", name, read.error().text);
  return false;
}

bool read_metadata(const statement& row, event& into, malformed_event& bad) {
  json object;
  if (!read_object(row, at_meta, "metadata", object, bad)) return false;
  for (auto& [key, value] : object.get_ref<json::object_t&>()) {
    if (!value.is_string()) {
      bad.bytes = row.text(at_meta);
      bad.cause =
          fmt::format("metadata/{} is a JSON {}, and must be a string", key, value.type_name());
      return false;
    }
    into.metadata.emplace(key, std::move(value.get_ref<std::string&>()));
  }
  return true;
}

}  // namespace

encoded_event::encoded_event(const event& e) : from{e}, data{e.data.dump()} {
  if (!e.metadata.empty()) metadata = json(e.metadata).dump();
  if (!e.unknown.is_null()) unknown = e.unknown.dump();
}

void encoded_event::bind(statement& to) const noexcept {
  const auto optional = [&](int at, const std::optional<std::string>& text) {
    if (text)
      to.bind(at, *text);
    else
      to.bind_null(at);
  };
  to.bind(3, from.version).bind(4, from.id).bind(5, from.type);
  optional(6, from.command_id);
  to.bind(7, from.timestamp.time_since_epoch().count()).bind(8, data);
  optional(9, metadata);
  optional(10, unknown);
}

bool decode(std::string_view actor, const statement& row, event& good, malformed_event& bad) {
  bad.version = row.number(at_version);
  good.id = row.text(at_id);
  good.type = row.text(at_type);
  good.actor_id = actor;
  if (!row.is_null(at_command)) good.command_id = row.text(at_command);
  good.version = bad.version;
  good.timestamp = timestamp{std::chrono::nanoseconds{row.number(at_time)}};
  if (good.id.empty() || good.type.empty()) {
    bad.cause = good.id.empty() ? "its id is empty" : "its type is empty";
    return false;
  }
  return read_object(row, at_data, "data", good.data, bad) &&
         (row.is_null(at_meta) || read_metadata(row, good, bad)) &&
         (row.is_null(at_unknown) || read_object(row, at_unknown, "unknown", good.unknown, bad));
}

}  // namespace contend::sqlite
