// Randomness that is a function of where it is used, not of what was drawn before.
//
// Every draw is keyed by (seed, replication, writer, purpose, operation, attempt): no writer
// carries a generator's state, adding a writer shifts nobody else's draws, any replication can be
// run alone, and two policies can be compared under the same random numbers.
//
//   const random_key writer = random_key{seed}.with(replication).with(writer_id);
//   random_source source{writer.with(attempt)};
//   source.uniform(0, 1'000'000);
#pragma once

#include <cstdint>
#include <limits>

namespace contend {

/// A place in the tree of random streams: 64 bits, freely copied.
class random_key {
 public:
  constexpr explicit random_key(std::uint64_t seed) noexcept : state_{derive(seed)} {}

  /// The key of the branch `part` below this one. Branches of different parts are independent.
  [[nodiscard]] constexpr random_key with(std::uint64_t part) const noexcept {
    random_key branch{*this};
    branch.state_ = derive(state_ ^ (part * 0x9e3779b97f4a7c15U + 0x2545f4914f6cdd1dU));
    return branch;
  }

  [[nodiscard]] constexpr std::uint64_t value() const noexcept { return state_; }

  friend constexpr bool operator==(random_key, random_key) = default;

 private:
  /// MurmurHash3's 64-bit finaliser: another mixer than random_source's, so that a branch is never
  /// equal to a draw.
  static constexpr std::uint64_t derive(std::uint64_t x) noexcept {
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdU;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53U;
    return x ^ (x >> 33);
  }

  std::uint64_t state_;
};

/// The stream of one key: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014). A UniformRandomBitGenerator. Not shared between threads; costs nothing to
/// make.
class random_source {
 public:
  using result_type = std::uint64_t;

  constexpr explicit random_source(random_key key) noexcept : state_{key.value()} {}

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  constexpr result_type operator()() noexcept {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
  }

  /// A whole number from low to high, both included and equally likely: one multiplication of a
  /// draw with the width (Lemire, "Fast random integer generation in an interval", 2019; without
  /// its rejection step, so that one call is always one draw: a value's likelihood is off by less
  /// than width / 2^64). Returns low where high <= low.
  constexpr std::int64_t uniform(std::int64_t low, std::int64_t high) noexcept {
    if (high <= low) return low;
    const std::uint64_t width =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t draw = (*this)();
    if (width == 0) return static_cast<std::int64_t>(draw);  // the whole range of 64 bits
    __extension__ using wide = unsigned __int128;
    const auto offset = static_cast<std::uint64_t>((static_cast<wide>(draw) * width) >> 64);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
  }

  /// A real number in [0, 1): the upper 53 bits of one draw.
  constexpr double unit() noexcept { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace contend
