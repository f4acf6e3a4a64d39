// A connection to NATS, shared by any number of stores and buses.
//
//   auto connection = nats_connection::connect({.urls = {"nats://127.0.0.1:4222"}}).value();
//   auto store = nats_store::open(connection).value();
//   auto bus = nats_bus::open(connection).value();
//
// It reconnects by itself, to any server of the cluster, for as long as it takes. While it is down
// every call fails at once: nothing is kept to be sent later, since it would be sent after its
// caller was told that it failed.
#pragma once

#include <memory>
#include <string>

#include <contend/store/error.hpp>
#include <contend/store/nats/nats_options.hpp>
#include <contend/store/nats/server_facts.hpp>

namespace contend {

namespace nats {
class link;
}

/// Threading: every function may be called from any thread. Closed when the last who shares it
/// goes.
class nats_connection {
 public:
  /// Tries each URL once. Errors: unavailable (no server there), permission_denied (wrong
  /// credentials, a certificate that is not trusted), damaged (options that contradict each other
  /// or a file that cannot be read), each saying which.
  static result<std::shared_ptr<nats_connection>> connect(const nats_options& options = {});

  nats_connection(const nats_connection&) = delete;
  nats_connection& operator=(const nats_connection&) = delete;
  ~nats_connection();

  /// The server that it is connected to now: asked anew after each reconnect.
  [[nodiscard]] result<nats_server_facts> server();
  /// One message there and back.
  [[nodiscard]] result<duration> round_trip();
  /// How many connections it began after the first, also those that then failed to log in.
  [[nodiscard]] std::uint64_t reconnects() const;

  /// Ends what waits with an error, and every later call. May be called again.
  void close() noexcept;

  /// For what is built on it.
  [[nodiscard]] nats::link& link() noexcept { return *link_; }

 private:
  explicit nats_connection(std::unique_ptr<nats::link> l);
  std::unique_ptr<nats::link> link_;
};

}  // namespace contend
