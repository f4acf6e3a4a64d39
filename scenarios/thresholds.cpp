#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <contend/measure/json_text.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/pointer.hpp>
#include <contend/policies/config/reader.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/scenarios/thresholds.hpp>

namespace contend::scenarios {

namespace {

using config::diagnostics;
using config::node;

/// One value of T at `from`, or the mistake where it stands.
template <class T>
T read_value(const node& from, std::string_view subject, diagnostics& errors) {
  T value{};
  config::read(from, value, errors, subject);
  return value;
}

/// The limit in the metric's own unit: a share may be a percentage, a time is a duration.
double limit_of(const node& from, const measure::metric& metric, std::string_view subject,
                diagnostics& errors) {
  switch (metric.unit) {
    case measure::unit::share:
      return read_value<share>(from, subject, errors).value;
    case measure::unit::per_second:
      return read_value<rate>(from, subject, errors).per_second;
    case measure::unit::seconds:
      return static_cast<double>(read_value<duration>(from, subject, errors).count()) * 1e-9;
    default:
      return read_value<double>(from, subject, errors);
  }
}

class reader {
 public:
  reader(const node& root, const sound_parts& sound, diagnostics& errors)
      : root_{root}, sound_{sound}, errors_{errors} {}

  /// Without a metric where there is none of its name: of no use, but the rest is looked at too.
  threshold read(const node& from) {
    threshold made;
    if (const node* metric = from.find("metric"))
      if (const auto* text = metric->as<std::string>()) read_metric(*metric, *text, made);
    read_limit(from, made);
    read_policy(from, made);
    read_points(from, made);
    return made;
  }

 private:
  void read_metric(const node& at, const std::string& text, threshold& into) {
    const auto name = measure::metric_name::parse(text);
    into.metric = measure::find_metric(name.metric);
    into.group = name.group;
    into.text = text;
    if (into.metric == nullptr)
      return errors_.error(at.where, fmt::format("unknown metric \"{}\"", name.metric),
                           metric_meant(name.metric));
    if (!into.group.empty()) check_group(at, into);
    check_run(at, into);
  }

  void check_group(const node& at, const threshold& made) {
    if (!made.metric->by_group)
      return errors_.error(
          at.where, fmt::format("\"{}\" is of all writers, not of a group", made.metric->name));
    if (!sound_.keys(root_, {"workload", "groups"})) return;
    const node* workload = root_.find("workload");
    const node* groups = workload == nullptr ? nullptr : workload->find("groups");
    if (groups != nullptr && groups->find(made.group) != nullptr) return;
    std::vector<std::string_view> names;
    if (const auto* all = groups == nullptr ? nullptr : groups->as<node::object>())
      for (const config::member& m : *all) names.push_back(m.key);
    errors_.error(
        at.where, fmt::format("unknown group \"{}\"", made.group),
        names.empty() ? "the workload has no groups" : config::did_you_mean(made.group, names));
  }

  /// No run for a time has a makespan.
  void check_run(const node& at, const threshold& made) {
    const node* run = root_.find("run");
    const bool for_a_time = run != nullptr && run->find("for") != nullptr;
    if (made.metric->name != "makespan" || !for_a_time || is_swept("/run")) return;
    errors_.error(at.where, "\"makespan\" is of a run until it drains, and this one is for a time",
                  "did you mean \"drain_time\"?");
  }

  [[nodiscard]] bool is_swept(std::string_view part) const {
    const node* sweep = root_.find("sweep");
    const auto* axes = sweep == nullptr ? nullptr : sweep->as<node::object>();
    return axes != nullptr && std::any_of(axes->begin(), axes->end(), [&](const config::member& m) {
             return m.key.starts_with(part);
           });
  }

  void read_limit(const node& from, threshold& into) {
    const node* below = from.find("below");
    const node* above = from.find("above");
    if ((below == nullptr) == (above == nullptr)) {
      if (below != nullptr || sound_.keys(from))
        errors_.error(from.where, "a threshold is either \"below\" or \"above\" something",
                      R"(for example "below": "5%")");
      return;
    }
    into.below = below != nullptr;
    const node& limit = into.below ? *below : *above;
    if (into.metric != nullptr)
      into.limit = limit_of(limit, *into.metric, into.below ? "below" : "above", errors_);
    into.text +=
        fmt::format(" {} {}", into.below ? '<' : '>', measure::plain_text(config::to_json(limit)));
  }

  void read_policy(const node& from, threshold& into) {
    const node* policy = from.find("policy");
    if (policy == nullptr || policy->as<std::string>() == nullptr) return;
    into.policy = *policy->as<std::string>();
    into.text += fmt::format(" for \"{}\"", into.policy);
    const node* policies = root_.find("policies");
    if (policies == nullptr || policies->find(into.policy) != nullptr) return;
    if (!sound_.keys(root_, {"policies"})) return;
    std::vector<std::string_view> names;
    if (const auto* members = policies->as<node::object>())
      for (const config::member& m : *members) names.push_back(m.key);
    errors_.error(policy->where, fmt::format("unknown policy \"{}\"", into.policy),
                  config::did_you_mean(into.policy, names));
  }

  void read_points(const node& from, threshold& into) {
    const node* at = from.find("at");
    if (at == nullptr || at->as<node::object>() == nullptr) return;
    for (const config::member& m : *at->as<node::object>()) {
      const nlohmann::ordered_json value = config::to_json(m.held);
      into.text +=
          fmt::format("{} {}={}", into.at.empty() ? " at" : ",", m.key, measure::plain_text(value));
      into.at.emplace_back(m.key, value);
      if (!may_be_run_at(m.key, value, m.where))
        errors_.error(
            m.held.where,
            fmt::format("the scenario is never run at {} = {}", m.key, measure::plain_text(value)),
            "a value of its \"sweep\"");
    }
  }

  /// Whether the sweep, or else the scenario itself, has `value` at `pointer`; or it cannot be
  /// said.
  bool may_be_run_at(const std::string& pointer, const nlohmann::ordered_json& value,
                     const config::place& where) {
    if (!sound_.keys(root_, {"sweep"})) return true;
    const node* sweep = root_.find("sweep");
    if (const node* axis = sweep == nullptr ? nullptr : sweep->find(pointer)) {
      const auto* values = axis->as<node::array>();
      return values == nullptr || std::any_of(values->begin(), values->end(), [&](const node& v) {
               return config::to_json(v) == value;
             });
    }
    diagnostics wrong;
    const config::pointer to = config::parse_pointer(pointer, where, wrong);
    errors_.append(wrong);
    if (!wrong.empty()) return true;
    const node* there = config::find(root_, to);
    return there != nullptr && config::to_json(*there) == value;
  }

  const node& root_;
  const sound_parts& sound_;
  diagnostics& errors_;
};

}  // namespace

std::string metric_meant(std::string_view wrong) {
  std::vector<std::string_view> names;
  for (const measure::metric& m : measure::all_metrics()) {
    names.push_back(m.name);
    // "p99", of a metric with a prefix.
    if (m.name.size() > wrong.size() && m.name.ends_with(wrong) &&
        m.name[m.name.size() - wrong.size() - 1] == '.')
      return fmt::format("did you mean \"{}\"?", m.name);
  }
  // "latency.p99{group=users}", "latency.p99[users]"
  const std::string_view before = wrong.substr(0, wrong.find_first_of("{[("));
  if (before != wrong && std::find(names.begin(), names.end(), before) != names.end())
    return fmt::format("of one group of writers: {}{{group:NAME}}", before);
  const std::string hint = config::did_you_mean(wrong, names);
  return hint.empty() ? "`contend list metrics` shows them all" : hint;
}

std::vector<threshold> thresholds_of(const node& root, const sound_parts& sound,
                                     diagnostics& errors) {
  std::vector<threshold> all;
  const node* list = root.find("thresholds");
  if (list == nullptr || list->as<node::array>() == nullptr) return all;
  for (const node& one : *list->as<node::array>()) {
    if (errors.full()) break;
    diagnostics told_in_reading;
    const bool text = one.as<std::string>() != nullptr;
    threshold made = reader{root, sound, errors}.read(
        text ? threshold_file::from_text(one, told_in_reading) : one);
    if (made.metric != nullptr) all.push_back(std::move(made));
  }
  return all;
}

}  // namespace contend::scenarios
