// EventStored: the notice that an event has been stored, as it travels on a bus.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <contend/store/event.hpp>

namespace contend {

inline constexpr std::string_view event_stored_type = "EventStored";

struct event_stored {
  std::string event_id{};
  std::string actor_id{};
  contend::version version = 0;
  contend::timestamp timestamp{};  ///< The event's own.

  friend bool operator==(const event_stored&, const event_stored&) = default;
};

[[nodiscard]] event_stored notice_of(const event& stored);

/// As an event of the type EventStored, with the members eventId, actorId, version and timestamp
/// (RFC 3339, as in an event's own JSON) as data. Of the actor concerned, so that subscriptions can
/// be filtered by actor.
[[nodiscard]] event_ptr to_event(const event_stored& notice);

/// Nothing if `e` is no such notice, or not a whole one.
[[nodiscard]] std::optional<event_stored> as_event_stored(const event& e);

}  // namespace contend
