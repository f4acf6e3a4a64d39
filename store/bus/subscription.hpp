// A subscription: a bounded queue of what was published and is to be taken by its owner.
//
//   auto heard = bus.subscribe("orders.>", {.types = {"OrderPlaced"}}).value();
//   while (const auto d = heard.next(stop)) {
//     if (d->lost_before) …        // this subscriber was too slow; so many are gone
//     handle(*d->event);
//   }
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/bus/namespace_pattern.hpp>
#include <contend/store/event.hpp>

namespace contend {

struct subscription_options {
  std::vector<std::string> types{};  ///< Only events of these types; empty: of all.
  std::vector<std::string>
      actors{};  ///< Only events of these actors, by their exact ids; as above.
  /// Deliveries that wait to be taken; at least 1. Beyond it the oldest is lost, and counted.
  std::size_t capacity = 1024;
};

/// One event as a subscriber gets it.
struct delivery {
  std::string name_space{};  ///< Where it was published.
  event_ptr event{};
  /// How many deliveries this subscriber lost between the one before and this.
  std::uint64_t lost_before = 0;
};

namespace detail {

/// What a bus and a subscription share. Thread-safe.
class channel {
 public:
  channel(namespace_pattern pattern, subscription_options options);

  [[nodiscard]] const namespace_pattern& pattern() const noexcept { return pattern_; }
  [[nodiscard]] bool wants_type(std::string_view type) const noexcept;
  [[nodiscard]] bool wants(const event& e) const noexcept;
  /// Never waits for the subscriber: loses the oldest where there is no room.
  void put(std::string_view name_space, const event_ptr& e);
  /// Lets everyone who waits go. What is queued can still be taken. Whether it was open until now.
  bool close() noexcept;

  std::optional<delivery> take();
  std::optional<delivery> wait(const std::stop_token& stop);
  [[nodiscard]] std::uint64_t lost() const;
  [[nodiscard]] bool closed() const;

 private:
  std::optional<delivery> take_locked();

  const namespace_pattern pattern_;
  const subscription_options options_;
  mutable std::mutex lock_{};
  std::condition_variable_any came_{};
  std::deque<delivery> queue_{};
  std::uint64_t lost_ = 0;
  std::uint64_t lost_untold_ = 0;
  bool closed_ = false;
};

}  // namespace detail

/// Movable; unsubscribes when destroyed. May outlive its bus. Threading: any thread may call any
/// function; several may take from one subscription, and each delivery goes to one of them.
class subscription {
 public:
  subscription() = default;
  subscription(std::shared_ptr<detail::channel> channel,
               std::function<void(const detail::channel&)> leave) noexcept
      : channel_{std::move(channel)}, leave_{std::move(leave)} {}
  subscription(subscription&&) noexcept = default;
  subscription& operator=(subscription&& other) noexcept {
    if (this != &other) {
      unsubscribe();
      channel_ = std::move(other.channel_);
      leave_ = std::move(other.leave_);
    }
    return *this;
  }
  ~subscription() { unsubscribe(); }

  /// The oldest that waits, or nothing.
  std::optional<delivery> try_next() { return channel_ ? channel_->take() : std::nullopt; }

  /// Waits for the next one. Nothing: a stop was requested, or the subscription or its bus has
  /// ended and all that was queued is taken.
  std::optional<delivery> next(const std::stop_token& stop = {}) {
    return channel_ ? channel_->wait(stop) : std::nullopt;
  }

  /// Hears nothing more and lets everyone who waits in next() go. Waits for nobody, so it may be
  /// called from anywhere, and again.
  void unsubscribe() noexcept;

  /// Deliveries lost so far because the queue was full.
  [[nodiscard]] std::uint64_t lost() const { return channel_ ? channel_->lost() : 0; }
  /// Whether nothing new will come.
  [[nodiscard]] bool ended() const { return !channel_ || channel_->closed(); }

 private:
  std::shared_ptr<detail::channel> channel_{};
  std::function<void(const detail::channel&)> leave_{};
};

}  // namespace contend
