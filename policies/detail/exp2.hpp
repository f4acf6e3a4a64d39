// 2^x for a wait's formula. A library's exp2() may differ in its last bits from one processor or
// version to the next, and then a run would too; this one is additions and multiplications only.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace contend::detail {

/// 2^r for 0 <= r < 1: the Taylor series of e^(r·ln 2), to `terms` terms.
template <int terms>
constexpr double exp2_series(double r) noexcept {
  const double x = r * 0.69314718055994530942;  // ln 2
  double sum = 1;
  for (int k = terms; k > 0; --k) sum = 1 + sum * x / k;
  return sum;
}

inline constexpr int exp2_steps = 64;

/// 2^(i/64).
inline constexpr std::array<double, exp2_steps> exp2_table = [] {
  std::array<double, exp2_steps> table{};
  for (int i = 0; i < exp2_steps; ++i)
    table[static_cast<std::size_t>(i)] = exp2_series<24>(static_cast<double>(i) / exp2_steps);
  return table;
}();

/// 2^x for -1000 < x < 1000, off by less than 1e-15 of itself: the nearest 64th by table, the rest
/// (at most 1/128) by a polynomial of degree 5, whose coefficients are ln(2)^k / k!.
constexpr double exp2(double x) noexcept {
  // A 64-th of x rounds to a whole number when 3·2^51 is added; its low bits are then that number.
  constexpr double shift = 0x1.8p52;
  const double shifted = x * exp2_steps + shift;
  const auto whole = std::bit_cast<std::int64_t>(shifted) - std::bit_cast<std::int64_t>(shift);
  const double r = x - (shifted - shift) / exp2_steps;
  const double r2 = r * r;
  const double low = 1 + r * 0.69314718055994530942;
  const double middle = 0.24022650695910071233 + r * 0.05550410866482157995;
  const double high = 0.00961812910762847716 + r * 0.00133335581464284434;
  const double fraction = low + r2 * (middle + r2 * high);
  const double step = exp2_table[static_cast<std::size_t>(whole & (exp2_steps - 1))];
  const auto power = static_cast<std::uint64_t>((whole >> 6) + 1023) << 52;
  return fraction * step * std::bit_cast<double>(power);
}

}  // namespace contend::detail
