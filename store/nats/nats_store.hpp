// Events on NATS JetStream: durable, shared between processes and machines.
//
//   auto connection = nats_connection::connect({.urls = {"nats://127.0.0.1:4222"}}).value();
//   auto store = nats_store::open(connection, {.name_space = "shop"}).value();
//   store->save_event(event_builder{"Opened"}.id("e-1").of("account-1", 1));
//
// One subject an actor; the *server* checks each append against the subject's last message, so two
// processes can never both win. What an acknowledged append survives depends on the server's
// configuration: docs/nats.md says which.
#pragma once

#include <memory>

#include <contend/store/event_store.hpp>
#include <contend/store/nats/nats_connection.hpp>
#include <contend/store/nats/nats_options.hpp>

namespace contend {

namespace nats {
class stream_store;
}

/// Errors beside the port's: unavailable (no connection, no responder, the stream is full: nothing
/// was stored), unanswered (it may be stored: append the same events again, with the same expected
/// version, until the answer is another one; an operation does so by itself), throttled (the
/// cluster asks for patience), permission_denied, damaged (the stream is not what it was).
///
/// Every call ends after nats_options::timeout at the latest, for each request that it takes: an
/// append that has to look and to publish again may take several.
///
/// A malformed event's sequence is that of its message in the stream. One whose predecessor is gone
/// (expired, purged or deleted) is malformed as well: a state with a hole in it must not be decided
/// on. An actor's snapshot is loaded past that, if it is of the predecessor or later.
class nats_store final : public event_store {
 public:
  /// Creates the streams that are missing and checks those that exist. Errors: damaged, where a
  /// stream or the server cannot keep what this store promises; the detail says what.
  static result<std::unique_ptr<nats_store>> open(std::shared_ptr<nats_connection> connection,
                                                  const nats_stream_options& options = {});
  ~nats_store() override;

  result<version> append(std::string_view actor, expected_version expected,
                         std::span<const event_ptr> events) override;
  [[nodiscard]] result<std::vector<event_ptr>> get_events(std::string_view actor,
                                                          event_range range = {}) override;
  [[nodiscard]] result<replay> get_events_with_errors(std::string_view actor,
                                                      event_range range = {}) override;
  [[nodiscard]] result<version> get_latest_version(std::string_view actor) override;
  result<void> save_snapshot(snapshot s) override;
  [[nodiscard]] result<found_snapshot> get_latest_snapshot(std::string_view actor,
                                                           version at_most = max_version) override;

 private:
  friend class async_nats_store;
  nats_store(std::shared_ptr<nats_connection> connection, std::unique_ptr<nats::stream_store> s);

  std::shared_ptr<nats_connection> connection_;
  std::unique_ptr<nats::stream_store> streams_;
};

}  // namespace contend
