// A constant delay, with or without jitter around it.
#pragma once

#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/detail/delay.hpp>

namespace contend {

struct fixed {
  static constexpr std::string_view name = "fixed";
  static constexpr std::string_view summary = "waits the same time after each failure";
  static constexpr std::string_view formula = "delay * U(1 - jitter, 1 + jitter)";
  static constexpr std::string_view reference =
      "https://learn.microsoft.com/en-us/azure/architecture/best-practices/transient-faults";
  static constexpr bool times_attempts = false;

  duration delay = std::chrono::milliseconds{100};
  /// Writers that failed together come back together unless their waits differ.
  share jitter{0};

  static constexpr auto fields() {
    return std::tuple{
        field("delay", &fixed::delay, "the constant wait", at_least(0)),
        field("jitter", &fixed::jitter, "how far a wait may be off on either side; 0: not at all",
              between(0, 1))};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts&,
                                        random_source& random) const noexcept {
    if (jitter.value <= 0) return retry_after(delay);
    return retry_after(detail::spread(random, delay, jitter.value));
  }
};

}  // namespace contend
