#include <contend/store/detail/utf8.hpp>

namespace contend::detail {

namespace {

unsigned byte_at(std::string_view text, std::size_t i) noexcept {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

/// Bytes of the character at `i`, which is not ASCII; 0 if there is none. After table 3-7 of the
/// Unicode standard: the second byte's bounds rule out overlong forms, surrogates and too large
/// ones.
std::size_t character_size(std::string_view text, std::size_t i) noexcept {
  const unsigned lead = byte_at(text, i);
  const std::size_t size = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U) return 0;
  const unsigned low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
  const unsigned high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
  const unsigned second = byte_at(text, i + 1);
  if (second < low || second > high) return 0;
  for (std::size_t k = 2; k < size; ++k)
    if ((byte_at(text, i + k) & 0xC0U) != 0x80U) return 0;
  return size;
}

/// How many bytes longer the ASCII character `c` is as JSON writes it.
std::size_t escape_size(unsigned c) noexcept {
  if (c == '"' || c == '\\') return 1;
  if (c >= 0x20U) return 0;
  const bool has_short_form = c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t';
  return has_short_form ? 1 : 5;
}

}  // namespace

std::size_t utf8_prefix(std::string_view text) noexcept {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t size = byte_at(text, i) < 0x80U ? 1 : character_size(text, i);
    if (size == 0) break;
    i += size;
  }
  return i;
}

std::optional<std::size_t> json_string_size(std::string_view text) noexcept {
  if (is_plain(text)) return text.size() + 2;
  std::size_t escapes = 0;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned c = byte_at(text, i);
    const std::size_t size = c < 0x80U ? 1 : character_size(text, i);
    if (size == 0) return {};
    if (size == 1) escapes += escape_size(c);
    i += size;
  }
  return text.size() + escapes + 2;
}

}  // namespace contend::detail
