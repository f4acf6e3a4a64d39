#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/config/containers.hpp>
#include <contend/policies/config/elsewhere.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/record.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::config {

namespace {

using path = std::vector<std::string_view>;

constexpr std::size_t most_places = 3;
constexpr std::size_t longest_value = 40;
constexpr std::string_view any_name = "NAME";

/// A shape, and the keys that lead to it.
struct step {
  const shape* at;
  path keys;
};

/// Past lists, maps and what may be absent. The names in a map are the user's.
step unwrapped(step s) {
  for (; s.at->element() != nullptr; s.at = s.at->element())
    if (dynamic_cast<const map_shape*>(s.at) != nullptr) s.keys.push_back(any_name);
  return s;
}

void add_parts(const step& from, std::vector<step>& into) {
  const auto add = [&](std::string_view key, const shape& at) {
    into.push_back({&at, from.keys});
    into.back().keys.push_back(key);
  };
  if (const auto* kinds = dynamic_cast<const one_of_shape*>(from.at))
    for (const one_of_shape::choice& c : kinds->choices()) add(c.name, *c.options);
  const auto* record = dynamic_cast<const record_shape*>(from.at);
  if (record == nullptr || record->plain() != nullptr) return;
  for (const record_shape::member_field& f : record->fields()) {
    if (f.name.empty())
      add_parts({f.type, from.keys}, into);  // the kind stands among the fields
    else
      add(f.name, *f.type);
  }
}

/// The shortest ways from `start` to a key of this name.
std::vector<step> ways_to(std::string_view name, const shape& start) {
  std::vector<step> found;
  std::vector<const shape*> seen;
  for (std::vector<step> level{{&start, {}}}; !level.empty() && found.empty();) {
    std::vector<step> next;
    for (const step& outer : level) {
      const step inner = unwrapped(outer);
      if (std::find(seen.begin(), seen.end(), inner.at) != seen.end()) continue;
      seen.push_back(inner.at);
      add_parts(inner, next);
    }
    std::copy_if(next.begin(), next.end(), std::back_inserter(found),
                 [&](const step& s) { return s.keys.back() == name; });
    level = std::move(next);
  }
  return found;
}

/// `given` where it can be right, else what must be given.
std::string value_at(const shape& leaf, const node& given) {
  const auto* record = dynamic_cast<const record_shape*>(&leaf);
  if (record != nullptr && record->plain() == nullptr && given.as<node::object>() == nullptr) {
    std::string required;
    for (const record_shape::member_field& f : record->fields())
      if (!f.name.empty() && record->must_be_given(f))
        required += fmt::format("{}\"{}\": …", required.empty() ? "" : ", ", f.name);
    return required.empty() ? "{}" : "{ " + required + " }";
  }
  const std::string text = to_json(given).dump();
  return text.size() > longest_value ? "…" : text;
}

/// What the key stands in, for a person.
std::string holder_of(const step& s) {
  const std::string_view outer = s.keys[s.keys.size() - 2];
  return outer == any_name && s.keys.size() > 2
             ? fmt::format("each of \"{}\"", s.keys[s.keys.size() - 3])
             : fmt::format("\"{}\"", outer);
}

std::string nested(const step& s, const node& given) {
  std::string text = value_at(*s.at, given);
  for (auto key = s.keys.rbegin(); key != s.keys.rend(); ++key)
    text = fmt::format("{{ \"{}\": {} }}", *key, text);
  return text;
}

/// "/workload/arrivals"; empty for what stands in nothing.
std::string pointer_to(const enclosing& part) {
  if (part.outer == nullptr) return "";
  return fmt::format("{}/{}", pointer_to(*part.outer), part.name);
}

std::string quoted_all(const std::vector<step>& ways, const std::string& before) {
  std::string text;
  for (const step& s : ways)
    text += fmt::format("{}{}/{}", text.empty() ? "" : " or ", before,
                        fmt::join(s.keys.begin(), s.keys.end() - 1, "/"));
  return text;
}

using pointer_parts = std::span<const pointer::part>;

/// As far as the shapes tell: what any value may stand in has any keys.
void check_parts(pointer_parts rest, const enclosing& in, diagnostics& errors) {
  if (rest.empty()) return;
  const std::string& key = rest.front().key;
  if (in.is.element() != nullptr) {
    const bool takes_a_key = dynamic_cast<const optional_shape*>(&in.is) == nullptr;
    const enclosing inner{*in.is.element(), takes_a_key ? key : in.name, &in};
    return check_parts(takes_a_key ? rest.subspan(1) : rest, inner, errors);
  }
  std::vector<step> parts;
  add_parts({&in.is, {}}, parts);
  if (parts.empty()) return;
  std::vector<std::string_view> names;
  for (const step& part : parts) {
    if (part.keys.back() == key) return check_parts(rest.subspan(1), {*part.at, key, &in}, errors);
    names.push_back(part.keys.back());
  }
  const member wrong{.key = key, .where = rest.front().where};
  errors.error(wrong.where, fmt::format("unknown field \"{}\"", key),
               what_was_meant(wrong, names, in));
}

}  // namespace

std::string what_was_meant(const member& wrong, const std::vector<std::string_view>& candidates,
                           const enclosing& here) {
  const std::string usual = did_you_mean(wrong.key, candidates);
  if (!closest(wrong.key, candidates).empty()) return usual;
  const enclosing* inner = nullptr;
  for (const enclosing* e = &here; e != nullptr; inner = e, e = e->outer) {
    const std::vector<step> ways = ways_to(wrong.key, e->is);
    if (ways.empty()) continue;
    const bool stands_in_itself = inner != nullptr && inner->name == wrong.key;
    if (ways.size() > most_places || stands_in_itself) break;
    const step& first = ways.front();
    if (inner == nullptr)
      return fmt::format("it stands in {}: {}", holder_of(first), nested(first, wrong.held));
    if (first.keys.size() == 1 && e->outer == nullptr)
      return fmt::format("it stands at the top of the {}, beside \"{}\"", e->name, inner->name);
    if (first.keys.size() == 1)
      return fmt::format("it stands in \"{}\", beside \"{}\"", e->name, inner->name);
    return fmt::format("{}{}a field of this name stands in {}", usual, usual.empty() ? "" : "; ",
                       quoted_all(ways, pointer_to(*e)));
  }
  return usual;
}

void check_pointer(const pointer& to, const shape& whole, std::string_view name,
                   diagnostics& errors) {
  check_parts(to.parts, {whole, name, nullptr}, errors);
}

}  // namespace contend::config
