// Coalesce: writers of one actor in this process share one read and one append. Their decisions are
// applied in order on the same state and appended together, each with a result of its own.
//
//   coalescer<account, policy<jitter>> together{store, polite};
//   const auto done = together.execute("account-1", decide);      // from any number of threads
//
// Whoever comes first leads: it takes along all who wait for the actor by then, and while its batch
// is on its way the next one gathers.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <contend/store/coordination/lines.hpp>
#include <contend/store/detail/batch_io.hpp>
#include <contend/store/execute.hpp>

namespace contend {

struct coalescer_options {
  lines_options lines{};
  std::size_t batch = 256;        ///< The most operations that share an append; at least 1.
  clock_source* clock = nullptr;  ///< Null: the machine's steady clock. Not owned.
  /// As in execute_options, for the reads and commits of batches. Not owned.
  contend::snapshots* snapshots = nullptr;
};

/// Thread-safe. State is copied: once an attempt, and once for each member of a batch.
template <class State, class Policy>
class coalescer {
 public:
  /// `store` is not owned.
  coalescer(event_store& store, Policy policy, coalescer_options options = {})
      : store_{store}, policy_{std::move(policy)}, options_{options}, lines_{options.lines} {}
  coalescer(const coalescer&) = delete;
  coalescer& operator=(const coalescer&) = delete;

  /// As the everyday call. What `decide` throws is passed on to its caller alone, and so is the
  /// error where its events are invalid. A stop ends the
  /// wait for a batch at once; a batch on its way goes on until all of its members want it to stop.
  /// A full line: rejected. The deadline of the policy holds for the wait, and anew for the batch.
  template <class Decide>
  detail::execution_of<State, Decide> execute(std::string_view actor, Decide&& decide,
                                              const std::stop_token& stop = {}) {
    caller<Decide> me{decide, stop};
    const std::string name{actor};
    if (const auto refused = wait(name, me)) me.how = *refused;
    if (me.thrown) std::rethrow_exception(me.thrown);
    // A refusal on what others of the batch had decided is none if that was not stored.
    if (me.how.end != ending::declined) me.refusal.reset();
    return {.how = me.how,
            .refusal = std::move(me.refusal),
            .events = std::move(me.events),
            .state = std::move(me.state),
            .error = std::move(me.error)};
  }

  /// Operations that wait for a batch to take them along.
  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard hold{lock_};
    return waiting_;
  }

 private:
  enum class place : std::uint8_t { queued, leads, taken, done };

  struct member : detail::batch_member<State> {
    explicit member(const std::stop_token& s) : stop{s} {}
    std::stop_token stop;
    place at = place::queued;
    std::stop_source called{};           ///< It is queued no longer.
    std::condition_variable finished{};  ///< It is done.
  };

  template <class Decide>
  struct caller final : member {
    caller(Decide& d, const std::stop_token& s) : member{s}, decision{d} {}
    void decide(const State& seen, std::vector<new_event>& wanted) override {
      auto answered = decision(seen);
      using shape = detail::decision_shape<std::remove_cvref_t<decltype(answered)>>;
      refusal.reset();
      if constexpr (requires { answered.has_error(); }) {
        if (answered.has_error()) {
          refusal = std::move(answered).error();
          return;
        }
      }
      shape::visit(std::move(answered), [&](new_event&& e) { wanted.push_back(std::move(e)); });
    }
    Decide& decision;
    std::optional<typename detail::decision_shape<
        std::remove_cvref_t<std::invoke_result_t<Decide&, const State&>>>::refusal>
        refusal{};
  };

  using members = std::vector<member*>;

  clock_source& clock() noexcept { return options_.clock != nullptr ? *options_.clock : machine_; }

  /// Until `me` is done, leading a batch if it comes to that. Anything else: why it was refused.
  std::optional<operation_result> wait(const std::string& actor, member& me) {
    std::unique_lock hold{lock_};
    const auto entered = lines_.enter(actor, &me);
    if (entered == lines_type::entered::full) return detail::without_turn(turns::refusal::full);
    if (entered == lines_type::entered::first)
      me.at = place::leads;
    else
      ++waiting_;
    if (me.at == place::queued) {
      hold.unlock();
      {
        const std::stop_callback stopped{me.stop, [&me] { me.called.request_stop(); }};
        clock().wait_until(detail::latest_start(policy_.limits, clock()), me.called.get_token());
      }
      hold.lock();
      if (lines_.withdraw(actor, &me)) {
        --waiting_;
        return detail::without_turn(me.stop.stop_requested() ? turns::refusal::stopped
                                                             : turns::refusal::late);
      }
    }
    if (me.at == place::leads) lead(actor, me, hold);
    me.finished.wait(hold, [&] { return me.at == place::done; });
    return {};
  }

  void lead(const std::string& actor, member& me, std::unique_lock<std::mutex>& hold) {
    members batch{&me};
    for (member* m : lines_.join(actor, std::max<std::size_t>(options_.batch, 1) - 1)) {
      leave_queue(*m, place::taken);
      batch.push_back(m);
    }
    hold.unlock();
    const std::exception_ptr thrown = run(actor, batch);
    hold.lock();
    for (member* m : batch) {
      if (thrown && !m->thrown) m->thrown = thrown;
      m->at = place::done;
      m->finished.notify_one();  // under the lock: it cannot go away before
    }
    for (member* m : lines_.next(actor, 1)) leave_queue(*m, place::leads);
  }

  void leave_queue(member& m, place to) {
    --waiting_;
    m.at = to;
    m.called.request_stop();
  }

  /// What State::apply throws, which is everyone's; else null.
  std::exception_ptr run(const std::string& actor, const members& batch) {
    std::stop_source all_stopped;
    std::atomic<std::size_t> wanted{batch.size()};
    std::list<std::stop_callback<std::function<void()>>> stops;
    for (member* m : batch)
      stops.emplace_back(m->stop, [&] {
        if (--wanted == 0) all_stopped.request_stop();
      });
    const typename detail::batch_io<State>::members all(batch.begin(), batch.end());
    const detail::operation_keys keys = fresh_keys();
    try {
      detail::batch_io<State> io{store_, actor, all, clock(), keys, options_.snapshots};
      operation<Policy> op{policy_, keys.waits};
      io.finish(run_blocking(op, io, clock(), all_stopped.get_token()));
    } catch (...) {
      return std::current_exception();
    }
    return nullptr;
  }

  using lines_type = lines<std::string, member*>;

  event_store& store_;
  const Policy policy_;
  const coalescer_options options_;
  steady_clock_source machine_{};
  mutable std::mutex lock_{};
  lines_type lines_;
  std::size_t waiting_ = 0;
};

}  // namespace contend
