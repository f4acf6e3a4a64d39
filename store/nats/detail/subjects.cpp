#include <contend/store/nats/detail/subjects.hpp>

namespace contend::nats {

namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_plain(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

void add_token(std::string& to, std::string_view name) {
  if (name.empty()) to += '=';
  for (const char c : name) {
    if (is_plain(c)) {
      to += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    to += '=';
    to += digits[byte >> 4U];
    to += digits[byte & 15U];
  }
}

std::string joined(std::string_view prefix, std::string_view name) {
  std::string all;
  all.reserve(prefix.size() + 1 + name.size());
  all += prefix;
  all += '.';
  add_token(all, name);
  return all;
}

}  // namespace

std::string token_of(std::string_view name) {
  std::string token;
  add_token(token, name);
  return token;
}

std::optional<std::string> name_of(std::string_view token) {
  if (token.empty()) return {};
  if (token == "=") return std::string{};
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (is_plain(token[i])) {
      name += token[i];
      continue;
    }
    if (token[i] != '=' || i + 2 >= token.size()) return {};
    const std::size_t high = digits.find(token[i + 1]);
    const std::size_t low = digits.find(token[i + 2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    const char c = static_cast<char>(high * 16 + low);
    if (is_plain(c)) return {};  // it would not have been escaped
    name += c;
    i += 2;
  }
  return name;
}

std::string snapshots_of(std::string_view stream) { return std::string{stream} + "_SNAPSHOTS"; }

subjects::subjects(std::string_view stream, std::string_view name_space)
    : name_space_{token_of(name_space)},
      events_{joined(stream, name_space)},
      snapshots_{joined(snapshots_of(stream), name_space)} {}

std::string subjects::events(std::string_view actor) const { return joined(events_, actor); }

std::string subjects::snapshots(std::string_view actor) const { return joined(snapshots_, actor); }

std::string subjects::message_id(std::string_view actor, std::string_view rest) const {
  std::string id = joined(name_space_, actor);
  id += '.';
  id += rest;
  return id;
}

std::optional<actor_address> address_of(std::string_view stream, std::string_view subject) {
  if (!subject.starts_with(stream)) return {};
  subject.remove_prefix(stream.size());
  if (!subject.starts_with('.')) return {};
  subject.remove_prefix(1);
  const std::size_t dot = subject.find('.');
  if (dot == std::string_view::npos) return {};
  auto name_space = name_of(subject.substr(0, dot));
  auto actor = name_of(subject.substr(dot + 1));
  if (!name_space || !actor) return {};
  return actor_address{*std::move(name_space), *std::move(actor)};
}

}  // namespace contend::nats
