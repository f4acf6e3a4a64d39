#include <algorithm>
#include <utility>

#include <contend/store/bus/subscription.hpp>

namespace contend {

namespace detail {

namespace {
bool any_or_one_of(const std::vector<std::string>& wanted, std::string_view name) noexcept {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}
}  // namespace

channel::channel(namespace_pattern pattern, subscription_options options)
    : pattern_{std::move(pattern)}, options_{std::move(options)} {}

bool channel::wants_type(std::string_view type) const noexcept {
  return any_or_one_of(options_.types, type);
}

bool channel::wants(const event& e) const noexcept {
  return wants_type(e.type) && any_or_one_of(options_.actors, e.actor_id);
}

void channel::put(std::string_view name_space, const event_ptr& e) {
  {
    const std::lock_guard hold{lock_};
    if (closed_) return;
    if (queue_.size() >= std::max<std::size_t>(options_.capacity, 1)) {
      // The lost one may carry a report of earlier losses, which must not be lost with it.
      lost_untold_ += queue_.front().lost_before + 1;
      ++lost_;
      queue_.pop_front();
      if (!queue_.empty()) {
        queue_.front().lost_before += lost_untold_;
        lost_untold_ = 0;
      }
    }
    queue_.push_back(
        {.name_space = std::string{name_space}, .event = e, .lost_before = lost_untold_});
    lost_untold_ = 0;
  }
  came_.notify_one();
}

bool channel::close() noexcept {
  bool first = false;
  {
    const std::lock_guard hold{lock_};
    first = !std::exchange(closed_, true);
  }
  came_.notify_all();
  return first;
}

std::optional<delivery> channel::take_locked() {
  if (queue_.empty()) return {};
  delivery first = std::move(queue_.front());
  queue_.pop_front();
  return first;
}

std::optional<delivery> channel::take() {
  const std::lock_guard hold{lock_};
  return take_locked();
}

std::optional<delivery> channel::wait(const std::stop_token& stop) {
  std::unique_lock hold{lock_};
  came_.wait(hold, stop, [&] { return closed_ || !queue_.empty(); });
  if (!stop.stop_requested()) return take_locked();
  // It may have been this one who was told of a delivery: another who waits must hear of it.
  if (!queue_.empty()) came_.notify_one();
  return {};
}

std::uint64_t channel::lost() const {
  const std::lock_guard hold{lock_};
  return lost_;
}

bool channel::closed() const {
  const std::lock_guard hold{lock_};
  return closed_;
}

}  // namespace detail

void subscription::unsubscribe() noexcept {
  // Of several who end it only the first tells the bus; one that was stopped knows already.
  if (channel_ && channel_->close() && leave_) leave_(*channel_);
}

}  // namespace contend
