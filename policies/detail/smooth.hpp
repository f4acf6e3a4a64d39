// The `smooth` jitter of Polly ("DecorrelatedJitterBackoffV2", by George Polevoy):
//
//   t = n - 1 + U(0, 1),  f(t) = 2^t · tanh(√(4t)),  wait = (f(tₙ) − f(tₙ₋₁)) / 1.4 · base
//
// which spreads the retries of a crowd evenly over time, and whose medians are near base, base,
// 2·base, 4·base, … As published it has no cap. Here one is applied before the randomness, as
// everywhere: with the normed g = f(t) / 2^n, which lies in [0, 1), the formula reads
//
//   wait = v · (gₙ − gₙ₋₁ / 2),  v = min(cap, base · 2^n / 1.4)
//
// and is the published one until the cap binds.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <contend/policies/detail/delay.hpp>
#include <contend/policies/detail/exp2.hpp>

namespace contend::detail {

/// f(t) / 2^n at t = n − 1 + u.
inline double smooth_part(std::uint32_t n, double u) noexcept {
  const double root = std::sqrt(static_cast<double>(n) - 1 + u);
  // tanh(2x) = (1 − e^−4x) / (1 + e^−4x); from x = 10 on it is 1 to the last bit of a double.
  const double e = root < 10 ? exp2(-5.7707801635558534 * root) : 0;  // 4 / ln 2
  return exp2(u - 1) * (1 - e) / (1 + e);
}

/// The wait after failure n. `previous` is g of the failure before, 0 before the first.
inline duration smooth_wait(duration base, duration cap, std::uint32_t n, random_source& random,
                            double& previous) noexcept {
  const double g = smooth_part(std::max(n, 1U), random.unit());
  const duration doubled_base = doubled(base, n, duration::max());
  const double v =
      std::min(static_cast<double>(cap.count()), static_cast<double>(doubled_base.count()) / 1.4);
  const double wait = v * (g - previous / 2);
  previous = g;
  return scaled(duration{1}, std::max(wait, 0.0));
}

}  // namespace contend::detail
