#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/containers.hpp>
#include <contend/policies/config/document.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/record.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario_file.hpp>
#include <contend/scenarios/topics.hpp>

namespace contend::scenarios {

bool is_field(const topic& t) { return t.kind.starts_with("field of "); }

namespace {

using config::node;
using config::one_of_shape;
using config::record_shape;
using config::shape;

/// Where something stands: keys from the root. Names that a user chooses, and lists, are parts too.
using path = std::vector<std::string>;
constexpr std::string_view any_name = "NAME";
constexpr std::string_view in_a_list = "[]";
constexpr std::string_view field_of = "field of ";

path operator/(path at, std::string_view part) {
  at.emplace_back(part);
  return at;
}

/// `value` where it stands in a scenario.
node nested(const path& at, node value) {
  for (auto part = at.rbegin(); part != at.rend(); ++part)
    value = *part == in_a_list ? node{node::array{std::move(value)}}
                               : config::object_of({{*part, value}});
  return value;
}

std::string one_line(const node& value) { return config::to_json(value).dump(); }

std::string example(const path& at, node value) {
  std::string text = config::to_text(nested(at, std::move(value)));
  text.pop_back();
  return text;
}

/// Bounds of a list, a map or what may be absent are those of what it holds.
std::string range_of(const record_shape::member_field& f) {
  const shape* type = f.type;
  while (type->element() != nullptr) type = type->element();
  return type->range(f.limits);
}

topic_field described(const record_shape& record, const record_shape::member_field& f) {
  const node value = record.default_of(f);
  return {.name = std::string{f.name},
          .help = std::string{f.help},
          .type = f.type->what(),
          .range = range_of(f),
          .value = value.is_null() ? "" : one_line(value)};
}

/// Whether there is nothing in it to show.
bool is_bare(const node& value) {
  const auto* list = value.as<node::array>();
  const auto* members = value.as<node::object>();
  return value.is_null() || (list != nullptr && list->empty()) ||
         (members != nullptr && members->empty());
}

/// The first of several, so that an example stays short.
node first_of(node several) {
  if (auto* list = several.as<node::array>()) list->resize(1);
  if (auto* members = several.as<node::object>()) members->resize(1);
  return several;
}

/// What the first shipped scenario that has something there has at `at`; null if none has.
node shipped_example(const path& at) {
  for (const shipped_scenario& s : library()) {
    config::diagnostics ignored;
    const config::document file = config::parse(std::string{s.text}, "", ignored);
    const node* held = &file.root;
    for (auto key = at.begin(); held != nullptr && key != at.end(); ++key) held = held->find(*key);
    if (held != nullptr && !is_bare(*held)) return *held;
  }
  return {};
}

/// Of a list or a map at `at`, whose fields alone do not say how it is written; empty if no shipped
/// scenario has any.
std::string example_of_several(const path& at) {
  node one = shipped_example(at);
  return one.is_null() ? "" : example(at, first_of(std::move(one)));
}

/// What may stand in a kind's options, the first kind for a choice that stands among them.
node options_of(const record_shape& record) {
  node made{node::object{}};
  for (const record_shape::member_field& f : record.fields()) {
    const auto* kinds = dynamic_cast<const one_of_shape*>(f.type);
    const node value = record.default_of(f);
    if (f.name.empty() && kinds != nullptr)
      made.add(std::string{kinds->choices().front().name},
               options_of(*kinds->choices().front().options));
    else
      made.add(std::string{f.name}, value.is_null() ? node{std::string{"…"}} : value);
  }
  return made;
}

/// Goes through the shapes of the scenario file and says a topic for each thing that it meets.
class walk {
 public:
  explicit walk(std::vector<topic>& into) : into_{into} {}

  /// The fields of a record that stands at `at` and goes by `name`.
  void fields(const record_shape& record, std::string_view name, const path& at) {
    for (const record_shape::member_field& f : record.fields()) {
      const path here = f.name.empty() ? at : at / f.name;
      visit(record, f, name, here);
    }
  }

 private:
  void visit(const record_shape& record, const record_shape::member_field& f,
             std::string_view parent, const path& field_at) {
    const shape* type = f.type;
    path at = field_at;
    for (; type->element() != nullptr; type = type->element()) {
      if (dynamic_cast<const config::list_shape*>(type) != nullptr) at = at / in_a_list;
      if (dynamic_cast<const config::map_shape*>(type) != nullptr) at = at / any_name;
    }
    const auto* kinds = dynamic_cast<const one_of_shape*>(type);
    const auto* part = dynamic_cast<const record_shape*>(type);
    std::string several = at == field_at ? "" : example_of_several(field_at);
    if (kinds != nullptr) return choice(*kinds, f, parent, at, std::move(several));
    if (part != nullptr && part->plain() == nullptr)
      return section(*part, f, at, std::move(several));
    topic_field own = described(record, f);
    node value = record.default_of(f);
    if (is_bare(value) && field_at.size() == 1) value = shipped_example(field_at);
    into_.push_back(
        {.name = std::string{f.name},
         .kind = fmt::format("field of {}", parent),
         .summary = own.help,
         .fields = {own},
         .example = example(field_at, value.is_null() ? node{std::string{"…"}} : value)});
  }

  void section(const record_shape& part, const record_shape::member_field& f, const path& at,
               std::string written) {
    topic made{.name = std::string{f.name},
               .kind = "part of a scenario",
               .summary = std::string{f.help},
               .example = std::move(written)};
    for (const record_shape::member_field& field : part.fields())
      made.fields.push_back(described(part, field));
    name_kinds(made);
    into_.push_back(std::move(made));
    if (is_new(part)) fields(part, f.name, at);
  }

  void choice(const one_of_shape& kinds, const record_shape::member_field& f,
              std::string_view parent, const path& at, std::string written) {
    const std::string_view noun = kinds.noun().empty() ? f.name : kinds.noun();
    const std::string_view name = f.name.empty() ? noun : f.name;
    topic made{.name = std::string{name},
               .kind = name == noun ? "choice" : fmt::format("field of {}", parent),
               .summary = std::string{f.help},
               .example = std::move(written)};
    for (const one_of_shape::choice& c : kinds.choices())
      made.fields.push_back({.name = std::string{c.name}, .help = std::string{c.summary}});
    into_.push_back(std::move(made));
    if (!is_new(kinds)) return;
    for (const one_of_shape::choice& c : kinds.choices()) kind(c, noun, at);
  }

  void kind(const one_of_shape::choice& c, std::string_view noun, const path& at) {
    topic made{.name = std::string{c.name},
               .kind = std::string{noun},
               .summary = std::string{c.summary},
               .formula = std::string{c.formula},
               .reference = std::string{c.reference}};
    for (const record_shape::member_field& f : c.options->fields())
      made.fields.push_back(described(*c.options, f));
    node options = options_of(*c.options);
    name_kinds(made);
    const auto* plain = c.options->plain();
    if (plain != nullptr)
      made.example = example(plain->name == "value" ? at : at / c.name,
                             std::move(options.as<node::object>()->front().held));
    else if (made.fields.empty())
      made.example = example(at, node{std::string{c.name}});
    else
      made.example = example(at / c.name, std::move(options));
    into_.push_back(std::move(made));
    if (c.options->plain() == nullptr) fields(*c.options, c.name, at / c.name);
  }

  /// A kind stands among the fields by its own name.
  static void name_kinds(topic& of) {
    for (topic_field& field : of.fields)
      if (field.name.empty()) field.name = "NAME";
  }

  /// The same shape may stand in several places; its parts are told once.
  bool is_new(const shape& s) {
    if (std::find(seen_.begin(), seen_.end(), &s) != seen_.end()) return false;
    seen_.push_back(&s);
    return true;
  }

  std::vector<topic>& into_;
  std::vector<const shape*> seen_{};
};

/// The same part or field told again, because it may stand in several places, is told once.
void tell_once(std::vector<topic>& all) {
  std::vector<topic> kept;
  for (topic& t : all) {
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const topic& before) {
      return before.name == t.name && before.fields == t.fields &&
             (is_field(t) ? is_field(before) && before.summary == t.summary
                          : before.kind == t.kind);
    });
    if (t.fields.empty() || same == kept.end())
      kept.push_back(std::move(t));
    else if (is_field(t))
      same->kind += ", " + t.kind.substr(field_of.size());
  }
  all = std::move(kept);
}

void add_metrics(std::vector<topic>& into) {
  for (const measure::metric& m : measure::all_metrics()) {
    std::string summary{m.help};
    summary += fmt::format(" (unit: {}", measure::to_string(m.unit));
    if (m.better != measure::better::neither)
      summary += m.better == measure::better::lower ? "; less is better" : "; more is better";
    if (m.by_group) summary += "; also of each group of writers";
    into.push_back({.name = std::string{m.name},
                    .kind = "metric",
                    .summary = summary + ")",
                    .formula = std::string{m.formula},
                    .reference = std::string{m.reference}});
  }
}

void add_scenarios(std::vector<topic>& into) {
  for (const shipped_scenario& s : library()) {
    config::diagnostics ignored;
    const config::document file = config::parse(std::string{s.text}, "", ignored);
    const node* description = file.root.find("description");
    const auto* text = description == nullptr ? nullptr : description->as<std::string>();
    into.push_back({.name = std::string{s.name},
                    .kind = "shipped scenario",
                    .summary = text == nullptr ? "" : *text});
  }
}

}  // namespace

std::vector<topic> topics() {
  std::vector<topic> all;
  const auto& root = dynamic_cast<const record_shape&>(config::shape_of<scenario_file>());
  walk{all}.fields(root, "a scenario", {});
  // Whoever asks for "jitter" means the backoff more often than a breaker's option of that name.
  std::stable_partition(all.begin(), all.end(), [](const topic& t) { return !is_field(t); });
  tell_once(all);
  add_metrics(all);
  add_scenarios(all);
  return all;
}

}  // namespace contend::scenarios
