#include <contend/store/commits/event_stored.hpp>
#include <contend/store/commits/noticing_store.hpp>

namespace contend {

result<version> noticing_store::append(std::string_view actor, expected_version expected,
                                       std::span<const event_ptr> events) {
  auto stored = behind().append(actor, expected, events);
  if (!stored) return stored;
  if (to_.watch != nullptr) to_.watch->heard(actor, *stored);
  if (to_.bus != nullptr && to_.bus->is_heard(to_.name_space, event_stored_type)) publish(events);
  return stored;
}

void noticing_store::publish(std::span<const event_ptr> events) {
  for (const event_ptr& e : events)
    if (!to_.bus->publish(to_.name_space, to_event(notice_of(*e)))) return;
}

}  // namespace contend
