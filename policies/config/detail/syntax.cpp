#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <contend/policies/config/detail/syntax.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::config::detail {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool contains(std::string_view text, std::string_view part) noexcept {
  return text.find(part) != std::string_view::npos;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_word(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '+' ||
         c == '-' || c == '.';
}

/// nlohmann_json's own words, without its codes and without the token, which may be the whole text.
std::string bare(std::string_view what) {
  if (const auto dash = what.find(" - "); dash != std::string_view::npos)
    what.remove_prefix(dash + 3);
  return std::string{what.substr(0, what.find("; last read: '"))};
}

std::string_view word_at(std::string_view text, std::size_t offset) noexcept {
  std::size_t end = offset;
  while (end < text.size() && end - offset < 40 && is_word(text[end])) ++end;
  return text.substr(offset, end - offset);
}

/// Whether a value could have stood where it stopped, rather than a comma, a colon or a key.
bool expects_value(std::string_view what) noexcept {
  return contains(what, "or a literal") || contains(what, "; expected digit") ||
         !contains(what, "; expected ");
}

/// What a word that JSON does not know was probably meant as.
syntax_mistake explain_word(std::size_t offset, std::string_view word) {
  for (std::string_view none : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"})
    if (word == none) return {offset, fmt::format("JSON has no {}", word), {}};
  for (std::string_view null : {"None", "nil", "undefined"})
    if (word == null)
      return {offset, fmt::format("unknown word \"{}\"", word), "did you mean null?"};
  if (const auto near = closest(word, {"true", "false", "null"}); !near.empty())
    return {offset, fmt::format("unknown word \"{}\"", word),
            fmt::format("did you mean {}?", near)};
  if (word.find_first_not_of("0123456789+-.eE") == std::string_view::npos)
    return {offset, fmt::format("\"{}\" is not a number as JSON writes it", word), {}};
  return {offset, "a string stands in double quotes", fmt::format("did you mean \"{}\"?", word)};
}

syntax_mistake explain_structure(std::string_view text, std::size_t offset, std::string_view what) {
  const auto last = text.substr(0, offset).find_last_not_of(blanks);
  const char before = last == std::string_view::npos ? '\0' : text[last];
  const char here = text[offset];
  const bool closes = here == '}' || here == ']';
  if (before == ',' && (closes || here == ',')) return {last, "a comma too many", {}};
  if (contains(what, "; expected end of input"))
    return {offset, "the JSON value has ended, yet more text follows", {}};
  if (contains(what, "; expected ':'"))
    return {offset, "a colon is missing between key and value", {}};
  if (!closes && (contains(what, "; expected ']'") || contains(what, "; expected '}'")))
    return {offset, "a comma is missing before this", {}};
  if (contains(what, "; expected string literal"))
    return {offset, "a key stands in double quotes", {}};
  if (contains(what, "or a literal")) return {offset, "a value is missing here", {}};
  if (contains(what, "invalid literal")) return {offset, fmt::format("unexpected '{}'", here), {}};
  return {offset, bare(what), {}};
}

/// Where the character starts that nlohmann_json stopped in, or behind which.
std::size_t ill_formed(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::size_t start = std::min(at, text.size() - 1);
  if (byte(start) < 0x80 && start > 0) --start;
  while (start > 0 && byte(start) >= 0x80 && byte(start) < 0xC0 && byte(start - 1) >= 0x80) --start;
  return start;
}

/// "key: value" or "- value" is YAML's, "[part]" or "key = value" TOML's.
std::string_view language_of(std::string_view line) {
  line = line.substr(0, line.find_last_not_of(blanks) + 1);
  if (line.starts_with("- ") || line.starts_with("---")) return "YAML";
  const std::size_t word = line.starts_with('[') ? 1 : 0;
  const std::size_t end = word + word_at(line, word).size();
  if (end == word) return {};
  if (word == 1) return line.substr(end) == "]" ? "TOML" : "";
  const std::size_t next = line.find_first_not_of(blanks, end);
  if (next == std::string_view::npos) return {};
  if (line[next] == '=') return "TOML";
  return line[next] == ':' && (next + 1 == line.size() || line[next + 1] == ' ') ? "YAML" : "";
}

/// What is wrong with all of the text, if it is of another language; by its first line that is
/// neither empty nor a comment.
std::optional<syntax_mistake> explain_language(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t first = std::min(text.find_first_not_of(blanks, at), text.size());
    const std::size_t end = std::min(text.find('\n', first), text.size());
    const std::string_view line = text.substr(first, end - first);
    at = end;
    if (line.starts_with('#')) continue;
    const std::string_view language = language_of(line);
    if (language.empty()) return {};
    if (line.starts_with('[') && !contains(text, "=")) return {};  // a list of one wrong word
    return syntax_mistake{first, fmt::format("this looks like {}: only JSON is read", language),
                          R"(in JSON: { "key": "value", "list": [1, 2] })"};
  }
  return {};
}

}  // namespace

syntax_mistake explain_syntax(std::string_view text, std::size_t at, std::size_t after,
                              std::string_view what) {
  if (auto other = explain_language(text)) return *other;
  const std::size_t next = std::min(text.find_first_not_of(" \t\r\n,:", after), text.size());
  if (contains(what, "unexpected end of input")) {
    const bool empty = text.find_first_not_of(blanks) == std::string_view::npos;
    return {text.size(),
            empty ? "there is no JSON here: the text is empty" : "the text ends too early",
            {}};
  }
  if (contains(what, "missing closing quote")) return {next, "the string has no closing quote", {}};
  if (contains(what, "ill-formed UTF-8")) return {ill_formed(text, at), "this is not UTF-8", {}};
  if (contains(what, "invalid string")) return {at, bare(what), {}};
  if (at >= text.size()) return {text.size(), bare(what), {}};
  if (contains(what, "number overflow"))
    return {next, fmt::format("the number {} is too large", word_at(text, next)), {}};

  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) return {at, "this is not JSON in UTF-8", {}};
  const bool comment = byte == '#' || text.substr(at, 2) == "//" || text.substr(at, 2) == "/*";
  if (comment) return {at, "JSON has no comments", {}};
  if (byte == '\'') return {at, "strings stand in double quotes, not in single ones", {}};

  // nlohmann_json stops inside a bad word, or one byte behind a bad number: go back to its start,
  // which may lie before the last good token ("5ms" starts as a number).
  std::size_t offset = text[at] == '"' ? next : at;
  if (!is_word(text[at]) && contains(what, "invalid ") && at > next) offset = at - 1;
  if (!is_word(text[offset])) return explain_structure(text, offset, what);
  while (offset > 0 && is_word(text[offset - 1])) --offset;
  if (offset >= next && !expects_value(what)) return explain_structure(text, offset, what);
  return explain_word(offset, word_at(text, offset));
}

}  // namespace contend::config::detail
