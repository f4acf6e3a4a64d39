// Appends to NATS that nobody waits for: what the Asio driver uses to have many in flight.
//
//   boost::asio::thread_pool pool{4};
//   auto native = async_nats_store::open(*store, pool.get_executor()).value();
//   co_await async_execute<account>(asio_store{io.get_executor(), *native}, "account-1", policy,
//                                   decide, {}, boost::asio::use_awaitable);
//
// An append whose position is known, as after a load, is one message and one answer, and takes no
// thread while it waits. Loads, appends of unknown position and what becomes of a refused one wait
// on the pool's threads.
#pragma once

#include <cstddef>
#include <memory>

#include <boost/asio/thread_pool.hpp>

#include <contend/store/async_event_store.hpp>
#include <contend/store/drivers/pooled_store.hpp>
#include <contend/store/nats/nats_store.hpp>

namespace contend {

namespace nats {
class inbox;
}

struct async_nats_options {
  /// Appends that wait for their answers at a time; more are answered with throttled.
  std::size_t most_in_flight = std::size_t{1} << 17U;
};

/// Uses the connection of the blocking store, which may be used beside it at any time. Threading:
/// any thread may call any function; answers come on threads of nats.c or of the pool.
class async_nats_store final : public async_event_store {
 public:
  /// `store` is not owned and must outlive this; the pool must be joined before this goes. Errors:
  /// unavailable, closed.
  static result<std::unique_ptr<async_nats_store>> open(
      nats_store& store, boost::asio::thread_pool::executor_type pool,
      const async_nats_options& options = {});
  /// Answers what still waits with unanswered.
  ~async_nats_store() override;

  void start_append(std::string_view actor, expected_version expected,
                    std::span<const event_ptr> events, receiver<version>& to) override;
  void start_get_events(std::string_view actor, event_range range,
                        receiver<std::vector<event_ptr>>& to) override {
    pooled_.start_get_events(actor, range, to);
  }
  void start_save_snapshot(snapshot s, receiver<void>& to) override {
    pooled_.start_save_snapshot(std::move(s), to);
  }
  void start_get_latest_snapshot(std::string_view actor, version at_most,
                                 receiver<found_snapshot>& to) override {
    pooled_.start_get_latest_snapshot(actor, at_most, to);
  }

  /// Appends that wait for their answers now.
  [[nodiscard]] std::size_t in_flight() const;

 private:
  struct flight;
  async_nats_store(nats_store& store, boost::asio::thread_pool::executor_type pool,
                   std::unique_ptr<nats::inbox> answers);
  nats_store& store_;
  boost::asio::thread_pool::executor_type pool_;
  pooled_store pooled_;
  std::unique_ptr<nats::inbox> answers_;
};

}  // namespace contend
