#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <contend/policies/config/pointer.hpp>

namespace contend::config {

namespace {

/// The element that an array's key names; null, and why, if there is none.
node* element(node::array& items, const pointer::part& part, diagnostics& errors) {
  std::size_t index = 0;
  const char* end = part.key.data() + part.key.size();
  const auto [last, error] = std::from_chars(part.key.data(), end, index);
  if (error == std::errc{} && last == end && index < items.size()) return &items[index];
  errors.error(part.where, fmt::format("the list has no element \"{}\": it has {}, counted from 0",
                                       part.key, items.size()));
  return nullptr;
}

/// Why `part` cannot be below `from`, where it is not there yet; empty if it can be made.
std::string obstacle(const node& from, const pointer::part& part) {
  if (from.as<node::object>() != nullptr || from.is_null()) return {};
  return fmt::format("\"{}\" is not there: above it stands {}", part.key, from.description());
}

/// "workload.writers", as it is written elsewhere, with the separators of a pointer.
std::string with_slashes(std::string_view text) {
  std::string made{text};
  if (made.find('/') == std::string::npos) std::replace(made.begin(), made.end(), '.', '/');
  return made;
}

std::optional<std::string> unescaped(std::string_view key) {
  std::string plain;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] != '~') {
      plain += key[i];
    } else if (i + 1 < key.size() && (key[i + 1] == '0' || key[i + 1] == '1')) {
      plain += key[++i] == '0' ? '~' : '/';
    } else {
      return std::nullopt;
    }
  }
  return plain;
}

}  // namespace

std::string pointer::text() const {
  std::string all;
  for (const part& p : parts) {
    all += '/';
    for (const char c : p.key) all += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return all;
}

pointer parse_pointer(std::string_view text, const place& where, diagnostics& errors) {
  pointer parsed{.where = where};
  if (!text.empty() && text.front() != '/') {
    errors.error(where, fmt::format("a JSON pointer starts with '/', not \"{}\"", text),
                 fmt::format("did you mean \"/{}\"?", with_slashes(text)));
    return parsed;
  }
  if (std::count(text.begin(), text.end(), '/') > static_cast<std::ptrdiff_t>(most_depth))
    errors.error(where, fmt::format("a JSON pointer has at most {} parts", most_depth));
  for (std::size_t at = 0; at < text.size() && parsed.parts.size() < most_depth;) {
    const std::size_t end = std::min(text.find('/', at + 1), text.size());
    const place here{where.in, where.offset + at + 1};
    auto key = unescaped(text.substr(at + 1, end - at - 1));
    if (!key) {
      errors.error(here, "in a JSON pointer '~' is written \"~0\", and '/' in a name \"~1\"");
      return parsed;
    }
    parsed.parts.push_back({std::move(*key), here});
    at = end;
  }
  return parsed;
}

const node* find(const node& root, const pointer& to) {
  const node* at = &root;
  for (const pointer::part& part : to.parts) {
    if (at->as<node::array>() != nullptr) {
      diagnostics ignored;
      at = element(const_cast<node::array&>(*at->as<node::array>()), part, ignored);
    } else {
      at = at->find(part.key);
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

void set(node& root, const pointer& to, node value, diagnostics& errors) {
  // First as far as the tree goes, changing nothing: an obstacle can only stand there.
  node* at = &root;
  auto part = to.parts.begin();
  for (; part != to.parts.end(); ++part) {
    auto* items = at->as<node::array>();
    node* next = items != nullptr ? element(*items, *part, errors) : at->find(part->key);
    if (next == nullptr && items != nullptr) return;
    if (next == nullptr) break;
    at = next;
  }
  if (part != to.parts.end()) {
    // "closed" is short for { "closed": {} }, which has room for options.
    const auto* name = at->as<std::string>();
    if (name != nullptr && *name == part->key)
      at->value = node::object{};
    else if (std::string why = obstacle(*at, *part); !why.empty())
      return errors.error(part->where, std::move(why));
  }
  for (; part != to.parts.end(); ++part) {
    node made;
    made.where = part->where;
    at = &at->add(part->key, std::move(made));
  }
  *at = std::move(value);
}

setting parse_setting(std::string text, document& keep, diagnostics& errors) {
  const std::size_t equals = std::min(text.find('='), text.size());
  const std::size_t begin = std::min(equals + 1, text.size());
  diagnostics not_json;
  document parsed = parse(text, "--set", not_json, begin);
  keep.sources.insert(keep.sources.end(), parsed.sources.begin(), parsed.sources.end());
  const source* from = parsed.sources.front().get();
  if (begin == text.size()) {
    errors.error({from, begin}, "a setting is written /json/pointer=value");
    return {};
  }
  setting made{.to = parse_pointer(std::string_view{text}.substr(0, equals), {from, 0}, errors),
               .value = std::move(parsed.root)};
  if (not_json.empty()) return made;
  // What looks like JSON and is not is a mistake; anything else is a string without its quotes.
  if (std::string_view{"{[\""}.find(text[begin]) != std::string_view::npos)
    errors.append(not_json);
  else
    made.value = node{text.substr(begin), {from, begin}};
  return made;
}

}  // namespace contend::config
