// What one replication of one policy counted: the raw material of every metric.
//
// Whoever runs a workload (the simulator, or a live run) fills one of these; what the numbers mean
// is then decided here, in measure/metrics/, once. A plain struct: add a field where a new metric
// needs one.
//
// Everything is of the *measured span* alone: what happened before it (warm-up) is not counted. An
// operation belongs to it if its intended start does, a request if it was sent in it, an answer if
// it came in it. So these hold for a run without warm-up:
//
//   operations = commits - background_commits + give_ups + deferred + rejected + open_operations
//   appends    = commits + conflicts + store_rejects + unanswered + open_appends
//
// (the latter where no append carries several operations).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <contend/measure/attempts.hpp>
#include <contend/measure/duration_sum.hpp>
#include <contend/measure/histogram.hpp>
#include <contend/measure/latency_series.hpp>
#include <contend/measure/level_series.hpp>
#include <contend/measure/queue_tally.hpp>
#include <contend/measure/windows.hpp>
#include <contend/measure/worst_moment.hpp>
#include <contend/policies/time.hpp>

namespace contend::measure {

struct tally {
  using count = std::uint64_t;

  // The span.
  duration measured{};  ///< Its length; of a drained run: until all was answered.
  duration starts{};    ///< Its begin: from the start of the run, the warm-up.
  /// From the start until the last operation's answer; only if the run drained.
  std::optional<duration> makespan{};
  /// From the last arrival until nothing was in flight; only if the run drained.
  std::optional<duration> drain_time{};

  // Operations, by how they ended.
  count operations = 0;       ///< Started.
  count commits = 0;          ///< Committed, in the background too.
  count give_ups = 0;         ///< Gave up.
  count deferred = 0;         ///< Handed to a background queue.
  count rejected = 0;         ///< Refused by a guard, a full line or a full queue.
  count open_operations = 0;  ///< Still running at the end; their age so far is in `latency`.

  // Operations that were deferred, by how they ended after their callers had gone on.
  count background_commits = 0;
  count dead_letters = 0;
  duration_sum deferred_delay{};  ///< From the intended start until the commit.
  count deferred_done = 0;        ///< How many committed, of those that arrived in the span.
  queue_tally queues{};

  // Requests to the store, and what came back.
  count reads = 0;            ///< Sent, retries included.
  count appends = 0;          ///< Sent, retries and resolves included.
  count notices = 0;          ///< Delivered to a writer.
  count conflicts = 0;        ///< Appends refused because the version was not greater.
  count store_rejects = 0;    ///< Appends that failed otherwise (throttled, transient, permanent).
  count unanswered = 0;       ///< Appends without an answer.
  count open_appends = 0;     ///< Appends on their way at the end.
  count wasted_requests = 0;  ///< Reads and appends, sent in the span, of attempts that ended
                              ///< without a commit, whenever they did.

  // Conflicts, as operations saw them.
  count conflicts_absorbed = 0;  ///< Conflicts of operations that committed in the end.
  count conflicts_escaped = 0;   ///< Operations that ended on a conflict which the caller saw.
  count thrash_operations = 0;   ///< Operations that had three conflicts in a row, or more.
  count starvation_max = 0;      ///< The most conflicts in a row of any one operation.

  attempts_by_number fates{};  ///< What became of first, second, … attempts.

  // Time.
  histogram latency{};  ///< Of each operation: intended start to the answer that ended it;
                        ///< of an open one its age at the end, so that none is dropped.
  duration_sum waited_by_choice{};  ///< Waits that policies chose, of all operations in `latency`.
  duration_sum vulnerability{};  ///< Sum of the vulnerability windows: from the store's answer to
                                 ///< the read until the append reaches the store.
  count vulnerability_windows = 0;  ///< How many they were.
  duration_sum queue_wait{};        ///< Requests' time in the store's queue, before their service.
  count served{};                   ///< How many requests that were.
  duration_sum breakers_open{};     ///< Time that breakers stood open, all breakers added up.
  duration_sum breakers_watched{};  ///< Breakers × measured span; 0 where there is none.

  // Who and where.
  std::vector<std::uint32_t> commits_of_writer{};  ///< One entry a writer, those without included.
  count actors_written = 0;                        ///< Actors with at least one commit.

  worst_moment worst{};  ///< Of the first replication only; empty in others.
  /// Each named group of writers by itself, where there are any: operations, latency, their
  /// appends and reads. What is of the store or of the time is left out.
  std::vector<tally> groups{};
  std::string group{};  ///< The name of the group, of one of those.

  // What there was to do, for judging whether goodput was low.
  windows over_time{};                 ///< Appends, conflicts and commits as they happened.
  level_series retrying{};             ///< Operations that have failed at least once, in flight.
  latency_series latency_over_time{};  ///< By the end of the operation; of runs for a time only.
  /// From the start of the span: when the first fault began and the last one ended.
  struct fault_times {
    duration begin{};
    duration end{};
  };
  std::optional<fault_times> faults{};
  /// Operations a second that arrived or would have, had each been served at once (closed loop:
  /// writers / (mean think time + what an undisturbed operation takes)). Infinite for a burst.
  double offered_rate = std::numeric_limits<double>::infinity();
  /// Commits a second that one writer alone makes on one actor: 1 / what an undisturbed operation
  /// takes.
  double solo_rate = std::numeric_limits<double>::infinity();
};

}  // namespace contend::measure
