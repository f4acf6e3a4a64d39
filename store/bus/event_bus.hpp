// The port: who tells whom what happened. Publish and subscribe by namespace.
//
//   memory_bus bus;
//   auto heard = bus.subscribe("shop.*", {.types = {"OrderPlaced"}}).value();
//   bus.publish("shop.orders", event);
//
// A subscription in one namespace never hears another's. A slow subscriber never blocks a
// publisher: what it has no room for is lost to it, counted and reported (subscription.hpp).
// Threading: every function may be called from any thread.
#pragma once

#include <string_view>

#include <contend/store/bus/subscription.hpp>
#include <contend/store/error.hpp>
#include <contend/store/event.hpp>

namespace contend {

class event_bus {
 public:
  event_bus() = default;
  event_bus(const event_bus&) = delete;
  event_bus& operator=(const event_bus&) = delete;
  virtual ~event_bus() = default;

  /// Tells everyone who subscribed to `name_space` and wants this event. Waits for none of them.
  /// Errors: invalid_argument (no namespace, or no event), closed.
  virtual result<void> publish(std::string_view name_space, event_ptr e) = 0;

  /// Hears what is published from now on. Errors: invalid_argument (no pattern), closed.
  [[nodiscard]] virtual result<subscription> subscribe(std::string_view pattern,
                                                       subscription_options options = {}) = 0;

  /// Whether somebody would hear an event of `type` there: what nobody hears need not be made.
  [[nodiscard]] virtual bool is_heard(std::string_view name_space, std::string_view type) = 0;

  /// Ends every subscription and takes nothing more. Waits for nobody; may be called again.
  virtual void stop() noexcept = 0;
};

}  // namespace contend
