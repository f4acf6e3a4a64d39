#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/measure/metrics/all.hpp>
#include <contend/measure/vocabulary.hpp>
#include <contend/reports/detail/sweep.hpp>
#include <contend/reports/html/escape.hpp>
#include <contend/reports/html/sections.hpp>

namespace contend::reports::html {

namespace {

constexpr std::string_view wanted(measure::better b) {
  switch (b) {
    case measure::better::lower:
      return ", lower is better";
    case measure::better::higher:
      return ", higher is better";
    default:
      return "";
  }
}

using json = nlohmann::ordered_json;

/// The policy as its run's scenario has it; null where it does not say.
const json* definition_of(const view& v, const shown_policy& policy) {
  const json& scenario = v.input->runs[policy.run].result->scenario;
  const auto all = scenario.find("policies");
  if (all == scenario.end() || !all->is_object()) return nullptr;
  const auto found = all->find(policy.name);
  return found == all->end() || !found->is_object() ? nullptr : &*found;
}

/// "jitter", of "jitter" or { "jitter": { … } }; empty for anything else.
std::string kind_of(const json& written) {
  if (written.is_string()) return written.get<std::string>();
  return written.is_object() && !written.empty() ? written.begin().key() : "";
}

std::string linked(std::string_view kind, const std::string& name, const std::string& label) {
  if (measure::find_word(kind, name) == nullptr) return escaped(label);
  return fmt::format("<a class=\"term\" href=\"#g-{}-{}\">{}</a>", kind, name, escaped(label));
}

/// " (mode full, base 5ms)"; empty where there are no options.
std::string options_of(const json& written) {
  std::string text;
  if (!written.is_object() || written.empty() || !written.front().is_object()) return text;
  for (const auto& [name, value] : written.front().items())
    if (value.is_primitive())
      text += fmt::format("{}{} {}", text.empty() ? " (" : ", ", escaped(name),
                          escaped(detail::value_text(value)));
  return text.empty() ? text : text + ")";
}

/// A resolved scenario writes 0 for a limit that there is not.
std::string limits_of(const json& limits) {
  std::string text;
  for (const char* name : {"attempts", "deadline"}) {
    const auto limit = limits.find(name);
    if (limit == limits.end()) continue;
    const std::string value = detail::value_text(*limit);
    if (value == "0" || value == "0s") continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, escaped(value));
  }
  return text.empty() ? "none" : text;
}

/// Which guard the scenario means by this name.
std::string guard_kind(const view& v, const shown_policy& policy, const std::string& name) {
  const json& scenario = v.input->runs[policy.run].result->scenario;
  const json::json_pointer where = json::json_pointer{"/guards"} / name;
  if (!scenario.contains(where) || !scenario.at(where).is_object()) return "";
  for (const auto& [kind, options] : scenario.at(where).items())
    if (measure::find_word("guard", kind) != nullptr) return kind;
  return "";
}

std::string definition(const view& v, const shown_policy& policy) {
  const json* written = definition_of(v, policy);
  if (written == nullptr) return "its result does not say what it is";
  std::string text;
  const auto part = [&](std::string_view what, const std::string& how) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", what, how);
  };
  if (const auto b = written->find("backoff"); b != written->end())
    part("backoff", linked("backoff", kind_of(*b), kind_of(*b)) + options_of(*b));
  if (const auto l = written->find("limits"); l != written->end() && l->is_object())
    part("limits:", limits_of(*l));
  if (const auto g = written->find("guards"); g != written->end() && g->is_array())
    for (const json& name : *g)
      if (name.is_string())
        part("guard", linked("guard", guard_kind(v, policy, name.get<std::string>()),
                             name.get<std::string>()));
  if (const auto c = written->find("coordination"); c != written->end() && c->is_array())
    for (const json& one : *c)
      part("coordination", linked("coordination", kind_of(one), kind_of(one)));
  return text;
}

std::string policies_of(const view& v) {
  std::string text = "<h3>The policies</h3>\n<dl class=\"glossary\">\n";
  for (std::size_t i = 0; i < v.policies.size(); ++i)
    text += fmt::format("<dt id=\"g-policy-{}\">{}</dt><dd>{}</dd>\n", i,
                        escaped(v.policies[i].label), definition(v, v.policies[i]));
  return text + "</dl>\n";
}

/// Unit, direction and formula, where that says more than the unit.
std::string how_measured(const measure::metric& m) {
  const std::string text = fmt::format("{}{}", measure::to_string(m.unit), wanted(m.better));
  if (m.formula == "a count" || m.formula == "a time") return text;
  return fmt::format("{}; {}", text, escaped(m.formula));
}

std::string metrics() {
  std::string text = "<h3>Metrics</h3>\n<dl class=\"glossary\">\n";
  for (const measure::metric& m : measure::all_metrics())
    text += fmt::format("<dt id=\"g-{0}\">{0}</dt><dd>{1} <small>{2}</small></dd>\n", m.name,
                        escaped(m.help), how_measured(m));
  return text + "</dl>\n";
}

std::string words(std::string_view kind, std::string_view title) {
  std::string text = fmt::format("<h3>{}</h3>\n<dl class=\"glossary\">\n", title);
  for (const measure::word& w : measure::vocabulary())
    if (w.kind == kind)
      text += fmt::format(
          "<dt id=\"g-{0}-{1}\">{1}</dt><dd>{2}{3}</dd>\n", kind, w.name, escaped(w.summary),
          w.formula.empty() ? "" : fmt::format(" <small>{}</small>", escaped(w.formula)));
  return text + "</dl>\n";
}

}  // namespace

/// From the declarations that `contend explain` shows, and of each policy what the scenario says.
std::string glossary_section(const view& v) {
  return policies_of(v) + metrics() + words("backoff", "Backoffs") + words("guard", "Guards") +
         words("coordination", "Coordination");
}

}  // namespace contend::reports::html
