#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <contend/policies/config/elsewhere.hpp>
#include <contend/policies/config/names.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/record.hpp>
#include <contend/policies/config/schema.hpp>
#include <contend/policies/config/suggest.hpp>

namespace contend::config {

std::vector<std::string_view> one_of_shape::names() const {
  std::vector<std::string_view> all;
  for (const choice& c : choices_) all.push_back(c.name);
  return all;
}

const one_of_shape::choice* one_of_shape::find(std::string_view name) const {
  const auto found = std::find_if(choices_.begin(), choices_.end(),
                                  [&](const choice& c) { return c.name == name; });
  return found == choices_.end() ? nullptr : &*found;
}

const one_of_shape::choice* one_of_shape::held_by(const void* value) const {
  const auto found = std::find_if(choices_.begin(), choices_.end(),
                                  [&](const choice& c) { return c.held(value) != nullptr; });
  return found == choices_.end() ? nullptr : &*found;
}

const one_of_shape::choice* one_of_shape::plain() const {
  const auto found = std::find_if(choices_.begin(), choices_.end(), [](const choice& c) {
    return c.options->plain() != nullptr && c.options->plain()->name == "value";
  });
  return found == choices_.end() ? nullptr : &*found;
}

std::string one_of_shape::what() const {
  return fmt::format("one of \"{}\"", fmt::join(names(), "\", \""));
}

/// What was meant by "full jitter": a kind, and a value of one of its options, as words.
std::string one_of_shape::meant_by(std::string_view words) const {
  const auto said = [&](std::string_view name) {
    const std::size_t at = words.find(name);
    if (at == std::string_view::npos) return false;
    constexpr std::string_view between = " -_";
    const std::size_t end = at + name.size();
    return (at == 0 || between.find(words[at - 1]) != std::string_view::npos) &&
           (end == words.size() || between.find(words[end]) != std::string_view::npos);
  };
  const auto kind =
      std::find_if(choices_.begin(), choices_.end(), [&](const choice& c) { return said(c.name); });
  if (kind == choices_.end()) return did_you_mean(words, names());
  for (const record_shape::member_field& field : kind->options->fields())
    if (const auto* named = dynamic_cast<const enum_shape*>(field.type))
      for (std::string_view value : named->names())
        if (said(value))
          return fmt::format("did you mean {{ \"{}\": {{ \"{}\": \"{}\" }} }}?", kind->name,
                             field.name, value);
  return fmt::format("did you mean \"{}\"?", kind->name);
}

void one_of_shape::read(const node& from, void* into, const reading& as) const {
  const enclosing here{*this, as.subject, as.in};
  if (from.as<node::object>() != nullptr)
    return read_among(from, {}, into, {as.subject, as.within, as.errors, &here});
  const reading inner{noun(as), {}, as.errors, &here};
  const choice* written_plainly = plain();
  if (const auto* name = from.as<std::string>()) {
    if (const choice* c = find(*name))
      return c->read(*c->options, node{node::object{}, from.where}, into, inner);
    const bool meant_a_name = !closest(*name, names()).empty();
    if (written_plainly == nullptr || meant_a_name)
      return as.errors.error(from.where, fmt::format("unknown {} \"{}\"", noun(as), *name),
                             meant_by(*name));
  }
  if (written_plainly != nullptr)
    return written_plainly->read(*written_plainly->options, from, into,
                                 {as.subject, {}, as.errors, as.in});
  as.errors.error(from.where,
                  fmt::format("\"{}\" must be {}, not {}", as.subject, what(), from.description()));
}

void one_of_shape::read_among(const node& from, const std::vector<std::string_view>& siblings,
                              void* into, const reading& as) const {
  std::vector<std::string_view> candidates = names();
  candidates.insert(candidates.end(), siblings.begin(), siblings.end());
  const member* chosen = nullptr;
  bool mistaken = false;
  for (const member& m : std::get<node::object>(from.value)) {
    if (std::find(siblings.begin(), siblings.end(), m.key) != siblings.end()) continue;
    if (as.errors.full()) return;
    const choice* c = find(m.key);
    if (c == nullptr) {
      mistaken = true;
      as.errors.error(m.where, fmt::format("unknown {} \"{}\"", noun(as), m.key),
                      what_was_meant(m, candidates, *as.in));
    } else if (chosen != nullptr) {
      as.errors.error(m.where, fmt::format("only one {} may stand here: \"{}\" or \"{}\"", noun(as),
                                           chosen->key, m.key));
    } else {
      chosen = &m;
      c->read(*c->options, m.held, into, {m.key, {}, as.errors, as.in});
    }
  }
  if (chosen == nullptr && !mistaken)
    as.errors.error(from.where, fmt::format("the {} is missing", noun(as)),
                    fmt::format("one of: \"{}\"", fmt::join(names(), "\", \"")));
}

member one_of_shape::write_member(const void* from) const {
  const choice* c = held_by(from);
  if (c == nullptr) return {};
  return {.key = std::string{c->name}, .held = c->options->write(c->held(from))};
}

node one_of_shape::write(const void* from) const {
  const choice* c = held_by(from);
  if (c == nullptr) return {};
  member written = write_member(from);
  if (c == plain()) return std::move(written.held);
  if (c->options->fields().empty()) return node{std::move(written.key)};
  return node{node::object{std::move(written)}};
}

std::string one_of_shape::problem(const void* value, const bounds&) const {
  const choice* c = held_by(value);
  return c == nullptr ? "is missing" : c->options->problem(c->held(value), {});
}

node one_of_shape::schema(const bounds&, schema_definitions& shared) const {
  const auto build = [&] {
    node::array forms;
    node::array known;
    for (std::string_view name : names()) known.emplace_back(std::string{name});
    forms.push_back(object_of({{"enum", node{std::move(known)}}}));
    if (const choice* c = plain(); c != nullptr)
      forms.push_back(c->options->plain()->type->schema(c->options->plain()->limits, shared));
    for (const choice& c : choices_) {
      const std::string name{c.name};
      forms.push_back(object_of({{"type", node{std::string{"object"}}},
                                 {"properties", object_of({{name, c.options->schema({}, shared)}})},
                                 {"required", node{node::array{node{name}}}},
                                 {"additionalProperties", node{false}}}));
    }
    return object_of({{"anyOf", node{std::move(forms)}}});
  };
  return noun_.empty() ? build() : shared.refer(*this, noun_, build);
}

}  // namespace contend::config
