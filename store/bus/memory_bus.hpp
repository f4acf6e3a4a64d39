// The event bus within one process.
#pragma once

#include <cstddef>
#include <memory>

#include <contend/store/bus/event_bus.hpp>

namespace contend {

/// A publisher holds a shared lock while it queues what it tells; subscribers are found by a hash
/// of the namespace, those with wildcards by looking at each.
class memory_bus final : public event_bus {
 public:
  memory_bus();
  /// Stops. Subscriptions may outlive it.
  ~memory_bus() override;

  result<void> publish(std::string_view name_space, event_ptr e) override;
  [[nodiscard]] result<subscription> subscribe(std::string_view pattern,
                                               subscription_options options = {}) override;
  [[nodiscard]] bool is_heard(std::string_view name_space, std::string_view type) override;
  void stop() noexcept override;

  /// Subscriptions that have not ended.
  [[nodiscard]] std::size_t subscriptions() const;

 private:
  struct registry;
  /// Shared with the subscriptions, which may outlive the bus.
  std::shared_ptr<registry> registry_;
};

}  // namespace contend
