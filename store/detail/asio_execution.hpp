// The io of async_run() for one everyday call.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <contend/store/async_event_store.hpp>
#include <contend/store/coordination/turns.hpp>
#include <contend/store/detail/execution_work.hpp>
#include <contend/store/drivers/asio_run.hpp>
#include <contend/store/drivers/steady_clock_source.hpp>
#include <contend/store/execute.hpp>
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
  contend::turns* turns;
  contend::snapshots* snapshots;
};

/// A snapshot on its way to the store; goes when it was answered.
class snapshot_on_its_way final : public receiver<void> {
 public:
  static void start(async_event_store& store, snapshots& of, snapshot s) {
    auto one = std::make_unique<snapshot_on_its_way>(of);
    store.start_save_snapshot(std::move(s), *one);
    (void)one.release();  // receive() deletes it
  }
  explicit snapshot_on_its_way(snapshots& of) noexcept : of_{of} {}

  void receive(result<void> saved) override {
    of_.count_taken(saved.has_value());
    delete this;
  }

 private:
  snapshots& of_;
};

/// `Observed`: whether an observer is told. Movable until it is started.
template <class Execution, class Policy, class Decide, bool Observed>
class asio_execution final : public receiver<version>,
                             public receiver<std::vector<event_ptr>>,
                             public receiver<found_snapshot> {
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

  turns::entered line_up(std::function<void()> come) {
    if (order_.turns == nullptr) return turns::entered::first;
    place_ = std::make_unique<turns::place>(*order_.turns, order_.actor, std::move(come));
    return place_->enter();
  }
  bool leave_line() { return place_->leave(); }
  [[nodiscard]] duration patience() const noexcept { return order_.policy.limits.deadline; }
  Execution finish_without_turn(turns::refusal why) && {
    const operation_result how = without_turn(why);
    if (told_ != nullptr) told_->ended(order_.actor, how);
    return {.how = how};
  }

  void start(const action& what, waker& to) {
    waker_ = &to;
    if (what.what != action::kind::read)
      order_.store.start_append(order_.actor, expected_version::exact(what.at), work_.events(),
                                *this);
    else if (order_.snapshots != nullptr && !loaded_)
      start_loading();
    else
      order_.store.start_get_events(order_.actor, work_.unread(), *this);
  }

  /// On any thread: what came is only put down here.
  void receive(result<version> stored) override { put_down(std::move(stored)); }
  void receive(result<std::vector<event_ptr>> tail) override { put_down(std::move(tail)); }
  void receive(result<found_snapshot> kept) override { put_down(std::move(kept)); }

  /// Whether loading the actor takes one more call, which has left then.
  bool goes_on(waker& to) {
    if (!loading_) return false;
    const bool good = std::visit([](const auto& came) { return is_good(came); }, came_);
    if (!good) return false;
    if (auto* const kept = std::get_if<result<found_snapshot>>(&came_))
      loading_->take(*std::move(*kept));
    else
      loading_->take(*std::get<tail_type>(came_));
    if (loading_->next() == loading<state>::step::done) return false;
    waker_ = &to;
    load_next();
    return true;
  }

  answer collect() {
    answer a{};
    if (loading_)
      a = loading_over();
    else if (auto* const stored = std::get_if<result<version>>(&came_))
      a = work_.take(*stored);
    else
      a = work_.take(std::get<tail_type>(came_));
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

  /// What came of it all; lets the next one go, and a snapshot where one is due.
  Execution finish(const operation_result& how) && {
    place_.reset();
    const snapshot_facts facts = work_.facts(how.current, replay_);
    Execution done = std::move(work_).finish(how);
    if constexpr (snapshotable<state>)
      if (order_.snapshots != nullptr && how.committed() && order_.snapshots->due(facts))
        take_snapshot(how.current, done.state);
    return done;
  }

 private:
  using state = decltype(Execution::state);
  using tail_type = result<std::vector<event_ptr>>;
  struct nobody {};

  static bool is_good(const std::monostate&) noexcept { return false; }
  static bool is_good(const auto& came) noexcept { return came.has_value(); }

  void put_down(auto came) {
    waker* const to = waker_;
    came_ = std::move(came);
    to->wake();
  }

  void start_loading() {
    begun_ = steady_clock_source{}.now();
    loading_ = std::make_unique<loading<state>>();
    if constexpr (snapshotable<state>)
      load_next();
    else
      put_down(result<found_snapshot>{no_snapshots_of_state(order_.actor)});
  }

  void load_next() {
    if (loading_->next() == loading<state>::step::snapshot)
      order_.store.start_get_latest_snapshot(order_.actor, loading_->at_most(), *this);
    else
      order_.store.start_get_events(order_.actor, loading_->range(), *this);
  }

  answer loading_over() {
    const auto ended = std::exchange(loading_, nullptr);
    if (ended->next() != loading<state>::step::done)
      return work_.take(result<loaded_actor<state>>{
          std::visit([](const auto& came) { return error_in(came); }, came_)});
    loaded_ = true;
    replay_ = steady_clock_source{}.now() - begun_;
    const auto& found = ended->found();
    order_.snapshots->count_load(found.snapshot > 0, found.replayed, found.passed_over.size());
    return work_.take(result<loaded_actor<state>>{std::move(ended->found())});
  }

  static store_error error_in(const std::monostate&) { return {}; }
  static store_error error_in(const auto& came) { return came.error(); }

  void take_snapshot(version at, const state& of) {
    try {
      snapshot_on_its_way::start(order_.store, *order_.snapshots,
                                 {.actor_id = order_.actor,
                                  .version = at,
                                  .state = of,
                                  .timestamp = steady_clock_source{}.wall_time()});
    } catch (const nlohmann::json::exception&) {
      order_.snapshots->count_taken(false);
    }
  }

  asio_order<Policy, Decide> order_;
  contend::observer* told_;
  [[no_unique_address]] std::conditional_t<Observed, std::optional<observer_of_actor>, nobody>
      observer_{};
  execution_work<Execution> work_{};
  waker* waker_ = nullptr;
  std::variant<std::monostate, result<version>, tail_type, result<found_snapshot>> came_{};
  std::unique_ptr<turns::place> place_{};
  std::unique_ptr<loading<state>> loading_{};  ///< While the actor is loaded with its snapshot.
  time_point begun_{};                         ///< When that began.
  duration replay_{};                          ///< What it took.
  bool loaded_ = false;
};

}  // namespace contend::detail
