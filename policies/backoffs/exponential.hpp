// A wait that grows by a factor with each failure, up to a cap. No randomness: writers that failed
// together come back together, which is what the jittered backoffs mend.
#pragma once

#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/detail/delay.hpp>

namespace contend {

struct exponential {
  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view summary = "waits longer by a factor after each failure";
  static constexpr std::string_view formula = "min(cap, base * multiplier^(n-1))";
  static constexpr std::string_view reference =
      "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/";
  static constexpr bool times_attempts = false;

  duration base = std::chrono::milliseconds{100};
  double multiplier = 2;
  duration cap = std::chrono::seconds{10};

  static constexpr auto fields() {
    return std::tuple{
        field("base", &exponential::base, "the first wait", at_least(0)),
        field("multiplier", &exponential::multiplier, "each wait over the one before", at_least(1)),
        field("cap", &exponential::cap, "the longest wait", at_least(0))};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts& facts, random_source&) const noexcept {
    const std::uint32_t steps = facts.failures > 0 ? facts.failures - 1 : 0;
    if (multiplier == 2) return retry_after(detail::doubled(base, steps, cap));
    return retry_after(std::min(cap, detail::scaled(base, detail::power(multiplier, steps))));
  }
};

}  // namespace contend
