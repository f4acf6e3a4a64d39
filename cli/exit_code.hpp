// What the executable's exit status means: a contract with scripts and CI.
#pragma once

namespace contend::cli {

enum class exit_code : int {
  done = 0,
  internal_error = 1,
  usage = 2,
  invalid_input = 3,  ///< An invalid scenario or result file.
  store_unreachable = 4,
  invariant_violated = 5,  ///< A lost update, a version stored twice, a broken chain.
  threshold_failed = 10,
  regression = 11,    ///< Significantly worse than the baseline.
  inconclusive = 12,  ///< With --strict: a threshold or comparison that cannot be told.
  interrupted = 130,  ///< Ended by a signal; what was finished is kept.
};

}  // namespace contend::cli
