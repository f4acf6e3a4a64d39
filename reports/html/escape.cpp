#include <contend/reports/detail/text.hpp>
#include <contend/reports/html/escape.hpp>

namespace contend::reports::html {

namespace {

/// Any text as valid UTF-8: the JSON writer replaces what is not.
std::string valid(std::string_view text) {
  const nlohmann::json quoted = std::string{text};
  const std::string dumped = quoted.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return nlohmann::json::parse(dumped).get<std::string>();
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : detail::printable(is_ascii(text) ? std::string{text} : valid(text)))
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  return safe;
}

std::string island(const nlohmann::ordered_json& value) {
  // Line separators end a line of JavaScript; in a JSON text they, and the rest, can only stand
  // within strings, where an escape means the same.
  constexpr std::string_view line_separators = "\xe2\x80";
  const std::string text =
      value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size() + text.size() / 64);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<')
      safe += "\\u003c";
    else if (c == '>')
      safe += "\\u003e";
    else if (c == '&')
      safe += "\\u0026";
    else if (c == '\xe2' && text.compare(i, 2, line_separators) == 0 &&
             (text[i + 2] == '\xa8' || text[i + 2] == '\xa9')) {
      safe += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace contend::reports::html
