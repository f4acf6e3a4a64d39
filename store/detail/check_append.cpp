#include <algorithm>

#include <boost/container/small_vector.hpp>
#include <fmt/format.h>

#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/json_rules.hpp>
#include <contend/store/detail/plain_text.hpp>
#include <contend/store/event_json.hpp>
#include <contend/store/event_store.hpp>

namespace contend::detail {

namespace {

store_error invalid(std::string_view actor, std::string detail) {
  return {.code = store_errc::invalid_event,
          .actor = std::string{actor.substr(0, max_name_length)},
          .detail = std::move(detail)};
}

bool is_name(std::string_view text) noexcept {
  return !text.empty() && text.size() <= max_name_length;
}

std::string not_a_name(std::string_view what, std::string_view text) {
  if (text.empty()) return fmt::format("{} is empty", what);
  return fmt::format("{} has {} bytes, at most {} are allowed", what, text.size(), max_name_length);
}

/// Whether nothing can be wrong with an event that follows version `previous` of `actor`, as far as
/// a glance tells: plain names and no content. So that the rules cost next to nothing where they
/// cannot bite.
bool is_trivial(std::string_view actor, const event& e, version previous) noexcept {
  return e.version > previous && e.version <= max_version && e.actor_id == actor && is_name(e.id) &&
         is_name(e.type) && !e.command_id && e.data.is_object() && e.data.empty() &&
         e.metadata.empty() && e.unknown.is_null() && is_plain(e.id) && is_plain(e.type) &&
         is_plain(e.actor_id);
}

/// event_fault() of an event that follows version `previous` of `actor`.
std::string fault(std::string_view actor, const event& e, version previous) {
  if (e.actor_id != actor) return fmt::format("it is of actor \"{}\"", e.actor_id);
  if (!is_name(e.id)) return not_a_name("its id", e.id);
  if (!is_name(e.type)) return not_a_name("its type", e.type);
  if (e.command_id && !is_name(*e.command_id)) return not_a_name("its command id", *e.command_id);
  if (e.version <= previous)
    return fmt::format("its version is {}, and must be above {}", e.version, previous);
  if (e.version > max_version)
    return fmt::format("its version is {}, above the highest, {}", e.version, max_version);
  if (!e.data.is_object())
    return fmt::format("its data is a JSON {}, and must be an object", e.data.type_name());
  if (!e.unknown.is_null() && !e.unknown.is_object())
    return fmt::format("what it has of unknown members is a JSON {}, and must be an object or null",
                       e.unknown.type_name());
  return json_fault(e);
}

/// An id that two of `events` share, or nothing.
std::optional<std::string_view> shared_id(std::span<const event_ptr> events) {
  if (events.size() < 2) return {};
  boost::container::small_vector<std::string_view, 16> ids;
  for (const event_ptr& e : events) ids.push_back(e->id);
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  if (twice == ids.end()) return {};
  return *twice;
}

}  // namespace

std::optional<store_error> check_append(std::string_view actor, std::span<const event_ptr> events) {
  if (!is_name(actor)) return invalid(actor, not_a_name("the actor id", actor));
  if (events.empty()) return invalid(actor, "no event is given, and an append needs at least one");
  version previous = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!events[i] || !is_trivial(actor, *events[i], previous)) {
      const std::string what =
          events[i] ? fault(actor, *events[i], previous) : std::string{"it is null"};
      if (!what.empty())
        return invalid(actor, fmt::format("event {} of {}: {}", i + 1, events.size(), what));
    }
    previous = events[i]->version;
  }
  if (const auto id = shared_id(events))
    return invalid(actor, fmt::format("two events have the id \"{}\"", *id));
  return {};
}

std::string event_fault(const event& e) {
  if (!is_name(e.actor_id)) return not_a_name("its actor id", e.actor_id);
  if (is_trivial(e.actor_id, e, 0)) return {};
  return fault(e.actor_id, e, 0);
}

std::optional<store_error> check_snapshot(const snapshot& s) {
  const auto refused = [&](std::string detail) {
    return store_error{.code = store_errc::invalid_snapshot,
                       .actor = s.actor_id.substr(0, max_name_length),
                       .detail = std::move(detail)};
  };
  if (!is_name(s.actor_id)) return refused(not_a_name("the actor id", s.actor_id));
  if (s.version < 1 || s.version > max_version)
    return refused(
        fmt::format("its version is {}, and must be from 1 to {}", s.version, max_version));
  json_measure all;
  all.add("the actor id", std::string_view{s.actor_id});
  all.add("state", s.state);
  if (!all.fault().empty()) return refused(all.fault());
  if (all.bytes() > max_json_bytes)
    return refused(fmt::format("as JSON it takes up to {} bytes, at most {} are allowed",
                               all.bytes(), max_json_bytes));
  return {};
}

store_error duplicate_id(const event& clash) {
  return {.code = store_errc::duplicate_event_id,
          .actor = clash.actor_id,
          .attempted = clash.version,
          .detail = fmt::format("event id \"{}\" at version {}", clash.id, clash.version)};
}

bool same_content(const event& a, const event& b) {
  return &a == &b || (a.id == b.id && a.version == b.version && a.type == b.type &&
                      a.actor_id == b.actor_id && a.command_id == b.command_id &&
                      a.data == b.data && a.metadata == b.metadata && a.unknown == b.unknown);
}

}  // namespace contend::detail
