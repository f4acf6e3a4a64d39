// No backoff: retry at once.
#pragma once

#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>

namespace contend {

struct none {
  static constexpr std::string_view name = "none";
  static constexpr std::string_view summary = "retries at once, without any wait";
  static constexpr std::string_view formula = "0";
  static constexpr std::string_view reference =
      "the baseline of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/";
  static constexpr bool times_attempts = false;
  static constexpr auto fields() { return std::tuple{}; }

  [[nodiscard]] constexpr decision next(const attempt_facts&, random_source&) const noexcept {
    return retry_after(duration::zero());
  }
};

}  // namespace contend
