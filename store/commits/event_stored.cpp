#include <fmt/format.h>

#include <contend/store/commits/event_stored.hpp>
#include <contend/store/detail/rfc3339.hpp>

namespace contend {

event_stored notice_of(const event& stored) {
  return {.event_id = stored.id,
          .actor_id = stored.actor_id,
          .version = stored.version,
          .timestamp = stored.timestamp};
}

event_ptr to_event(const event_stored& notice) {
  return make_event({.id = fmt::format("stored-{}-{}", notice.version, notice.event_id),
                     .type = std::string{event_stored_type},
                     .actor_id = notice.actor_id,
                     .version = notice.version,
                     .data = {{"eventId", notice.event_id},
                              {"actorId", notice.actor_id},
                              {"version", notice.version},
                              {"timestamp", detail::format_rfc3339(notice.timestamp)}},
                     .timestamp = notice.timestamp});
}

std::optional<event_stored> as_event_stored(const event& e) {
  if (e.type != event_stored_type || !e.data.is_object()) return {};
  const auto text = [&](const char* name) -> const std::string* {
    const auto found = e.data.find(name);
    return found == e.data.end() ? nullptr : found->get_ptr<const std::string*>();
  };
  const std::string* id = text("eventId");
  const std::string* actor = text("actorId");
  const std::string* time = text("timestamp");
  const auto at = e.data.find("version");
  if (id == nullptr || actor == nullptr || time == nullptr) return {};
  if (at == e.data.end() || !at->is_number_integer()) return {};
  const auto when = detail::parse_rfc3339(*time);
  if (!when) return {};
  return event_stored{
      .event_id = *id, .actor_id = *actor, .version = at->get<version>(), .timestamp = *when};
}

}  // namespace contend
