// What became of the operations that were deferred to a background queue.
#pragma once

#include <contend/measure/metrics/operations.hpp>

namespace contend::measure::metrics {

/// Of a replication that has a background queue; else null.
template <class Value>
ratio of_queue(const tally& t, Value value) {
  return t.queues.watched == duration_sum{} ? nothing : plain(static_cast<double>(value));
}

inline constexpr metric queue_depth{
    .name = "queue_depth",
    .better = better::lower,
    .help = "operations in a background queue, those under way included: mean over time",
    .formula = "depth, integrated over the time of all queues / (queues × time)",
    .reference = "L of J. D. C. Little, A proof for the queuing formula L = λW, 1961",
    .of =
        [](const tally& t) {
          return ratio{t.queues.depth_time.seconds(), t.queues.watched.seconds()};
        },
    .where_given = true};

inline constexpr metric queue_depth_max{
    .name = "queue_depth.max",
    .better = better::lower,
    .help = "the most operations that were in one background queue at once",
    .formula = "a maximum over the queues and the time of a replication",
    .reference = "store/background/job_queue.hpp",
    .of = [](const tally& t) { return of_queue(t, t.queues.most_jobs); },
    .where_given = true};

inline constexpr metric queue_age{
    .name = "queue_age",
    .unit = unit::seconds,
    .better = better::lower,
    .help =
        "how long the oldest operation has been in a background queue, 0 where it is empty: mean "
        "over time",
    .formula = "age of the oldest, integrated over the time of all queues / (queues × time)",
    .reference = "ApproximateAgeOfOldestMessage of Amazon SQS; store/background/job_queue.hpp",
    .of =
        [](const tally& t) {
          return ratio{t.queues.age_time, t.queues.watched.seconds()};
        },
    .where_given = true};

inline constexpr metric queue_age_max{
    .name = "queue_age.max",
    .unit = unit::seconds,
    .better = better::lower,
    .help = "how long any operation was in a background queue at the most",
    .formula = "a maximum over the queues and the time of a replication",
    .reference = "ApproximateAgeOfOldestMessage of Amazon SQS; store/background/job_queue.hpp",
    .of = [](const tally& t) { return of_queue(t, in_seconds(t.queues.oldest)); },
    .where_given = true};

inline constexpr metric background_commits{
    .name = "background_commits",
    .help = "deferred operations that committed; they are among the commits",
    .formula = "a count",
    .reference = "W. Vogels, Eventually consistent, 2008; store/background/background_queue.hpp",
    .of = [](const tally& t) { return of_queue(t, t.background_commits); },
    .where_given = true};

inline constexpr metric dead_letters{
    .name = "dead_letters",
    .better = better::lower,
    .help = "deferred operations that the background queue could not do",
    .formula = "a count",
    .reference =
        "dead letter channel: G. Hohpe and B. Woolf, Enterprise Integration Patterns, 2003",
    .of = [](const tally& t) { return of_queue(t, t.dead_letters); },
    .where_given = true};

inline constexpr metric deferred_delay{
    .name = "deferred_delay",
    .unit = unit::seconds,
    .better = better::lower,
    .help =
        "from the intended start of a deferred operation until it committed in the background, "
        "which its caller does not wait for: mean",
    .formula = "sum of the times / deferred operations that committed",
    .reference = "the inconsistency window of W. Vogels, Eventually consistent, 2008",
    .of =
        [](const tally& t) {
          return ratio{t.deferred_delay.seconds(), static_cast<double>(t.deferred_done)};
        },
    .where_given = true};

}  // namespace contend::measure::metrics
