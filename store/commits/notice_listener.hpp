// Hears the notices of others on a bus and feeds a commit watch with them.
#pragma once

#include <stop_token>
#include <thread>

#include <contend/store/bus/event_bus.hpp>
#include <contend/store/commits/commit_watch.hpp>

namespace contend {

/// One thread, from construction to destruction, which ends within one delivery.
class notice_listener {
 public:
  /// `heard` should be filtered by the type EventStored; anything else is passed over. `watch` is
  /// not owned. What was lost because this was too slow is not known to the watch: waits for it
  /// last until their time, and the cache is behind until the next notice.
  notice_listener(subscription heard, commit_watch& watch);

 private:
  std::jthread thread_;
};

}  // namespace contend
