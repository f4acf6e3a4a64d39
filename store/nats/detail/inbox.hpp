// Requests that nobody waits for: each answer goes to a handler. All share one subscription.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/detail/link.hpp>

namespace contend::nats {

/// Thread-safe.
class inbox {
 public:
  /// Told exactly once: an answer, or unanswered after the link's timeout or a lost connection, or
  /// what kept the request from being sent. Must be brief and not throw.
  using handler = std::function<void(result<message_ptr>)>;

  /// At most `most` requests at a time; more are answered with throttled.
  static result<std::unique_ptr<inbox>> open(link& to, std::size_t most);
  inbox(const inbox&) = delete;
  inbox& operator=(const inbox&) = delete;
  /// Answers everything that waits with unanswered, and waits for handlers that run.
  ~inbox();

  /// Makes the message for the reply subject that it is given.
  using maker = std::function<message_ptr(const char* reply)>;

  /// Sends what `make` makes. The handler runs on a thread of nats.c, of the inbox or, where
  /// nothing could be sent, on this one before the call returns.
  void send(const maker& make, handler to);

  [[nodiscard]] std::size_t waiting() const;

 private:
  /// What nats.c's thread uses; it may outlive the inbox by a message.
  class table;
  inbox(link& to, std::shared_ptr<table> t) : link_{to}, table_{std::move(t)} {}

  link& link_;
  std::shared_ptr<table> table_;
  subscription_ptr subscription_{};
  std::shared_ptr<link::listener> disconnects_{};
  std::jthread clock_{};
};

}  // namespace contend::nats
