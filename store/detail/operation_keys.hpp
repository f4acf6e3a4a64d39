// The randomness of one everyday call: its waits, and the ids of its events.
#pragma once

#include <cstdint>
#include <string>

#include <contend/policies/random.hpp>

namespace contend::detail {

/// Branches that no other operation shares. The two halves of an id are independent, so that ids of
/// fresh keys are as unlike as 122 random bits make them.
struct operation_keys {
  random_key waits;
  random_key id_high;
  random_key id_low;
};

[[nodiscard]] constexpr operation_keys keys_of(std::uint64_t seed) noexcept {
  const random_key root{seed};
  return {.waits = root.with(0), .id_high = root.with(1), .id_low = root.with(2)};
}

/// The id of the `index`th event of an operation: a version 4 UUID (RFC 9562).
[[nodiscard]] std::string event_id(const operation_keys& keys, std::uint64_t index);

}  // namespace contend::detail
