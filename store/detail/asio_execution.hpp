// The io of async_run() for one everyday call.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <contend/store/async_event_store.hpp>
#include <contend/store/detail/execution_work.hpp>
#include <contend/store/drivers/asio_run.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/observer.hpp>

namespace contend::detail {

/// What an asynchronous everyday call is started with. Small enough to be moved about.
template <class Policy, class Decide>
struct asio_order {
  async_event_store& store;
  std::string actor;
  Policy policy;
  Decide decide;
  operation_keys keys;
  commit_watch* commits;
};

/// `Observed`: whether an observer is told. Movable until it is started.
template <class Execution, class Policy, class Decide, bool Observed>
class asio_execution final : public receiver<version>, public receiver<std::vector<event_ptr>> {
 public:
  asio_execution(asio_order<Policy, Decide>&& order, contend::observer* observer)
      : order_{std::move(order)}, told_{observer} {}

  auto make_operation() {
    if constexpr (Observed) {
      observer_.emplace(observer_of_actor{*told_, order_.actor});
      return operation<Policy, observer_of_actor>{order_.policy, order_.keys.waits, *observer_};
    } else {
      return operation<Policy>{order_.policy, order_.keys.waits};
    }
  }

  void start(const action& what, waker& to) {
    waker_ = &to;
    if (what.what == action::kind::read)
      order_.store.start_get_events(order_.actor, work_.unread(), *this);
    else
      order_.store.start_append(order_.actor, expected_version::exact(what.at), work_.events(),
                                *this);
  }

  /// On any thread: what came is only put down here.
  void receive(result<version> stored) override { put_down(std::move(stored)); }
  void receive(result<std::vector<event_ptr>> tail) override { put_down(std::move(tail)); }

  answer collect() {
    auto* const stored = std::get_if<result<version>>(&came_);
    const answer a =
        stored != nullptr ? work_.take(*stored) : work_.take(std::get<tail_type>(came_));
    came_ = std::monostate{};
    return a;
  }

  answer decide(version at) {
    return work_.decide(order_.decide, order_.actor, at, steady_clock_source{}.wall_time(),
                        order_.keys);
  }

  commit_watch::ticket on_commit(version after, commit_watch::listener told) {
    if (order_.commits == nullptr) return {};
    return order_.commits->on_commit(order_.actor, after, std::move(told));
  }

  Execution finish(const operation_result& how) && { return std::move(work_).finish(how); }

 private:
  using tail_type = result<std::vector<event_ptr>>;

  void put_down(auto came) {
    waker* const to = waker_;
    came_ = std::move(came);
    to->wake();
  }

  struct nobody {};

  asio_order<Policy, Decide> order_;
  contend::observer* told_;
  [[no_unique_address]] std::conditional_t<Observed, std::optional<observer_of_actor>, nobody>
      observer_{};
  execution_work<Execution> work_{};
  waker* waker_ = nullptr;
  std::variant<std::monostate, result<version>, tail_type> came_{};
};

}  // namespace contend::detail
