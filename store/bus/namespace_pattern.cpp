#include <fmt/format.h>

#include <contend/store/bus/namespace_pattern.hpp>

namespace contend {

namespace {

/// Takes the first token off `text`. Tells an empty last token from the end by `more`.
std::string_view take_token(std::string_view& text, bool& more) noexcept {
  const std::size_t dot = text.find('.');
  const std::string_view token = text.substr(0, dot);
  more = dot != std::string_view::npos;
  text.remove_prefix(more ? dot + 1 : text.size());
  return token;
}

constexpr std::string_view blanks = " \t\r\n";

bool is_plain(std::string_view token) noexcept {
  return !token.empty() && token.find_first_of("*>") == std::string_view::npos &&
         token.find_first_of(blanks) == std::string_view::npos;
}

}  // namespace

bool is_namespace(std::string_view name) noexcept {
  for (bool more = true; more;)
    if (!is_plain(take_token(name, more))) return false;
  return true;
}

result<namespace_pattern> namespace_pattern::parse(std::string_view text) {
  std::string_view rest = text;
  bool exact = true;
  for (bool more = true; more;) {
    const std::string_view token = take_token(rest, more);
    const bool wildcard = token == "*" || (token == ">" && !more);
    if (!wildcard && !is_plain(token))
      return store_error{
          .code = make_error_code(boost::system::errc::invalid_argument),
          .detail = fmt::format("the namespace pattern \"{}\": \"{}\" is no token; a token has "
                                "neither blanks nor wildcards, or is \"*\", or \">\" at the end",
                                text, token)};
    exact = exact && !wildcard;
  }
  return namespace_pattern{text, exact};
}

bool namespace_pattern::matches(std::string_view name) const noexcept {
  if (exact_) return name == text_;
  std::string_view pattern = text_;
  for (bool more_pattern = true, more_name = true;;) {
    const std::string_view wanted = take_token(pattern, more_pattern);
    const std::string_view token = take_token(name, more_name);
    if (wanted == ">") return !token.empty();
    if (wanted != "*" && wanted != token) return false;
    if (!more_pattern || !more_name) return more_pattern == more_name;
  }
}

}  // namespace contend
