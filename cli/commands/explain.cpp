// `contend explain`: what a name means, from the declarations that the program itself goes by.
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/names.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/measure/metric.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/scenarios/topics.hpp>

namespace contend::cli {

namespace {

using scenarios::topic;
using scenarios::topic_field;

std::size_t text_columns() {
  return is_terminal(stdout) ? std::clamp<std::size_t>(columns(stdout), 40, 100) : 100;
}

/// `text` wrapped, each line but the first behind `indent` spaces.
void print_hanging(std::string_view text, std::size_t indent) {
  std::istringstream lines{
      reports::detail::wrapped(text, std::max<std::size_t>(text_columns() - indent, 30))};
  std::size_t here = 0;
  for (std::string line; std::getline(lines, line); here = indent)
    fmt::print("{:{}}{}\n", "", here, line);
}

void print_labelled(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  fmt::print("  {:<11}", label);
  print_hanging(text, 13);
}

std::string type_of(const topic_field& f) {
  return f.range.empty() ? f.type : fmt::format("{}, {}", f.type, f.range);
}

void print_fields(const topic& t) {
  std::size_t width = 0;
  for (const topic_field& f : t.fields) width = std::max(width, f.name.size());
  const bool options = !t.fields.front().type.empty();
  fmt::print("\n  {}\n", options ? "fields" : "one of");
  for (const topic_field& f : t.fields) {
    fmt::print("    {:<{}}  ", f.name, width);
    std::string text = f.help;
    if (options) text += (text.empty() ? "" : ": ") + type_of(f);
    if (!f.value.empty()) text += fmt::format("; default {}", f.value);
    print_hanging(text, width + 6);
  }
}

void print_example(const topic& t) {
  if (t.example.empty()) return;
  fmt::print("\n  in a scenario\n");
  std::istringstream lines{t.example};
  for (std::string line; std::getline(lines, line);) fmt::print("    {}\n", line);
}

void print(const topic& t) {
  print_hanging(fmt::format("{} ({}): {}", t.name, t.kind, t.summary), 2);
  const bool single = t.fields.size() == 1 && t.fields.front().name == t.name;
  if (!t.formula.empty() || !t.reference.empty() || single) fmt::print("\n");
  print_labelled("formula", t.formula);
  print_labelled("reference", t.reference);
  if (single) {
    print_labelled("type", type_of(t.fields.front()));
    print_labelled("default", t.fields.front().value);
  } else if (!t.fields.empty()) {
    print_fields(t);
  }
  print_example(t);
}

/// Names by kind, fields left out: they are in the parts and kinds that they belong to.
exit_code overview(const std::vector<topic>& all) {
  fmt::print("`contend explain NAME` explains each of these, and every field of theirs:\n\n");
  std::vector<std::string_view> kinds;
  for (const topic& t : all)
    if (!is_field(t) && std::ranges::find(kinds, t.kind) == kinds.end()) kinds.push_back(t.kind);
  for (const std::string_view kind : kinds) {
    std::string names;
    for (const topic& t : all)
      if (t.kind == kind) names += (names.empty() ? "" : ", ") + t.name;
    fmt::print("{}\n  ", kind);
    print_hanging(names, 2);
  }
  return exit_code::done;
}

/// What a field takes where it is one of a few: the modes of a backoff.
std::vector<std::string> values_of(const topic_field& f) {
  std::vector<std::string> values;
  if (!f.type.starts_with("one of")) return values;
  std::istringstream quoted{f.type};
  for (std::string text, value;
       std::getline(quoted, text, '"') && std::getline(quoted, value, '"');)
    values.push_back(value);
  return values;
}

/// The topic with a field that takes `name`, and that field; null where there is none.
std::pair<const topic*, const topic_field*> taker_of(const std::vector<topic>& all,
                                                     const std::string& name) {
  for (const topic& t : all)
    for (const topic_field& f : t.fields)
      if (!is_field(t) && std::ranges::count(values_of(f), name) > 0) return {&t, &f};
  return {};
}

bool is_topic(const std::vector<topic>& all, const std::string& name) {
  return std::ranges::find(all, name, &topic::name) != all.end();
}

/// A word of "circuit-breaker" or "full jitter" that is a name itself; else the nearest name.
std::string meant_by(const std::vector<topic>& all, const std::string& name) {
  std::string words = name;
  std::ranges::replace_if(
      words, [](char c) { return c == '-' || c == '_'; }, ' ');
  std::istringstream one_by_one{words};
  std::vector<std::string> known;
  for (std::string word; one_by_one >> word;)
    if (is_topic(all, word)) known.push_back(word);
  if (!known.empty()) return fmt::format("did you mean \"{}\"?", known.back());
  std::vector<std::string> names = topic_names();
  for (const topic& t : all)
    for (const topic_field& f : t.fields)
      for (std::string& value : values_of(f)) names.push_back(std::move(value));
  return config::did_you_mean(name, {names.begin(), names.end()});
}

std::string nothing_called(const std::vector<topic>& all, const std::string& name) {
  const std::string hint = meant_by(all, name);
  return fmt::format("nothing is called \"{}\"; {}", name,
                     hint.empty() ? "`contend explain` lists what there is" : hint);
}

void print_all_called(const std::vector<topic>& all, const std::string& name) {
  if (!is_topic(all, name)) {
    const auto [owner, field] = taker_of(all, name);
    fmt::print("{} is a value of \"{}\" of {}:\n\n", name, field->name, owner->name);
    return print(*owner);
  }
  bool first = true;
  for (const topic& t : all) {
    if (t.name != name) continue;
    if (!first) fmt::print("\n");
    first = false;
    print(t);
  }
}

exit_code explain(std::vector<std::string> wanted) {
  const std::vector<topic> all = scenarios::topics();
  if (wanted.empty()) return overview(all);
  // "latency.p99{group:users}" is explained as latency.p99.
  for (std::string& name : wanted) name = std::string{measure::metric_name::parse(name).metric};
  std::string unknown;
  for (const std::string& name : wanted)
    if (!is_topic(all, name) && taker_of(all, name).first == nullptr)
      unknown += (unknown.empty() ? "" : "\ncontend: ") + nothing_called(all, name);
  if (!unknown.empty()) throw failure{exit_code::usage, unknown};
  bool first = true;
  for (const std::string& name : wanted) {
    if (!first) fmt::print("\n");
    first = false;
    print_all_called(all, name);
  }
  return exit_code::done;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto wanted = std::make_shared<std::vector<std::string>>();
  takes.positional("NAME", "a policy, guard, metric, fault or field; every name if left out",
                   *wanted, false, topic_names);
  return [wanted] { return explain(*wanted); };
}

}  // namespace

extern const command explain_command{.name = "explain",
                                     .summary = "Explain a policy, guard, metric, fault or field",
                                     .declare = declare};

}  // namespace contend::cli
