// From coordination as a policy's configuration has it to the options of what carries it out.
//
//   const auto read = config::read_coordinated_policy(text, guards);
//   for (const shared_coordination& one : read.coordination)
//     if (const auto* s = std::get_if<coordination::serialize>(&one.kind))
//       turns.emplace(options_of(*s));
//
// Whoever is handed the same turns, coalescer or queue shares it: in a program nothing is shared by
// more than one process.
#pragma once

#include <contend/policies/coordination/all.hpp>
#include <contend/store/background/background_queue.hpp>
#include <contend/store/coordination/coalescer.hpp>
#include <contend/store/coordination/lines.hpp>

namespace contend {

/// For turns.
inline lines_options options_of(const coordination::serialize& s) { return {.waiting = s.waiting}; }

inline coalescer_options options_of(const coordination::coalesce& c) {
  return {.lines = {.waiting = c.waiting}, .batch = c.batch};
}

/// The policy of the queue is the caller's to pass with each operation: coordinated_policy's
/// `background`.
inline background_options options_of(const coordination::background_queue& q) {
  return {.books = {.jobs = q.jobs},
          .threads = q.workers,
          .patience = q.patience,
          .dead_letters = q.dead_letters};
}

}  // namespace contend
