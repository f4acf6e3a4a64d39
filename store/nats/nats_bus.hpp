// The event bus between processes and machines, over NATS.
//
//   auto bus = nats_bus::open(connection).value();
//   auto heard = bus->subscribe("shop.>", {.types = {"EventStored"}}).value();
//
// What is published here is heard here at once, without the server, and once; elsewhere when it
// arrives there. NATS delivers at most once: what was published while a connection was down is lost
// to the other side, and nobody is told of it. So a notice may save a wait and is never the truth.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <contend/store/bus/event_bus.hpp>
#include <contend/store/nats/nats_connection.hpp>

namespace contend {

struct nats_bus_options {
  /// What its subjects begin with; buses of different prefixes never hear each other. 1 to 64 of
  /// A-Z, a-z, 0-9, - and _.
  std::string prefix = "CONTEND-BUS";
};

/// A namespace's tokens are encoded one by one, so that no namespace can be taken for a pattern or
/// for another. Each pattern that somebody here subscribes to is one subscription at the server,
/// however many share it. What a subscriber has no room for is counted by its subscription; what
/// arrives faster than this process can look at it, by arrivals_lost().
class nats_bus final : public event_bus {
 public:
  /// Errors: damaged, for a prefix that cannot be.
  static result<std::unique_ptr<nats_bus>> open(std::shared_ptr<nats_connection> connection,
                                                const nats_bus_options& options = {});
  /// Stops. Subscriptions may outlive it.
  ~nats_bus() override;

  /// Errors beside the port's: unavailable (no connection: it was heard here alone), invalid_event
  /// (what JSON cannot hold, or the server not carry).
  result<void> publish(std::string_view name_space, event_ptr e) override;
  /// Returns once the server knows of it: what is published anywhere from then on is heard. Errors
  /// beside the port's: unavailable.
  [[nodiscard]] result<subscription> subscribe(std::string_view pattern,
                                               subscription_options options = {}) override;
  /// Always: who listens elsewhere is not known here.
  [[nodiscard]] bool is_heard(std::string_view name_space, std::string_view type) override;
  void stop() noexcept override;

  /// Patterns that are subscribed to at the server now.
  [[nodiscard]] std::size_t patterns() const;
  /// Messages on this bus's subjects that are no events: dropped.
  [[nodiscard]] std::uint64_t malformed() const noexcept;
  [[nodiscard]] std::uint64_t arrivals_lost() const;

 private:
  class remote;
  explicit nats_bus(std::shared_ptr<remote> r);
  /// Shared with the subscriptions and with nats.c's threads, which may outlive the bus.
  std::shared_ptr<remote> remote_;
};

}  // namespace contend
