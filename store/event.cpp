#include <contend/store/event.hpp>

namespace contend {

/// Empties the event; its strings and its object keep their memory.
void event_draft::clear() {
  event& e = it();
  e.id.clear();
  e.type.clear();
  e.actor_id.clear();
  e.command_id.reset();
  e.version = 0;
  if (!e.data.is_object()) e.data = nlohmann::json::object();
  if (!e.data.empty()) e.data.clear();
  if (!e.metadata.empty()) e.metadata.clear();
  e.timestamp = {};
  if (!e.unknown.is_null()) e.unknown = nullptr;
}

}  // namespace contend
