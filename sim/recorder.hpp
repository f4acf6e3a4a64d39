// What is measured of a run: turns what happens in the simulation into a tally.
//
// Rules: an operation counts if it arrives within the measured span, a request if it is sent in it,
// an end or an answer if it comes in it. Latency alone follows the operations that arrived within
// the span to their real end in the drain after it; one that is still open at the very end enters
// with its age, so that none is dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <contend/measure/tally.hpp>
#include <contend/policies/guard.hpp>
#include <contend/sim/faults/fault_schedule.hpp>
#include <contend/sim/flight.hpp>
#include <contend/sim/message.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/workload/population.hpp>

namespace contend::sim {

/// Counts of the whole run, warm-up and drain included: what must add up.
struct totals {
  std::uint64_t appends = 0;
  std::uint64_t stored = 0;             ///< Appends that the store carried out.
  std::uint64_t stored_operations = 0;  ///< Operations in them: several where they coalesce.
  std::uint64_t conflicts = 0;          ///< Appends that the store refused for their version.
  std::uint64_t rejects = 0;            ///< Appends that the store refused otherwise.
  std::uint64_t repeated = 0;           ///< Appends of what was stored already: carried out once.
  std::uint64_t lost = 0;               ///< Appends that a fault kept from the store.
  std::uint64_t committed = 0;          ///< Operations that ended committed.
};

/// Single-threaded. Fills the tally given to begin(); owns nothing.
class recorder {
 public:
  /// Both must outlive it.
  recorder(const scenario_model& model, const population& writers);

  /// `moments`: whether to look for the worst moment, which costs memory.
  void begin(measure::tally& into, bool moments);
  /// The measured span begins, after the warm-up: what guards did before does not count.
  void span_begins(time_point now, std::span<const std::shared_ptr<guard>> guards);
  /// The measured span is over; flights still open are reported by still_open().
  void span_ends(time_point now, std::span<const std::shared_ptr<guard>> guards);
  /// How full the background queues were within it.
  void queues(const measure::queue_tally& within_span) { tally_->queues = within_span; }
  void still_open(const flight& f);
  /// Arrivals of a group of writers that wait for their start then.
  void still_queued(std::uint32_t group, std::size_t arrivals);
  /// The drain is over as well.
  void finish(bool drained);

  /// Whether what arrives at this time is measured.
  [[nodiscard]] bool measures(time_point arrived) const noexcept { return within(arrived); }
  void arrived(std::uint32_t writer, time_point now);
  void sent(flight& f, request_kind what, time_point now);
  /// The service of a request starts after it has queued so long.
  void served_after(duration queued, time_point now);
  /// The store worked on an append of so many operations; `repeated`: it was stored before;
  /// `current`: the attempt that sent it is the flight's latest.
  void appended(const flight& f, const message& m, std::size_t operations, bool repeated,
                bool current, time_point now);
  /// An append will never be worked on.
  void lost_append() { ++all_.lost; }
  /// The writer waits no longer for the answer to a request.
  void unanswered(flight& f, const message& m, time_point now);
  /// `resolves`: it is of an append that was sent before, and to which nobody had answered.
  void answered(flight& f, const message& m, bool resolves, time_point now);
  void noticed(time_point now);
  /// The caller has its result, which is not the flight's own where another carried it along.
  void ended(flight& f, const operation_result& result, time_point now);
  /// Part of a second life is over, and another one follows.
  void part_ended(const flight& f, time_point now);
  /// Whether it has suffered what is called thrashing.
  static bool thrashed(const flight& f) noexcept { return f.most_in_a_row >= 3; }
  /// An operation that was deferred has ended in the background. `thrashed`: it was counted as
  /// thrashing when it was deferred.
  void ended_later(flight& f, const operation_result& result, bool thrashed, time_point now);
  /// Open even after the drain.
  void left_open(const flight& f, time_point now);
  /// An arrival of `writer` that has not even started after the drain.
  void left_queued(std::uint32_t writer, time_point arrived, time_point now);

  [[nodiscard]] const totals& all() const noexcept { return all_; }
  /// When the measured span begins and ends; end_of_time where it ends with the run.
  [[nodiscard]] time_point span_begin() const noexcept { return begin_; }
  [[nodiscard]] time_point span_end() const noexcept { return end_; }

 private:
  [[nodiscard]] bool within(time_point now) const noexcept { return now >= begin_ && now < end_; }
  void record_latency(const flight& f, time_point end, duration waited);
  void record_moment(const flight& f, const message& m, time_point now);
  void record_fate(const flight& f, const operation_result& result);
  void failed(flight& f, time_point now);
  void wasted(flight& f);
  measure::attempt_fates& fates_of(const flight& f, std::uint32_t further = 0);
  void committed(const flight& f, const operation_result& result);
  void suffered(const flight& f, bool counted_before);

  /// Counts by `counted(tally)` in the whole, and in the writer's group where groups are named.
  template <class Counted>
  void count(std::uint32_t writer, Counted counted) {
    counted(*tally_);
    if (!tally_->groups.empty()) counted(tally_->groups[writers_.of(writer).writers.index]);
  }

  const workload_model& workload_;
  const population& writers_;
  const fault_schedule faults_;
  time_point begin_;
  time_point end_;
  measure::tally* tally_ = nullptr;
  bool moments_ = false;
  totals all_{};
  std::vector<duration> open_before_{};  ///< Of each breaker, when the span began.
  time_point last_arrival_{};
  time_point last_end_{};
};

}  // namespace contend::sim
