// One replication as it went, operation by operation: what `contend trace` draws.
//
// Plain data; times since the start of the run. Filled by sim/timeline.hpp, drawn by
// reports/trace.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <contend/policies/observer.hpp>
#include <contend/policies/outcome.hpp>
#include <contend/policies/time.hpp>

namespace contend::measure {

struct timeline {
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  struct operation {
    std::uint32_t writer = 0;
    std::uint32_t node = 0;
    std::uint32_t actor = 0;
    std::uint32_t number = 0;  ///< Which operation of its writer, from 0.
    bool background = false;   ///< Its second life, in its node's background queue.
    duration arrived{};        ///< Its intended start.
    duration from{};           ///< When it began.
    duration to{};
    bool open = true;           ///< It had not ended when the recording did.
    operation_result result{};  ///< Of one that has ended.
  };

  /// What an operation did, or waited for, for a while. The steps of an operation follow each other
  /// without overlapping.
  struct step {
    enum class kind : std::uint8_t {
      in_line,      ///< For its turn in its node, or for room in the background queue.
      taken_along,  ///< Another operation carries it in its own append.
      read,         ///< Until the answer is there.
      decide,
      append,
      resolve,          ///< An append without an answer, sent again.
      wait,             ///< By choice of its policy.
      wait_for_commit,  ///< The same, or until another writer commits.
    };

    kind what = kind::read;
    std::size_t operation = 0;  ///< Index into `operations`.
    std::uint32_t attempt = 0;  ///< From 1; 0 before the first.
    duration from{};
    duration to{};
    bool open = true;                  ///< It had no end when the recording did.
    outcome how = outcome::committed;  ///< The answer to a request that has ended.
    std::optional<duration> served{};  ///< When the store carried it out; nothing if it did not.
    version expected = 0;              ///< By an append.
    version current = 0;               ///< As the store answered.
    std::size_t lost_to = nowhere;     ///< Of a conflict: the append that won, if it is recorded.
  };

  /// Why there may be more that is not recorded.
  enum class end : std::uint8_t { of_the_run, most_operations, most_steps, of_the_window };

  std::vector<operation> operations{};  ///< In the order in which they began.
  std::vector<step> steps{};            ///< The same.
  end until = end::of_the_run;
};

}  // namespace contend::measure
