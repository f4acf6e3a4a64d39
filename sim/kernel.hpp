// The event kernel: what happens in virtual time, one event after the other.
//
// A simulation is nothing but events that schedule events. The queue that brings them in order
// decides how fast it is, and the order of those at the same time decides whether it can be
// repeated.
//
//   kernel<message> events;
//   events.schedule(time_point{5ms}, {.what = message::kind::arrival});
//   events.run([&](const message& m) {
//     if (m.what == message::kind::arrival) events.schedule(events.now() + 10ms, answer_to(m));
//   });
//
// Events at the same time happen in the order in which they were scheduled, so that a run is a
// function of what was scheduled and nothing else.
//
// An event costs no allocation: it is copied into the queue (detail/radix_heap.hpp), which keeps
// its memory for the next run.
#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <contend/policies/time.hpp>
#include <contend/sim/detail/radix_heap.hpp>

namespace contend::sim {

/// Payload: what an event is about, default-constructible, copied as bytes: the smaller, the faster
/// (16 to 24 bytes are meant).
///
/// Threading: one thread at a time. Neither copied nor moved. About 25 KB in size: a member or on
/// the heap rather than deep in a stack.
template <class Payload>
requires std::is_trivially_copyable_v<Payload>
class kernel {
 public:
  /// The virtual time: that of the event being handled. 0 at first.
  [[nodiscard]] time_point now() const noexcept { return now_; }

  /// How many events are still to happen.
  [[nodiscard]] std::size_t size() const noexcept { return queue_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// Makes `payload` happen at `at`, which must not be before now(). At now() means after
  /// everything that is scheduled for now() already. At end_of_time means never: it is not even
  /// kept. Throws std::bad_alloc; then only clear() is of use.
  void schedule(time_point at, const Payload& payload) {
    assert(at >= now_);
    if (at != end_of_time) queue_.push(key_of(at), payload);
  }

  /// Calls handler(payload) for one event after the other, in order, until none is left or stop()
  /// is called. Returns how many it called. now() stays at the last event.
  ///
  /// The handler may schedule and stop; it must not run or clear. What it throws ends the run, with
  /// that event gone and the others pending.
  template <class Handler>
  requires std::invocable<Handler&, const Payload&> std::size_t run(Handler&& handler) {
    return run_until(end_of_time, handler);
  }

  /// The same for the events *before* `until` alone, so that successive spans share no event.
  /// Unless it was stopped, now() is `until` afterwards; where `until` is end_of_time (never), it
  /// stays at the last event. Does nothing if `until` is not after now().
  template <class Handler>
  requires std::invocable<Handler&, const Payload&> std::size_t run_until(time_point until,
                                                                          Handler&& handler) {
    if (until <= now_) return 0;
    stopped_ = false;
    std::size_t handled = 0;
    for (typename queue::entry next; !stopped_ && queue_.pop(key_of(until), next); ++handled) {
      now_ = time_point{duration{static_cast<std::int64_t>(next.key)}};
      handler(next.value);
    }
    if (!stopped_ && until != end_of_time) now_ = until;
    return handled;
  }

  /// Ends the run as soon as the handler that calls this returns. The events that are left stay
  /// pending: another run goes on with them.
  void stop() noexcept { stopped_ = true; }

  /// Back to time 0 with nothing pending, for the next replication. Keeps the memory.
  void clear() noexcept {
    queue_.clear();
    now_ = {};
  }

  /// Bytes held for events, beyond the kernel itself. Never shrinks.
  [[nodiscard]] std::size_t memory() const noexcept { return queue_.memory(); }

  /// What memory() never exceeds while at most `peak` events are pending: the size of an entry (8
  /// bytes and the payload) for each, some 3 % more, and less than 1 MB.
  [[nodiscard]] static constexpr std::size_t memory_bound(std::size_t peak) noexcept {
    return queue::memory_bound(peak);
  }

 private:
  using queue = detail::radix_heap<Payload>;

  static constexpr std::uint64_t key_of(time_point at) noexcept {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
  }

  time_point now_{};
  bool stopped_ = false;
  queue queue_;
};

}  // namespace contend::sim
