// The connection as the store's parts see it: nats.c's handle, and requests with an answer.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/error.hpp>
#include <contend/store/nats/detail/callbacks.hpp>
#include <contend/store/nats/detail/errors.hpp>
#include <contend/store/nats/detail/handles.hpp>
#include <contend/store/nats/nats_options.hpp>
#include <contend/store/nats/server_facts.hpp>

namespace contend::nats {

/// Thread-safe.
class link {
 public:
  /// Errors: those of nats_connection::connect().
  static result<std::unique_ptr<link>> open(const nats_options& options);

  link(const link&) = delete;
  link& operator=(const link&) = delete;
  ~link();

  [[nodiscard]] natsConnection* connection() const noexcept { return connection_.get(); }
  [[nodiscard]] jsCtx* jetstream() const noexcept { return jetstream_.get(); }
  [[nodiscard]] duration timeout() const noexcept { return timeout_; }
  /// In the milliseconds that nats.c counts in; at least 1.
  [[nodiscard]] std::int64_t timeout_ms() const noexcept;

  /// Sends `message` and waits for the answer.
  result<message_ptr> request(natsMsg* message, effect of_request, std::string_view doing);

  /// What a status means to a caller that `subject` was for: the server tells of a forbidden
  /// subject on the side, and then never answers.
  [[nodiscard]] store_error error(natsStatus status, effect of_request, std::string_view doing,
                                  std::string_view subject = {}) const;

  /// Whether the server has said that nothing may be sent to `subject`, lately.
  [[nodiscard]] bool is_refused(std::string_view subject) const {
    return told_->refusal_of(subject).has_value();
  }

  /// As callbacks::on_disconnect().
  using listener = callbacks::listener;
  [[nodiscard]] std::shared_ptr<listener> on_disconnect(listener call) {
    return told_->on_disconnect(std::move(call));
  }

  // Before 3.5.1 nats.c reads on in the memory of a subscription that is destroyed while a message
  // for it is being taken in. So each is destroyed only once a round trip has passed since it
  // ended: its answer was taken in by the same thread, after whatever came before.

  /// Ends a subscription and waits for nobody.
  void end(subscription_ptr ended);
  /// The same, and a round trip that deletes the consumer which it was of.
  void end_consumer(subscription_ptr ended, const std::string& stream, const char* consumer);
  /// A round trip. What was published before has reached the server then.
  natsStatus flush();

  [[nodiscard]] result<nats_server_facts> server();
  [[nodiscard]] std::uint64_t reconnects() const;
  void close() noexcept;

 private:
  link(std::shared_ptr<callbacks> told, duration timeout)
      : told_{std::move(told)}, timeout_{timeout} {}

  /// A round trip, after which whatever ended before is destroyed.
  natsStatus round_trip(const std::function<natsStatus()>& made);

  std::shared_ptr<callbacks> told_;
  duration timeout_;
  connection_ptr connection_{};
  jetstream_ptr jetstream_{};
  std::mutex ended_lock_{};
  std::vector<subscription_ptr> ended_{};
  std::mutex server_lock_{};
  std::optional<nats_server_facts> server_{};
  std::uint64_t server_asked_at_ = 0;
};

}  // namespace contend::nats
