// A wait that follows the contention seen: the more others committed, the longer.
#pragma once

#include <array>
#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/detail/delay.hpp>

namespace contend {

/// What g, the contention, is taken from.
enum class contention_signal : std::uint8_t {
  /// Commits of this actor since the operation's previous attempt.
  since_previous,
  /// Versions that the attempt lost by, current − attempted + 1. Only those who won within one's
  /// own
  /// window count, so that it stays at 1 or 2 in practice and the wait hardly adapts.
  lost_by,
};

constexpr auto names(contention_signal) {
  return std::array{named{contention_signal::since_previous, "since_previous"},
                    named{contention_signal::lost_by, "lost_by"}};
}

struct adaptive {
  static constexpr std::string_view name = "adaptive";
  static constexpr std::string_view summary = "waits longer the more others committed meanwhile";
  static constexpr std::string_view formula =
      "g = commits seen; v = min(cap, base if g <= 2; base * g if g <= 10; else 2 * base * g); "
      "U(0, v), or v without jitter";
  static constexpr std::string_view reference =
      "H. T. Kung and J. T. Robinson, On optimistic methods for concurrency control, 1981; full "
      "jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/";
  static constexpr bool times_attempts = false;

  duration base = std::chrono::milliseconds{50};
  duration cap = std::chrono::seconds{5};
  contention_signal signal = contention_signal::since_previous;
  bool jitter = true;

  static constexpr auto fields() {
    return std::tuple{
        field("base", &adaptive::base, "the wait under light contention", at_least(0)),
        field("cap", &adaptive::cap, "the longest wait", at_least(0)),
        field("signal", &adaptive::signal, "what contention is measured by"),
        field("jitter", &adaptive::jitter,
              "full jitter on top: a wait from 0 to the one computed")};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts& facts,
                                        random_source& random) const noexcept {
    const version g =
        signal == contention_signal::lost_by ? facts.lost_by() : facts.commits_since_previous;
    const duration v = under(g);
    return retry_after(jitter ? detail::uniform(random, duration::zero(), v) : v);
  }

 private:
  static constexpr version light = 2;      ///< g up to which contention counts as light …
  static constexpr version moderate = 10;  ///< … and as moderate; heavy above.

  [[nodiscard]] constexpr duration under(version g) const noexcept {
    if (g <= light) return std::min(cap, base);
    if (g <= moderate) return detail::multiplied(base, g, cap);
    return detail::multiplied(detail::doubled(base, 1, cap), g, cap);
  }
};

}  // namespace contend
