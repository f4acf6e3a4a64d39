// The branches of randomness in a simulation: who draws what for what.
//
// Every draw's key is (seed, replication, writer, purpose and operation, what within the
// operation). The policy under test is no part of it: all policies of a scenario meet the same
// arrivals, keys, hops and service times (common random numbers), so that their difference is the
// policies' own.
#pragma once

#include <cstdint>

#include <contend/policies/random.hpp>

namespace contend::sim {

/// The branch of one operation of one writer. The policy draws right below it, by attempt.
constexpr random_key stream(random_key replication, std::uint32_t writer,
                            std::uint32_t operation) noexcept {
  return replication.with(writer).with(operation);
}

/// What else an operation needs randomness for, kept clear of the policy's own draws.
enum class purpose : std::uint64_t {
  network = 1,
  service,
  decision,
  keys,
  think,
  notice,
  fault,
  background,  ///< The operation's second life, each of its parts with branches of its own.
};

/// The branch for one purpose of an operation, given its own.
constexpr random_key key_for(random_key operation, purpose what, std::uint64_t index = 0) noexcept {
  return operation.with((static_cast<std::uint64_t>(what) << 56) | index);
}

/// Draw number `index` for one purpose of an operation, given its branch.
constexpr random_source draw_for(random_key operation, purpose what,
                                 std::uint64_t index = 0) noexcept {
  return random_source{key_for(operation, what, index)};
}

/// Branches of what belongs to no writer, kept clear of every writer's number.
enum class shared_purpose : std::uint64_t { arrivals = std::uint64_t{1} << 40, guards };

/// `index`: of the group of writers, where each has a branch.
constexpr random_key stream(random_key replication, shared_purpose what,
                            std::uint32_t index = 0) noexcept {
  return replication.with(static_cast<std::uint64_t>(what) | (std::uint64_t{index} << 8));
}

}  // namespace contend::sim
