// A store that answers later, without a thread: what a store on a network looks like to an
// executor.
//
//   delayed_store store{events, io.get_executor(), 10ms};
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <contend/store/async_event_store.hpp>

namespace contend::testing {

/// Every call happens at once at the store behind and is answered `delay` later, in order; one
/// timer serves all. Threading: on its executor only. Answers what still waits as unanswered when
/// destroyed; its operations' executor must still be there.
class delayed_store final : public async_event_store {
 public:
  delayed_store(event_store& behind, boost::asio::any_io_executor executor, duration delay)
      : behind_{behind}, timer_{std::move(executor)}, delay_{delay} {}
  ~delayed_store() override {
    for (waiting& w : queue_) w.tell(true);
  }

  void start_append(std::string_view actor, expected_version expected,
                    std::span<const event_ptr> events, receiver<version>& to) override {
    later(behind_.append(actor, expected, events), to);
  }
  void start_get_events(std::string_view actor, event_range range,
                        receiver<std::vector<event_ptr>>& to) override {
    later(behind_.get_events(actor, range), to);
  }

  void start_save_snapshot(snapshot s, receiver<void>& to) override {
    later(behind_.save_snapshot(std::move(s)), to);
  }
  void start_get_latest_snapshot(std::string_view actor, version at_most,
                                 receiver<found_snapshot>& to) override {
    later(behind_.get_latest_snapshot(actor, at_most), to);
  }

  /// Calls that are not answered yet.
  [[nodiscard]] std::size_t waiting_calls() const noexcept { return queue_.size(); }

 private:
  using clock = std::chrono::steady_clock;
  struct waiting {
    clock::time_point due;
    std::function<void(bool lost)> tell;
  };

  template <class T>
  void later(result<T> answer, receiver<T>& to) {
    queue_.push_back({clock::now() + delay_, [answer = std::move(answer), &to](bool lost) mutable {
                        if (lost) answer = store_error{.code = store_errc::unanswered};
                        to.receive(std::move(answer));
                      }});
    if (queue_.size() == 1) arm();
  }

  void arm() {
    timer_.expires_at(queue_.front().due);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error) answer_due();
    });
  }

  void answer_due() {
    const clock::time_point now = clock::now();
    while (!queue_.empty() && queue_.front().due <= now) {
      const auto tell = std::move(queue_.front().tell);
      queue_.pop_front();
      tell(false);
    }
    if (!queue_.empty()) arm();
  }

  event_store& behind_;
  boost::asio::steady_timer timer_;
  duration delay_;
  std::deque<waiting> queue_{};
};

}  // namespace contend::testing
