#include <contend/store/event_store.hpp>

namespace contend {

result<version> event_store::save_event(event_ptr event) {
  if (!event) return store_error{.code = store_errc::invalid_event, .detail = "the event is null"};
  return append(event->actor_id, expected_version::any(), {&event, 1});
}

}  // namespace contend
