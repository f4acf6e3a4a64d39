// What the tests of the store write.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/store/event_store.hpp>

namespace contend::test {

inline event draft(std::string actor, version v, std::string id) {
  return {.id = std::move(id), .type = "Happened", .actor_id = std::move(actor), .version = v};
}

/// An event whose id is "e" and its version.
inline event_ptr event_at(std::string actor, version v) {
  return make_event(draft(std::move(actor), v, fmt::format("e{}", v)));
}

inline std::vector<event_ptr> events_at(const std::string& actor, std::vector<version> versions) {
  std::vector<event_ptr> events;
  for (const version v : versions) events.push_back(event_at(actor, v));
  return events;
}

inline std::vector<version> versions_of(const std::vector<event_ptr>& events) {
  std::vector<version> versions;
  for (const event_ptr& e : events) versions.push_back(e->version);
  return versions;
}

}  // namespace contend::test
