// The port for stores that do not block: what event_store offers an operation, with the answer
// coming later. One that blocks is adapted by drivers/pooled_store.hpp.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <contend/store/event_store.hpp>

namespace contend {

/// Where an answer goes. Told exactly once a call, on any thread, perhaps before the call returns.
template <class T>
class receiver {
 public:
  receiver() = default;
  receiver(const receiver&) = default;
  receiver& operator=(const receiver&) = default;
  virtual void receive(result<T> answer) = 0;

 protected:
  ~receiver() = default;
};

/// Meaning and errors of each call: those of event_store. Arguments are valid during the call only,
/// `to` until it is told. Every call is answered, at the latest after the store's own timeout or
/// when the store is closed. Threading: every function may be called from any thread.
class async_event_store {
 public:
  async_event_store() = default;
  async_event_store(const async_event_store&) = delete;
  async_event_store& operator=(const async_event_store&) = delete;
  virtual ~async_event_store() = default;

  virtual void start_append(std::string_view actor, expected_version expected,
                            std::span<const event_ptr> events, receiver<version>& to) = 0;
  virtual void start_get_events(std::string_view actor, event_range range,
                                receiver<std::vector<event_ptr>>& to) = 0;
  virtual void start_save_snapshot(snapshot s, receiver<void>& to) = 0;
  virtual void start_get_latest_snapshot(std::string_view actor, version at_most,
                                         receiver<found_snapshot>& to) = 0;
};

}  // namespace contend
