// Exponential backoff with randomness: writers that failed together come back apart.
//
// The cap is applied before the randomness: v = min(cap, base·2^n) and the wait is drawn around v.
// Capping what was drawn instead piles the waits of many writers up exactly at the cap, so that
// they come back together after all. `decorrelated` does that as published; `decorrelated_even`
// mends it.
#pragma once

#include <array>
#include <string_view>
#include <tuple>

#include <contend/policies/backoff.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/detail/delay.hpp>
#include <contend/policies/detail/smooth.hpp>

namespace contend {

/// How the wait is drawn from v = min(cap, base·2^n), or from s, the wait before (at first s =
/// base).
enum class jitter_mode : std::uint8_t {
  full,          ///< U(0, v)
  equal,         ///< v/2 + U(0, v/2)
  decorrelated,  ///< min(cap, U(base, 3·s)); in the long run 27 % of them are the cap (5 ms/2 s)
  decorrelated_even,  ///< U(base, min(cap, 3·s))
  proportional,       ///< v·U(1−factor, 1+factor); at the cap up to cap·(1+factor)
  smooth,             ///< Polly's: even in time and without correlation between writers
};

constexpr auto names(jitter_mode) {
  return std::array{named{jitter_mode::full, "full"},
                    named{jitter_mode::equal, "equal"},
                    named{jitter_mode::decorrelated, "decorrelated"},
                    named{jitter_mode::decorrelated_even, "decorrelated_even"},
                    named{jitter_mode::proportional, "proportional"},
                    named{jitter_mode::smooth, "smooth"}};
}

struct jitter {
  static constexpr std::string_view name = "jitter";
  static constexpr std::string_view summary =
      "waits a random time around an exponentially growing one";
  static constexpr std::string_view formula =
      "v = min(cap, base * 2^n), s the wait before (first: base); "
      "full: U(0, v); equal: v/2 + U(0, v/2); decorrelated: min(cap, U(base, 3s)); "
      "decorrelated_even: U(base, min(cap, 3s)); proportional: v * U(1 - factor, 1 + factor); "
      "smooth: (f(n) - f(n-1)) / 1.4 * base, f = 2^t * tanh(sqrt(4t)), t = n - 1 + U(0, 1)";
  static constexpr std::string_view reference =
      "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/; smooth: "
      "https://github.com/Polly-Contrib/Polly.Contrib.WaitAndRetry";
  static constexpr bool times_attempts = false;

  /// What the modes with memory keep of the wait before; zeros before the first.
  struct memory {
    duration wait{};         ///< decorrelated, decorrelated_even: s.
    double smooth_part = 0;  ///< smooth: see detail/smooth.hpp.
  };

  jitter_mode mode = jitter_mode::full;
  duration base = std::chrono::milliseconds{5};
  duration cap = std::chrono::seconds{2};
  /// For proportional only.
  share factor{0.5};

  static constexpr auto fields() {
    return std::tuple{
        field("mode", &jitter::mode, "how the wait is drawn"),
        field("base", &jitter::base, "v is twice this after the first failure", at_least(0)),
        field("cap", &jitter::cap, "bounds v, before the wait is drawn from it", at_least(0)),
        field("factor", &jitter::factor, "mode proportional: how far off v a wait may be",
              between(0, 1))};
  }

  [[nodiscard]] constexpr decision next(const attempt_facts& facts, random_source& random,
                                        memory& kept) const noexcept {
    return retry_after(draw(facts.failures, random, kept));
  }

 private:
  [[nodiscard]] constexpr duration draw(std::uint32_t n, random_source& random,
                                        memory& kept) const noexcept {
    using detail::uniform;
    const duration v = detail::doubled(base, n, cap);
    switch (mode) {
      case jitter_mode::full:
        break;
      case jitter_mode::equal:
        return uniform(random, v / 2, v);
      case jitter_mode::decorrelated:
        return kept.wait = std::min(cap, uniform(random, base, reach(kept, duration::max())));
      case jitter_mode::decorrelated_even:
        return kept.wait = uniform(random, std::min(base, cap), reach(kept, cap));
      case jitter_mode::proportional:
        return detail::spread(random, v, factor.value);
      case jitter_mode::smooth:
        return detail::smooth_wait(base, cap, n, random, kept.smooth_part);
    }
    return uniform(random, duration::zero(), v);
  }

  /// min(most, 3·s).
  [[nodiscard]] constexpr duration reach(const memory& kept, duration most) const noexcept {
    return detail::multiplied(kept.wait > duration::zero() ? kept.wait : base, 3, most);
  }
};

}  // namespace contend
