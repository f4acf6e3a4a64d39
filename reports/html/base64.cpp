#include <cstdint>

#include <contend/reports/html/base64.hpp>

namespace contend::reports::html {

namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t value_of(char hex) {
  return static_cast<std::uint32_t>(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

}  // namespace

std::string base64_of_hex(std::string_view hex) {
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 6) {
    // Six hexadecimal digits are three bytes are four digits of base64.
    const std::string_view group = hex.substr(i, 6);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 6; ++k)
      bits = bits << 4 | (k < group.size() ? value_of(group[k]) : 0);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= group.size() / 2 ? digits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

}  // namespace contend::reports::html
