#include <algorithm>
#include <array>
#include <cstdint>

#include <contend/reports/detail/text.hpp>

namespace contend::reports::detail {

namespace {

struct character {
  std::uint32_t code = 0xfffd;
  std::size_t bytes = 1;
};

/// The first character of `text`, which is not empty; U+FFFD for a byte that begins none.
character first_of(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3fU);
  }
  return {code, bytes};
}

struct range {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t N>
bool within(const std::array<range, N>& ranges, std::uint32_t code) noexcept {
  return std::ranges::any_of(ranges, [code](range r) { return r.first <= code && code <= r.last; });
}

// From EastAsianWidth.txt of Unicode 15 (W and F), neighbouring blocks put together.
constexpr std::array<range, 13> wide = {{{0x1100, 0x115f},
                                         {0x2e80, 0x303e},
                                         {0x3041, 0xa4cf},
                                         {0xa960, 0xa97c},
                                         {0xac00, 0xd7a3},
                                         {0xf900, 0xfaff},
                                         {0xfe30, 0xfe6f},
                                         {0xff01, 0xff60},
                                         {0xffe0, 0xffe6},
                                         {0x1f300, 0x1f64f},
                                         {0x1f680, 0x1f6ff},
                                         {0x1f900, 0x1f9ff},
                                         {0x20000, 0x3fffd}}};

constexpr std::array<range, 8> combining = {{{0x0300, 0x036f},
                                             {0x0483, 0x0489},
                                             {0x1ab0, 0x1aff},
                                             {0x1dc0, 0x1dff},
                                             {0x200b, 0x200f},
                                             {0x20d0, 0x20ff},
                                             {0xfe00, 0xfe0f},
                                             {0xfe20, 0xfe2f}}};

std::size_t width_of(std::uint32_t code) noexcept {
  if (within(combining, code)) return 0;
  return within(wide, code) ? 2 : 1;
}

/// How many bytes of `text` fit in `width` columns.
std::size_t bytes_that_fit(std::string_view text, std::size_t width) noexcept {
  std::size_t bytes = 0;
  for (std::size_t used = 0; bytes < text.size();) {
    const character c = first_of(text.substr(bytes));
    used += width_of(c.code);
    if (used > width) break;
    bytes += c.bytes;
  }
  return bytes;
}

/// The first word of `text`, with what must not be parted from it.
std::string_view unbroken(std::string_view text) {
  std::size_t end = std::min(text.find(' '), text.size());
  while (end > 0 && end < text.size() && text[end - 1] >= '0' && text[end - 1] <= '9') {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (display_width(text.substr(end + 1, next - end - 1)) > 3) break;
    end = next;
  }
  return text.substr(0, end);
}

std::string spaces_up_to(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(width > used ? width - used : 0, ' ');
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const character c = first_of(text);
    width += width_of(c.code);
    text.remove_prefix(c.bytes);
  }
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  return std::string{text} + spaces_up_to(text, width);
}

std::string pad_left(std::string_view text, std::size_t width) {
  return spaces_up_to(text, width).append(text);
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  return std::string{text.substr(0, bytes_that_fit(text, width > 0 ? width - 1 : 0))} + "…";
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const character c = first_of(text);
    const bool control = c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0);
    shown += control ? std::string_view{" "} : text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
  return shown;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string all;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string_view word = unbroken(text);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const std::size_t wants = display_width(word);
    const bool fits = used + 1 + wants <= width;
    if (used > 0) all += fits ? " " : "\n";
    used = used > 0 && fits ? used + 1 + wants : wants;
    all += word;
  }
  return all + "\n";
}

}  // namespace contend::reports::detail
