// Whether a text is so plain that JSON writes it as it is. Here for all to inline: every name of
// every event that is appended is looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace contend::detail {

/// A bit in each of eight bytes that is not plain (is_plain), and perhaps in those above such a
/// one.
inline std::uint64_t not_plain(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = ones * 0x80U;
  const auto zero_at = [](std::uint64_t x) { return (x - ones) & ~x; };
  return (bytes | (bytes - ones * 0x20U) | zero_at(bytes ^ (ones * '"')) |
          zero_at(bytes ^ (ones * '\\'))) &
         highs;
}

template <class Word>
std::uint64_t load(const char* from) noexcept {
  Word bytes = 0;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

/// All of one to seven bytes, in any order, some of them more than once.
inline std::uint64_t few_bytes(std::string_view text) noexcept {
  const char* const last = text.data() + text.size();
  if (text.size() >= 4)
    return load<std::uint32_t>(text.data()) | load<std::uint32_t>(last - 4) << 32U;
  const std::uint64_t ends = load<std::uint8_t>(text.data()) | load<std::uint8_t>(last - 1) << 8U;
  return ends | load<std::uint8_t>(text.data() + text.size() / 2) << 16U | 0x2020202020000000U;
}

/// Whether `text` is printable ASCII without quotes and backslashes: as most names are.
[[nodiscard]] inline bool is_plain(std::string_view text) noexcept {
  if (text.empty()) return true;
  if (text.size() < 8) return not_plain(few_bytes(text)) == 0;
  std::uint64_t found = 0;
  for (std::size_t i = 0; i + 8 <= text.size(); i += 8)
    found |= not_plain(load<std::uint64_t>(text.data() + i));
  found |= not_plain(load<std::uint64_t>(text.data() + text.size() - 8));
  return found == 0;
}

}  // namespace contend::detail
