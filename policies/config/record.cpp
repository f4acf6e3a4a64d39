#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/policies/config/elsewhere.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/record.hpp>

namespace contend::config {

namespace {

/// The member's place in a record that is only looked at.
const void* part(const record_shape::member_field& field, const void* record) {
  return field.of(const_cast<void*>(record));
}

}  // namespace

record_shape::record_shape(std::string_view summary, std::vector<member_field> fields, access how)
    : summary_{summary}, fields_{std::move(fields)}, how_{how} {
  if (fields_.size() == 1 && (fields_.front().name == "value" || fields_.front().name == "file"))
    plain_ = &fields_.front();
  for (const member_field& field : fields_)
    if (field.name.empty()) {
      inlined_ = &field;
      kinds_ = dynamic_cast<const one_of_shape*>(field.type);
    }
}

const record_shape::member_field* record_shape::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const member_field& field) {
    return !name.empty() && field.name == name;
  });
  return found == fields_.end() ? nullptr : &*found;
}

std::vector<std::string_view> record_shape::names() const {
  std::vector<std::string_view> all;
  for (const member_field& field : fields_)
    if (!field.name.empty()) all.push_back(field.name);
  return all;
}

std::string record_shape::what() const {
  if (plain_ != nullptr) return plain_->type->what();
  if (how_.from_text != nullptr) return "an object or a text";
  return kinds_ != nullptr ? kinds_->what() : "an object";
}

void record_shape::read(const node& from, void* into, const reading& as) const {
  bool judge = false;
  if (from.as<node::object>() == nullptr) {
    const std::size_t before = as.errors.size();
    read_plainly(from, into, as);
    judge = as.errors.size() == before;
  } else {
    judge = can_judge(from, read_fields(from, into, as));
  }
  if (!judge || as.errors.full()) return;
  if (std::string wrong = how_.check(into); !wrong.empty())
    as.errors.error(from.where, std::move(wrong));
}

bool record_shape::can_judge(const node& from, const outcome& read) const {
  if (how_.judged.empty()) return read.mistaken.empty() && !read.unknown_key;
  return std::all_of(how_.judged.begin(), how_.judged.end(), [&](std::string_view field) {
    const bool mistaken =
        std::find(read.mistaken.begin(), read.mistaken.end(), field) != read.mistaken.end();
    return !mistaken && !(read.unknown_key && from.find(field) == nullptr);
  });
}

void record_shape::read_plainly(const node& from, void* into, const reading& as) const {
  if (how_.from_text != nullptr && from.as<std::string>() != nullptr) {
    const node meant = how_.from_text(from, as.errors);
    if (!meant.is_null()) read_fields(meant, into, as);
    return;
  }
  if (plain_ != nullptr)
    return plain_->type->read(from, plain_->of(into),
                              {as.subject, plain_->limits, as.errors, as.in});
  if (inlined_ != nullptr) return inlined_->type->read(from, inlined_->of(into), as);
  as.errors.error(from.where,
                  fmt::format("\"{}\" must be {}, not {}", as.subject, what(), from.description()),
                  object_meant(from, into));
}

/// The object that says what a number or a text in its place was meant to say: that text as the
/// first field that takes it, and what else must be given.
std::string record_shape::object_meant(const node& value, void* scratch) const {
  if (value.is_null() || value.as<node::array>() != nullptr) return {};
  const auto takes = [&](const member_field& field) {
    diagnostics refused;
    field.type->read(value, field.of(scratch), {field.name, field.limits, refused});
    return refused.empty();
  };
  auto meant = std::find_if(fields_.begin(), fields_.end(), [&](const member_field& field) {
    return must_be_given(field) && takes(field);
  });
  if (meant == fields_.end()) meant = std::find_if(fields_.begin(), fields_.end(), takes);
  std::string members;
  for (auto field = fields_.begin(); field != fields_.end(); ++field)
    if (!field->name.empty() && (field == meant || must_be_given(*field)))
      members += fmt::format("{}\"{}\": {}", members.empty() ? "" : ", ", field->name,
                             field == meant ? to_json(value).dump() : "…");
  return members.empty() ? "" : fmt::format("for example {{ {} }}", members);
}

bool record_shape::read_keys(const node& from, void* into, const reading& as) const {
  const std::size_t before = as.errors.size();
  const std::vector<std::string_view> known = names();
  const enclosing here{*this, as.subject, as.in};
  if (kinds_ != nullptr) {
    kinds_->read_among(from, known, inlined_->of(into), {as.subject, as.within, as.errors, &here});
  } else {
    for (const member& m : std::get<node::object>(from.value))
      if (!as.errors.full() && find(m.key) == nullptr)
        as.errors.error(m.where, fmt::format("unknown field \"{}\"", m.key),
                        what_was_meant(m, known, here));
  }
  return as.errors.size() == before;
}

record_shape::outcome record_shape::read_fields(const node& from, void* into,
                                                const reading& as) const {
  const enclosing here{*this, as.subject, as.in};
  outcome read{.unknown_key = !read_keys(from, into, as)};
  for (const member_field& field : fields_) {
    if (field.name.empty()) continue;
    const std::size_t before = as.errors.size();
    if (const node* given = from.find(field.name))
      field.type->read(*given, field.of(into), {field.name, field.limits, as.errors, &here});
    else if (!field.type->problem(field.of(into), field.limits).empty())
      as.errors.error(from.where, fmt::format("\"{}\" is missing", field.name),
                      fmt::format("{}: {}, {}", field.name, field.help, field.type->what()));
    if (as.errors.size() != before) read.mistaken.push_back(field.name);
  }
  return read;
}

node record_shape::write(const void* from) const {
  if (plain_ != nullptr) return plain_->type->write(part(*plain_, from));
  node::object members;
  for (const member_field& field : fields_) {
    if (&field == inlined_) {
      members.push_back(kinds_->write_member(part(field, from)));
      continue;
    }
    node held = field.type->write(part(field, from));
    if (!held.is_null())
      members.push_back({.key = std::string{field.name}, .held = std::move(held)});
  }
  return node{std::move(members)};
}

std::string record_shape::problem(const void* value, const bounds&) const {
  for (const member_field& field : fields_)
    if (const std::string wrong = field.type->problem(part(field, value), field.limits);
        !wrong.empty())
      return fmt::format("\"{}\" {}", field.name, wrong);
  return {};
}

bool record_shape::must_be_given(const member_field& field) const {
  return !field.type->problem(part(field, how_.defaults()), field.limits).empty();
}

node record_shape::default_of(const member_field& field) const {
  return must_be_given(field) ? node{} : field.type->write(part(field, how_.defaults()));
}

node record_shape::properties(schema_definitions& shared, node::array& required) const {
  node all{node::object{}};
  for (const member_field& field : fields_) {
    if (field.name.empty()) continue;
    node& held = all.add(std::string{field.name}, field.type->schema(field.limits, shared));
    held.add("description", node{std::string{field.help}});
    if (node value = default_of(field); !value.is_null()) held.add("default", std::move(value));
    if (must_be_given(field)) required.emplace_back(std::string{field.name});
  }
  return all;
}

/// A kind with all its defaults is said by its name alone.
node record_shape::names_of_kinds() const {
  node::array names;
  for (const std::string_view name : kinds_->names()) names.emplace_back(std::string{name});
  return object_of({{"enum", node{std::move(names)}}});
}

node record_shape::schema(const bounds&, schema_definitions& shared) const {
  node::array required;
  node all = properties(shared, required);
  node one = object_of({{"type", node{std::string{"object"}}}});
  if (!summary_.empty()) one.add("description", node{std::string{summary_}});
  node::array kinds;
  if (kinds_ != nullptr)
    for (const one_of_shape::choice& c : kinds_->choices()) {
      const std::string name{c.name};
      all.add(name, c.options->schema({}, shared));
      kinds.push_back(object_of({{"required", node{node::array{node{name}}}}}));
    }
  one.add("properties", std::move(all));
  const bool by_name = kinds_ != nullptr && required.empty();
  if (!required.empty()) one.add("required", node{std::move(required)});
  if (!kinds.empty()) one.add("oneOf", node{std::move(kinds)});
  one.add("additionalProperties", node{false});
  if (by_name) return object_of({{"anyOf", node{node::array{names_of_kinds(), one}}}});
  if (plain_ == nullptr && how_.from_text == nullptr) return one;
  node otherwise = plain_ != nullptr ? plain_->type->schema(plain_->limits, shared)
                                     : object_of({{"type", node{std::string{"string"}}}});
  return object_of({{"anyOf", node{node::array{std::move(otherwise), std::move(one)}}}});
}

}  // namespace contend::config
