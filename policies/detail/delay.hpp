// Arithmetic on waits that cannot overflow: whatever the options and the number of failures, a wait
// is at most its cap.
#pragma once

#include <algorithm>
#include <cstdint>

#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>

namespace contend::detail {

/// min(cap, base·2^doublings), exact.
constexpr duration doubled(duration base, std::uint32_t doublings, duration cap) noexcept {
  if (base <= duration::zero()) return duration::zero();
  if (doublings >= 63 || base.count() > (cap.count() >> doublings)) return cap;
  return duration{base.count() << doublings};
}

/// min(cap, base·factor), exact. Factors below 0 count as 0.
constexpr duration multiplied(duration base, std::int64_t factor, duration cap) noexcept {
  if (base <= duration::zero() || factor <= 0) return duration::zero();
  std::int64_t product = 0;  // with overflow told: a division would take half of a decision's time
  const bool beyond = __builtin_mul_overflow(base.count(), factor, &product);
  return beyond || product > cap.count() ? cap : duration{product};
}

/// factor^exponent by repeated squaring: unlike a library's pow(), the same bits on every machine.
constexpr double power(double factor, std::uint32_t exponent) noexcept {
  double result = 1;
  for (; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result *= factor;
    factor *= factor;
  }
  return result;
}

/// `length`·`factor`, as a double has it, to the nearest nanosecond; at most duration::max(). A
/// length below 0 counts as 0.
constexpr duration scaled(duration length, double factor) noexcept {
  if (length <= duration::zero()) return duration::zero();
  const double result = static_cast<double>(length.count()) * factor;
  return result < 0x1.0p63 ? duration{static_cast<std::int64_t>(result + 0.5)} : duration::max();
}

/// A wait from `low` to `high`, both included and equally likely. One draw.
constexpr duration uniform(random_source& random, duration low, duration high) noexcept {
  return duration{random.uniform(low.count(), high.count())};
}

/// `middle`·U(1−part, 1+part). One draw.
constexpr duration spread(random_source& random, duration middle, double part) noexcept {
  if (middle <= duration::zero()) return duration::zero();
  const duration reach = std::min(scaled(middle, part), duration::max() - middle);
  return uniform(random, middle - reach, middle + reach);
}

}  // namespace contend::detail
