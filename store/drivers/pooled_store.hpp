// A store that blocks, made asynchronous: each call waits on a thread of a pool.
//
//   boost::asio::thread_pool pool{8};
//   pooled_store store{blocking, pool.get_executor()};
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <contend/store/async_event_store.hpp>

namespace contend {

/// As many calls at once as the pool has threads; more wait in its queue. Join the pool before
/// `behind` goes. Must itself live until every call is answered.
class pooled_store final : public async_event_store {
 public:
  /// `behind` is not owned.
  pooled_store(event_store& behind, boost::asio::thread_pool::executor_type pool)
      : behind_{behind}, pool_{std::move(pool)} {}

  void start_append(std::string_view actor, expected_version expected,
                    std::span<const event_ptr> events, receiver<version>& to) override {
    boost::asio::post(pool_, [this, actor = std::string{actor}, expected,
                              events = std::vector<event_ptr>(events.begin(), events.end()),
                              &to] { to.receive(behind_.append(actor, expected, events)); });
  }

  void start_get_events(std::string_view actor, event_range range,
                        receiver<std::vector<event_ptr>>& to) override {
    boost::asio::post(pool_, [this, actor = std::string{actor}, range, &to] {
      to.receive(behind_.get_events(actor, range));
    });
  }

  void start_save_snapshot(snapshot s, receiver<void>& to) override {
    boost::asio::post(pool_, [this, s = std::move(s), &to]() mutable {
      to.receive(behind_.save_snapshot(std::move(s)));
    });
  }

  void start_get_latest_snapshot(std::string_view actor, version at_most,
                                 receiver<found_snapshot>& to) override {
    boost::asio::post(pool_, [this, actor = std::string{actor}, at_most, &to] {
      to.receive(behind_.get_latest_snapshot(actor, at_most));
    });
  }

 private:
  event_store& behind_;
  boost::asio::thread_pool::executor_type pool_;
};

}  // namespace contend
