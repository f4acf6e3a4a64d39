// A circuit breaker: while the store is unwell, attempts are refused at once instead of adding to
// its trouble; when it may be well again, a few probes find out before the crowd comes back.
//
//   closed      everything is admitted; the last outcomes are watched
//   open        everything is refused, for a while that doubles each time
//   half_open   `probes` attempts are admitted, no more; if all go well:
//   recovering  a growing share of the attempts is admitted, over `ramp`
//
// A failure is an attempt that the store did not answer as a well store does: transient, throttled
// or ambiguous. A conflict is the sign of a healthy store, and a permanent error is an answer;
// neither counts as a failure, in whatever number.
//
//   auto shared = std::make_shared<breaker>(breaker_options{.open_for = 2s}, random_key{node});
//   any_policy guarded{.backoff = jitter{}, .guards = {shared}};
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/detail/outcome_window.hpp>
#include <contend/policies/guard.hpp>
#include <contend/policies/random.hpp>

namespace contend {

/// Which outcomes a breaker judges by.
enum class breaker_window : std::uint8_t {
  time,   ///< Those of the last `period`.
  count,  ///< The last `size`.
};

constexpr auto names(breaker_window) {
  return std::array{named{breaker_window::time, "time"}, named{breaker_window::count, "count"}};
}

struct breaker_options {
  breaker_window window = breaker_window::time;
  duration period = std::chrono::seconds{10};
  std::uint32_t size = 100;
  std::uint32_t min_outcomes = 20;
  share failure_rate{0.5};
  duration slow_after{};
  share slow_rate{0.5};
  duration open_for = std::chrono::seconds{5};
  duration open_for_most = std::chrono::seconds{60};
  share jitter{0.2};
  std::uint32_t probes = 5;
  duration ramp = std::chrono::seconds{5};

  static constexpr auto fields() {
    using o = breaker_options;
    return std::tuple{
        field("window", &o::window, "judge by the outcomes of a period, or by a number of them"),
        field("period", &o::period, "window time: how long an outcome counts", above(0)),
        field("size", &o::size, "window count: how many outcomes count", between(1, 1e6)),
        field("min_outcomes", &o::min_outcomes, "it never opens on fewer", at_least(1)),
        field("failure_rate", &o::failure_rate, "it opens when this share of the outcomes failed",
              between(0, 1)),
        field("slow_after", &o::slow_after,
              "an attempt that took this long counts as slow; 0s: none does", at_least(0)),
        field("slow_rate", &o::slow_rate, "it opens when this share of the outcomes was slow",
              between(0, 1)),
        field("open_for", &o::open_for, "how long it stays open the first time", above(0)),
        field("open_for_most", &o::open_for_most, "the doubling of open_for ends here", above(0)),
        field("jitter", &o::jitter,
              "how far an open time may be off on either side, so that clients do not return "
              "together",
              between(0, 1)),
        field("probes", &o::probes, "attempts admitted in half-open; all must go well",
              between(1, 1e6)),
        field("ramp", &o::ramp, "how long it takes to admit everything again; 0s: at once",
              at_least(0))};
  }
};

enum class breaker_state : std::uint8_t {
  closed,
  open,
  half_open,
  recovering,
  forced_open,
  forced_closed,
};

constexpr auto names(breaker_state) {
  return std::array{named{breaker_state::closed, "closed"},
                    named{breaker_state::open, "open"},
                    named{breaker_state::half_open, "half_open"},
                    named{breaker_state::recovering, "recovering"},
                    named{breaker_state::forced_open, "forced_open"},
                    named{breaker_state::forced_closed, "forced_closed"}};
}

/// Thread-safe. While closed or recovering it takes no lock, except in the moment that it changes
/// its state. Allocates when made, never afterwards. Knows no clock: the times given to it should
/// come from one that never goes back, and need not be in order between threads.
class breaker final : public guard {
 public:
  using options = breaker_options;

  static constexpr std::string_view name = "breaker";
  static constexpr std::string_view summary = "refuses attempts while the store is unwell";
  static constexpr std::string_view formula =
      "opens when failures >= failure_rate * outcomes (or slow ones >= slow_rate * outcomes) of at "
      "least min_outcomes; stays open for min(open_for_most, open_for * 2^k) * U(1 - jitter, 1 + "
      "jitter), k openings before in a row; then `probes` probes, then a share growing over `ramp`";
  static constexpr std::string_view reference =
      "M. Nygard, Release It!, 2007; https://martinfowler.com/bliki/CircuitBreaker.html";

  /// `key` makes this breaker's open times differ from those of others: give each its own.
  explicit breaker(options chosen = {}, random_key key = random_key{0});

  admission admit_attempt(time_point now) override;
  /// Refuses while open: the operation ends before its wait instead of after it.
  admission admit_retry(const attempt_facts& facts) override;
  void attempt_ended(outcome how, duration took, time_point now) override;
  void attempt_withdrawn(duration took, time_point now) override;

  /// Whether an attempt at `now` may be admitted: false while open, forced open, or out of probes.
  [[nodiscard]] bool can_retry(time_point now) const noexcept;
  [[nodiscard]] breaker_state state(time_point now) const noexcept;
  /// How long it has been open or forced open in all until `now`; half-open does not count.
  [[nodiscard]] duration open_time(time_point now) const;
  /// How often it has opened by itself.
  [[nodiscard]] std::uint64_t openings() const;

  /// By hand: refuse everything, or admit everything, until another of these three is called.
  void force_open(time_point now);
  void force_closed(time_point now);
  /// Closed, as if new; the total of the open time is kept.
  void reset(time_point now);

 private:
  [[nodiscard]] time_point until() const noexcept;
  [[nodiscard]] bool before_this_judgement(duration took, time_point now) const noexcept;
  [[nodiscard]] bool too_many(const detail::outcome_counts& seen) const noexcept;
  detail::outcome_counts record(bool failed, bool slow, time_point now) noexcept;

  admission probe(time_point now);
  admission readmit(time_point now);
  void probe_ended(bool well, duration took, time_point now);
  void trip(duration took, time_point now);
  void recovered(time_point now);

  // With mutex_ held:
  void open(time_point now);
  void half_open(time_point now);
  void recover(time_point now);
  void close(time_point now);
  void become(breaker_state next, time_point now, time_point until);
  void forget() noexcept;
  [[nodiscard]] duration open_so_far(time_point now) const noexcept;

  const options options_;
  const random_key key_;

  // Read without the mutex, written with it, until_ before state_.
  std::atomic<breaker_state> state_{breaker_state::closed};
  std::atomic<std::uint32_t> probes_left_{0};
  std::atomic<time_point::rep> until_;         ///< When this state ends by itself.
  std::atomic<time_point::rep> judged_since_;  ///< Attempts admitted before do not count any more.
  std::atomic<std::uint64_t> ramp_ticket_{0};

  mutable std::mutex mutex_;
  time_point since_{};       ///< When this state began.
  duration open_total_{};    ///< Of the states that are over.
  duration open_now_for_{};  ///< How long this opening lasts, or the last one did.
  std::uint32_t doublings_ = 0;
  std::uint32_t probes_well_ = 0;
  std::uint64_t openings_ = 0;

  alignas(64) detail::time_window by_time_;
  detail::count_window by_count_;
};

}  // namespace contend
