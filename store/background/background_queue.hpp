// Goes on with what callers did not wait for: operations that a policy deferred are done in the
// background, under a policy of the queue's own.
//
//   background_queue queue{{.threads = 2}};
//   const auto policy = ready_made::eventual_consistency();
//   const auto done = queue.execute<account>(store, "account-1", policy, patient, decide);
//   if (done.how.end == ending::deferred) …            // it will be done; the caller goes on
//   queue.drain();                                     // or: queue.stop() and its jobs handed back
//
// Bounded: where it is full, a caller waits for room up to a bound, and then the operation ends as
// rejected. Jobs of one actor are done in the order in which they came. What cannot be done is kept
// with the reason, as a dead letter.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <contend/store/background/job_queue.hpp>
#include <contend/store/detail/settle.hpp>
#include <contend/store/execute.hpp>

namespace contend {

struct background_options {
  job_queue_options books{};
  /// Workers; at least 1.
  std::size_t threads = 1;
  /// How long a caller waits for room.
  duration patience = std::chrono::milliseconds{100};
  /// The dead letters kept; beyond it the oldest goes. All are counted.
  std::size_t dead_letters = 1000;
  /// Null: the machine's steady clock. Not owned.
  clock_source* clock = nullptr;
};

/// A job: does its operation to its end, or until a stop.
using background_job = std::function<operation_result(const std::stop_token&)>;

/// One that waits, or was handed back: may be called by whoever has it now.
struct waiting_job {
  std::string actor{};
  background_job job{};
  time_point since{};  ///< When it was handed to the queue.
};

/// One that did not commit.
struct dead_letter {
  std::string actor{};
  background_job job{};    ///< To be tried again by a person's decision; empty if it threw.
  operation_result how{};  ///< Why.
  std::string thrown{};    ///< What it threw, if it did.
};

/// Counts since the start, but for depth and age.
struct background_status {
  std::size_t depth = 0;  ///< Jobs that wait or are under way.
  duration age{};         ///< Of the oldest of them.
  std::uint64_t taken_on = 0;
  std::uint64_t refused = 0;  ///< No room within the patience, or stopped.
  std::uint64_t committed = 0;
  std::uint64_t declined = 0;  ///< Had nothing to write any more.
  std::uint64_t dead = 0;
};

/// Thread-safe.
class background_queue {
 public:
  /// Throws std::system_error where the machine has no more threads.
  explicit background_queue(background_options options = {});
  /// Stops; what waits then is gone with it, so stop() before and look.
  ~background_queue();
  background_queue(const background_queue&) = delete;
  background_queue& operator=(const background_queue&) = delete;

  /// Takes a job on. Waits for room up to the patience, or a stop. False: refused.
  bool offer(std::string_view actor, background_job job, const std::stop_token& stop = {});

  /// As the everyday call under `first`; where that defers the operation, it is taken on and goes
  /// on under `then`, with copies of both `then` and `decide`, which is called on another thread.
  /// What was sent and not answered is resolved first, never doubled. Rejected: there was no room.
  /// The store and what `options` points to must outlive the queue.
  template <class State = history, class First, class Then, class Decide>
  detail::execution_of<State, Decide> execute(event_store& store, std::string_view actor,
                                              const First& first, Then then, Decide decide,
                                              const execute_options& options = {});

  /// Waits until nothing waits and nothing is under way, or a stop. Whether it is so.
  bool drain(const std::stop_token& stop = {});

  /// Takes nothing more on, ends the waits of what is under way, and hands back all that was not
  /// done, in order, so that nothing is dropped. Waits for the appends under way. Empty when called
  /// again. Not to be called by a job.
  std::vector<waiting_job> stop();

  [[nodiscard]] background_status status() const;
  /// Takes out the dead letters, oldest first.
  std::vector<dead_letter> take_dead_letters();

 private:
  using books = job_queue<std::string, background_job>;

  void wait_for_room(std::unique_lock<std::mutex>& hold, time_point until,
                     const std::stop_token& stop);
  void work();
  void run(books::entry job);
  void settle(books::entry& job, const operation_result& how, std::string thrown);
  [[nodiscard]] clock_source& clock() const noexcept;

  const background_options options_;
  std::stop_source stopping_{};
  mutable std::mutex lock_{};
  std::condition_variable_any changed_{};
  books books_;
  background_status counts_{};
  std::deque<dead_letter> dead_{};
  std::vector<waiting_job> cut_short_{};            ///< Were under way at the stop.
  std::vector<std::stop_source*> wait_for_room_{};  ///< Told when there is some.
  std::vector<std::jthread> workers_{};
};

template <class State, class First, class Then, class Decide>
detail::execution_of<State, Decide> background_queue::execute(event_store& store,
                                                              std::string_view actor,
                                                              const First& first, Then then,
                                                              Decide decide,
                                                              const execute_options& options) {
  auto done = contend::execute<State>(store, actor, first, decide, options);
  if (done.how.end != ending::deferred) return done;
  execute_options later = options;
  later.seed.reset();  // its ids must be others
  auto job = [&store, name = std::string{actor}, then = std::move(then), decide = std::move(decide),
              later, unanswered = done.how.unresolved ? done.events : std::vector<event_ptr>{}](
                 const std::stop_token& stop) mutable {
    execute_options with = later;
    with.stop = stop;
    if (!unanswered.empty()) {
      const detail::settled s = detail::settle(store, name, unanswered, then, with);
      if (s.over) return s.how;
      unanswered.clear();
    }
    auto how = contend::execute<State>(store, name, then, decide, with);
    if (how.how.unresolved) unanswered = std::move(how.events);
    return how.how;
  };
  if (!offer(actor, std::move(job), options.stop)) {
    done.how.end = ending::rejected;
    done.how.why = reason::guard;
  }
  return done;
}

}  // namespace contend
