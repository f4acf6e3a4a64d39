#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <contend/measure/json_text.hpp>
#include <contend/policies/config/one_of.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/config/reader.hpp>
#include <contend/policies/config/record.hpp>
#include <contend/policies/config/schema.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/policies/config/writer.hpp>
#include <contend/scenarios/tuning/search_space.hpp>

namespace contend::scenarios {

namespace {

using config::node;
using config::record_shape;
using kind = parameter::kind;

constexpr double shortest_duration = 100e3;
constexpr double longest_duration = 60e9;
constexpr double most_times_default = 10;

[[noreturn]] void refuse(std::string message, std::string hint = {}) {
  config::diagnostics errors;
  errors.error("--vary", std::move(message), std::move(hint));
  throw config::invalid_config{errors};
}

/// To two significant digits.
double rounded(double value) {
  if (value == 0) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
  return unit >= 1 ? std::round(value / unit) * unit
                   : std::round(value * std::round(1 / unit)) / std::round(1 / unit);
}

/// The number that the value stands for; nothing for what is none.
std::optional<double> number_of(kind what, const node& value) {
  if (const auto* text = value.as<std::string>()) {
    if (what == kind::duration)
      if (const auto d = config::parse_duration(*text).value)
        return static_cast<double>(d->count());
    if (what == kind::rate)
      if (const auto r = config::parse_rate(*text).value) return r->per_second;
    if (what == kind::share)
      if (const auto s = config::parse_share(*text).value) return s->value;
    return {};
  }
  const auto json = config::to_json(value);
  if (!json.is_number() || what == kind::duration || what == kind::rate) return {};
  return json.get<double>();
}

template <class Shape>
bool is(const config::shape& type) {
  return dynamic_cast<const Shape*>(&type) != nullptr;
}

/// The values of an enumeration or of true and false; empty for anything else.
std::vector<node> choices_of(const config::shape& type) {
  if (is<config::bool_shape>(type)) return {node{false}, node{true}};
  if (!is<config::enum_shape>(type)) return {};
  config::schema_definitions shared;
  const node schema = type.schema({}, shared);
  return *schema.find("enum")->as<node::array>();
}

std::optional<kind> kind_of(const config::shape& type) {
  if (is<config::duration_shape>(type)) return kind::duration;
  if (is<config::share_shape>(type)) return kind::share;
  if (is<config::rate_shape>(type)) return kind::rate;
  if (is<config::double_shape>(type)) return kind::number;
  if (is<config::integer_shape>(type)) return kind::whole;
  if (!choices_of(type).empty()) return kind::choice;
  return {};
}

void set_range(parameter& p, const bounds& within, double usual, duration longest) {
  const double top = std::max(usual, 1.0) * most_times_default;
  switch (p.what) {
    case kind::duration:
      p.least = std::max(within.least, shortest_duration);
      p.most = std::min(within.most, longest_duration);
      if (longest > duration::zero())
        p.most = std::min(p.most, static_cast<double>(longest.count()));
      p.most = std::max(p.least, p.most);
      break;
    case kind::share:
      p.least = std::max(within.least, 0.0);
      p.most = std::min(within.most, 1.0);
      break;
    case kind::rate:
      p.least = std::max(within.least, std::max(usual, 1.0) / (most_times_default * 10));
      p.most = std::min(within.most, top);
      break;
    case kind::number:
    case kind::whole:
      p.least = std::max(within.least, 0.0);
      p.most = std::max(p.least, std::min(within.most, top));
      break;
    case kind::choice:
      break;
  }
  p.logarithmic = p.what != kind::share && p.what != kind::choice && p.least > 0;
}

/// Nothing where it is of a type that cannot be searched (a list, an object).
std::optional<parameter> parameter_of(const record_shape& options,
                                      const record_shape::member_field& f, duration longest) {
  const auto what = kind_of(*f.type);
  if (!what) return {};
  parameter p{.name = std::string{f.name}, .what = *what, .choices = choices_of(*f.type)};
  set_range(p, f.limits, number_of(*what, options.default_of(f)).value_or(0), longest);
  return p;
}

}  // namespace

node parameter::at(double unit) const {
  if (what == kind::choice) {
    const auto count = static_cast<double>(choices.size());
    const auto index = static_cast<std::size_t>(std::clamp(unit * count, 0.0, count - 1));
    return choices[index];
  }
  const double exact =
      logarithmic ? least * std::pow(most / least, unit) : least + (most - least) * unit;
  const double value =
      std::clamp(what == kind::whole ? std::round(exact) : rounded(exact), least, most);
  switch (what) {
    case kind::duration:
      return config::write(duration{std::llround(value)});
    case kind::rate:
      return config::write(rate{value});
    case kind::share:
      return config::write(share{value});
    case kind::whole:
      return node{static_cast<std::uint64_t>(std::llround(value))};
    default:
      return node{value};
  }
}

double parameter::unit_of(const node& value) const {
  if (what == kind::choice) {
    const auto found = std::find(choices.begin(), choices.end(), value);
    return (static_cast<double>(found - choices.begin()) + 0.5) /
           static_cast<double>(choices.size());
  }
  if (most <= least) return 0;
  const double number = std::clamp(number_of(what, value).value_or(least), least, most);
  return logarithmic ? std::log(number / least) / std::log(most / least)
                     : (number - least) / (most - least);
}

search_space::search_space(const node& backoff, duration longest) : longest_{longest} {
  config::diagnostics errors;
  any_backoff held;
  config::read(backoff, held, errors, "backoff");
  errors.throw_if_any();
  const auto& kinds = dynamic_cast<const config::one_of_shape&>(config::shape_of<any_backoff>());
  config::member whole = kinds.write_member(&held);
  kind_ = whole.key;
  options_ = std::move(whole.held);
  for (const config::one_of_shape::choice& c : kinds.choices()) {
    if (c.name != kind_) continue;
    for (const record_shape::member_field& f : c.options->fields())
      if (auto p = parameter_of(*c.options, f, longest)) parameters_.push_back(std::move(*p));
  }
}

void search_space::narrow(std::string_view name, const std::string& low, const std::string& high) {
  const search_space all{config::object_of({{kind_, options_}}), longest_};
  std::vector<std::string_view> names;
  for (const parameter& p : all.parameters_) names.push_back(p.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    refuse(fmt::format("{} has no option \"{}\" to search", kind_, name),
           names.empty() ? "" : config::did_you_mean(name, names));
  parameter wanted = all.parameters_[static_cast<std::size_t>(found - names.begin())];
  if (!low.empty()) wanted.least = checked(wanted, low);
  if (!high.empty()) wanted.most = checked(wanted, high);
  if (wanted.most < wanted.least)
    refuse(fmt::format("{} is not below {}", low.empty() ? "its own bound" : low,
                       high.empty() ? "its own bound" : high));
  wanted.logarithmic =
      wanted.what != kind::share && wanted.what != kind::choice && wanted.least > 0;
  if (!narrowed_) parameters_.clear();
  narrowed_ = true;
  std::erase_if(parameters_, [&](const parameter& p) { return p.name == name; });
  parameters_.push_back(std::move(wanted));
}

/// `text` as a value of the option, which must read it.
double search_space::checked(const parameter& p, const std::string& text) const {
  config::diagnostics ignored;
  config::document parsed = config::parse(text, "", ignored);
  const node value = ignored.empty() ? parsed.root : node{text};
  const auto number = number_of(p.what, value);
  node options = options_;
  if (const node* there = options.find(p.name); there != nullptr && number)
    *options.find(p.name) = value;
  config::diagnostics errors;
  any_backoff held;
  config::read(config::object_of({{kind_, options}}), held, errors, "backoff");
  if (!number || !errors.empty())
    refuse(fmt::format("\"{}\" cannot be {}", p.name, text),
           "a range is LOW..HIGH: base=1ms..50ms");
  return *number;
}

search_space::setting search_space::as_it_stands() const {
  setting at;
  for (const parameter& p : parameters_) at.push_back(p.unit_of(*options_.find(p.name)));
  return at;
}

node search_space::options_at(const setting& at) const {
  node options = options_;
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    *options.find(parameters_[i].name) = parameters_[i].at(at[i]);
  // A base beyond the cap comes to the cap: nobody would write it so.
  node* base = options.find("base");
  const node* cap = options.find("cap");
  if (base != nullptr && cap != nullptr &&
      number_of(kind::duration, *base).value_or(0) >
          number_of(kind::duration, *cap).value_or(HUGE_VAL))
    *base = *cap;
  return options;
}

node search_space::backoff_at(const setting& at) const {
  return config::object_of({{kind_, options_at(at)}});
}

std::vector<std::string> search_space::texts(const setting& at) const {
  std::vector<std::string> all;
  const node options = options_at(at);
  for (const parameter& p : parameters_) {
    all.push_back(measure::plain_text(config::to_json(*options.find(p.name))));
  }
  return all;
}

}  // namespace contend::scenarios
