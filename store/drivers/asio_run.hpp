// The Asio driver: carries out what an operation says on an executor, without holding a thread.
//
//   async_run(io, executor, token);     // token: a callback, use_future, use_awaitable, as_tuple…
//
// `io` is what the operation is about; it is moved in and lives until its last answer:
//
//   op make_operation()
//       once; the operation may point into the io
//
//   void start(const action&, waker&)
//       a read, append or resolve leaves; the waker is told, from any thread and exactly once, when
//       the answer is there
//
//   answer collect()
//       that answer, on the executor
//
//   answer decide(version at)
//       decided() or declined()
//
//   T finish(const operation_result&) &&
//
// and, where the store tells of commits, as commit_watch::on_commit():
//
//   commit_watch::ticket on_commit(version after, commit_watch::listener)
//
// where a read may take several calls:
//
//   bool goes_on(waker&)
//       before collect(): true if another call has left for the same action, of which the waker is
//       told like the first
//
// and where operations go one after the other:
//
//   turns::entered line_up(std::function<void()> come)     as turns::place
//   bool leave_line()
//   duration patience() const                              how long the turn is waited for; 0: ever
//   T finish_without_turn(turns::refusal) &&
//
// Completes with (std::exception_ptr, T): what decide(), collect() or finish() throws, or null. T
// must have a default: what comes with an exception of finish(). All but that happens on
// `executor`, which must not run two handlers at once: an io_context that one thread runs, or a
// strand. The handler is called on its own executor, where it has one.
//
// Cancellation, through the slot of the token's handler: waits and reads end at once. An append
// already sent is waited for, and if it committed it counts; terminal cancellation does not wait,
// and the result says `unresolved`. The executor is kept busy until a call that was left behind has
// been answered.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <contend/policies/operation.hpp>
#include <contend/store/commits/commit_watch.hpp>
#include <contend/store/coordination/turns.hpp>

namespace contend {

/// Told that an io has an answer.
class waker {
 public:
  waker() = default;
  waker(const waker&) = delete;
  waker& operator=(const waker&) = delete;
  virtual void wake() = 0;

 protected:
  ~waker() = default;
};

namespace detail {

/// One operation in flight. Owned by whatever will bring its next answer: the store, the timer, or
/// a handler that is posted.
template <class Io, class Handler, class Executor, class Clock>
class asio_run final : public waker,
                       public boost::intrusive_ref_counter<asio_run<Io, Handler, Executor, Clock>> {
 public:
  static void launch(Io&& io, Handler&& handler, const Executor& executor) {
    pointer run{new asio_run{std::move(io), std::move(handler), executor}};
    auto slot = boost::asio::get_associated_cancellation_slot(run->handler_);
    if (slot.is_connected())
      slot.assign([r = run.get()](boost::asio::cancellation_type how) {
        boost::asio::post(r->executor_, [run = pointer{r}, how] { run->stop(how); });
      });
    boost::asio::post(executor, [run] { run->begin(); });
  }

  void wake() override {
    // The reference that call() took is handed to the handler.
    boost::asio::post(executor_, [run = pointer{this, false}] { run->answered(); });
  }

 private:
  using pointer = boost::intrusive_ptr<asio_run>;
  using timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;
  enum class phase : std::uint8_t { between, in_line, reading, appending, waiting, over };
  enum class step : std::uint8_t { again, later, over };

  asio_run(Io&& io, Handler&& handler, const Executor& executor)
      : io_{std::move(io)},
        op_{io_.make_operation()},
        handler_{std::move(handler)},
        executor_{executor},
        busy_{executor},
        home_{boost::asio::get_associated_executor(handler_, executor)} {}

  void begin() {
    if constexpr (requires { io_.patience(); }) {
      if (!stopping_ && !line_up()) return;
    }
    go_on(started({}));
  }

  /// Whether it is its turn now.
  bool line_up() {
    phase_ = phase::in_line;
    const auto entered = io_.line_up(
        [this] { boost::asio::post(executor_, [run = pointer{this}] { run->turn_came(); }); });
    if (entered == turns::entered::first) return true;
    if (entered == turns::entered::full) {
      complete_without_turn(turns::refusal::full);
      return false;
    }
    // The timer keeps this alive, also where it has nothing to wait for.
    const duration patience = io_.patience();
    const time_point now{Clock::now().time_since_epoch()};
    set_timer(patience > duration::zero() ? saturating_add(now, patience) : end_of_time,
              [run = pointer{this}] { run->leave_line(turns::refusal::late); });
    return false;
  }

  void turn_came() {
    if (phase_ != phase::in_line) return;
    timer_->cancel();
    go_on(started({}));
  }

  void leave_line(turns::refusal why) {
    if constexpr (requires { io_.patience(); }) {
      if (phase_ != phase::in_line || !io_.leave_line()) return;  // its turn is on its way here
      timer_->cancel();
      complete_without_turn(why);
    }
  }

  void complete_without_turn(turns::refusal why) {
    complete(nullptr, [&] { return std::move(io_).finish_without_turn(why); });
  }

  void go_on(answer a) {
    if (phase_ == phase::over) return;
    phase_ = phase::between;
    carefully([&] {
      step s = step::again;
      while (s == step::again) s = advance(a);
      return s == step::over;
    });
  }

  /// `body` says whether the operation is over; what it throws ends it. Its handler is called
  /// outside, for what that throws is its own.
  void carefully(auto body) {
    bool over = true;
    std::exception_ptr thrown;
    try {
      over = body();
    } catch (...) {
      op_.resume(cancelled());  // so that its guards are not left waiting for it
      thrown = std::current_exception();
    }
    if (over) complete(std::move(thrown), [this] { return std::move(io_).finish(op_.result()); });
  }

  /// One step. Again: there is an answer for the next one already.
  step advance(answer& a) {
    // What became of an append is told in any case: a commit that the store confirmed stays one.
    const bool appended = a.what == answer::kind::appended;
    if (stopping_ && !appended) a = cancelled();
    if (op_.needs_time(a)) a.now = time_point{Clock::now().time_since_epoch()};
    const action next = op_.resume(a);
    if (next.what == action::kind::done) return step::over;
    a = cancelled();
    if (stopping_) return step::again;
    switch (next.what) {
      case action::kind::admit:
        a = time_is({});
        return step::again;
      case action::kind::decide:
        a = io_.decide(next.at);
        return step::again;
      case action::kind::wait:
      case action::kind::wait_for_commit:
        wait(next);
        return step::later;
      default:
        call(next);
        return step::later;
    }
  }

  void call(const action& what) {
    phase_ = what.what == action::kind::read ? phase::reading : phase::appending;
    pointer until_told{this};
    io_.start(what, *this);
    until_told.detach();
  }

  void answered() {
    if (phase_ == phase::over) return;  // left behind by a cancellation
    answer a = cancelled();
    bool goes_on = false;
    carefully([&] {
      goes_on = calls_again();
      if (!goes_on) a = io_.collect();
      return false;
    });
    if (!goes_on) go_on(a);
  }

  /// Whether the answer was one of several that the action takes, and the next is on its way.
  bool calls_again() {
    if constexpr (requires { io_.goes_on(*this); }) {
      pointer until_told{this};
      if (!io_.goes_on(*this)) return false;
      until_told.detach();
      return true;
    }
    return false;
  }

  void set_timer(time_point until, auto then) {
    if (!timer_) timer_.emplace(executor_);
    using ticks = typename Clock::duration;
    timer_->expires_at(
        typename Clock::time_point{std::chrono::duration_cast<ticks>(until.time_since_epoch())});
    timer_->async_wait(
        [then = std::move(then)](const boost::system::error_code&) mutable { then(); });
  }

  void wait(const action& until) {
    phase_ = phase::waiting;
    const std::uint32_t number = ++waits_;
    set_timer(until.until, [run = pointer{this}, number] { run->wait_over(number, time_is({})); });
    if constexpr (requires { io_.on_commit(until.at, commit_watch::listener{}); })
      if (until.what == action::kind::wait_for_commit)
        ticket_ = io_.on_commit(until.at, [this, number](version current) {
          boost::asio::post(executor_, [run = pointer{this}, number, current] {
            run->wait_over(number, commit_seen(current));
          });
        });
  }

  void wait_over(std::uint32_t number, answer a) {
    if (phase_ != phase::waiting || number != waits_) return;  // another ended it first
    phase_ = phase::between;
    timer_->cancel();
    ticket_.leave();
    go_on(a);
  }

  void stop(boost::asio::cancellation_type how) {
    using boost::asio::cancellation_type;
    const bool terminal = (how & cancellation_type::terminal) != cancellation_type::none;
    stopping_ = true;
    if (phase_ == phase::in_line)
      leave_line(turns::refusal::stopped);
    else if (phase_ == phase::waiting)
      wait_over(waits_, cancelled());
    else if (phase_ == phase::reading || (phase_ == phase::appending && terminal))
      go_on(cancelled());
  }

  /// `finish` makes the result.
  void complete(std::exception_ptr error, auto finish) {
    phase_ = phase::over;
    decltype(finish()) result{};
    try {
      result = finish();
    } catch (...) {
      if (!error) error = std::current_exception();
    }
    boost::asio::dispatch(home_.get_executor(), [run = pointer{this}, error = std::move(error),
                                                 result = std::move(result)]() mutable {
      // Where it is emitted, so that it no longer points here afterwards.
      boost::asio::get_associated_cancellation_slot(run->handler_).clear();
      Handler handler = std::move(run->handler_);
      run.reset();
      std::move(handler)(std::move(error), std::move(result));
    });
  }

  Io io_;
  decltype(std::declval<Io&>().make_operation()) op_;
  Handler handler_;
  Executor executor_;
  boost::asio::executor_work_guard<Executor> busy_;
  boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler, Executor>> home_;
  std::optional<timer> timer_{};
  std::uint32_t waits_ = 0;  ///< Tells a wait that is over from the one after it.
  phase phase_ = phase::between;
  bool stopping_ = false;
  commit_watch::ticket ticket_{};  ///< Goes first: its listener points here.
};

template <class Clock, class Io, class Handler, class Executor>
void launch_asio_run(Io&& io, Handler&& handler, const Executor& executor) {
  asio_run<Io, std::decay_t<Handler>, Executor, Clock>::launch(std::move(io), std::move(handler),
                                                               executor);
}

}  // namespace detail

/// See above. `Clock` is that of the waits and of the operation's times.
template <class Clock = std::chrono::steady_clock, class Io, class Executor, class Token>
auto async_run(Io io, const Executor& executor, Token&& token) {
  using completed = decltype(std::declval<Io>().finish(operation_result{}));
  return boost::asio::async_initiate<Token, void(std::exception_ptr, completed)>(
      [](auto handler, Io moved, const Executor& otherwise) {
        detail::launch_asio_run<Clock>(std::move(moved), std::move(handler), otherwise);
      },
      token, std::move(io), executor);
}

}  // namespace contend
