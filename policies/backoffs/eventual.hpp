// Eventual: the caller does not wait. After a failure the operation is handed to a background
// queue, which retries with a policy of its own (store/background/).
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/describe.hpp>

namespace contend {

struct eventual {
  static constexpr std::string_view name = "eventual";
  static constexpr std::string_view summary =
      "hands the operation to a background queue after some failures, so that the caller need not "
      "wait";
  static constexpr std::string_view formula = "n < after: 0; else defer";
  static constexpr std::string_view reference =
      "eventual consistency: the effect comes, only not yet";
  static constexpr bool times_attempts = false;

  /// The failure after which it is handed over: 1 after the first; the ones before retry at once.
  std::uint32_t after = 1;

  static constexpr auto fields() {
    return std::tuple{field("after", &eventual::after,
                            "the failure after which it is handed over; those before retry at once",
                            at_least(1))};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts& facts, random_source&) const noexcept {
    return facts.failures < after ? retry_after(duration::zero()) : defer();
  }
};

}  // namespace contend
