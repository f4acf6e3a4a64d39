// `contend list`: what there is to choose from.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/backoffs/all.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/coordination/all.hpp>
#include <contend/policies/guards/all.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>

namespace contend::cli {

namespace {

struct entry {
  std::string name;
  std::string summary;
};

template <class List>
std::vector<entry> types() {
  std::vector<entry> all;
  List::for_each([&]<class T>() {
    all.push_back({std::string{T::name}, std::string{T::summary}});
  });
  return all;
}

std::string first_sentence(const std::string& text) {
  const std::size_t end = text.find(". ");
  return end == std::string::npos ? text : text.substr(0, end + 1);
}

std::vector<entry> shipped_scenarios() {
  std::vector<entry> all;
  for (const scenarios::shipped_scenario& one : scenarios::library()) {
    const std::string name{one.name};
    all.push_back({name, first_sentence(scenarios::load(name).description)});
  }
  return all;
}

std::vector<entry> metrics() {
  std::vector<entry> all;
  for (const measure::metric& one : measure::all_metrics())
    all.push_back({std::string{one.name}, std::string{one.help}});
  return all;
}

struct section {
  std::string_view name;
  std::vector<entry> (*entries)();
  std::string_view remark{};
};

constexpr section sections[] = {
    {"scenarios", shipped_scenarios},
    {"backoffs", types<all_backoffs>},
    {"guards", types<all_guards>},
    {"coordination", types<all_coordinations>},
    {"metrics", metrics,
     "of one group of writers: latency.p99{group:users}, where `contend explain` says so"},
};

void print(const section& one) {
  const std::vector<entry> entries = one.entries();
  std::size_t width = 0;
  for (const entry& e : entries) width = std::max(width, e.name.size());
  fmt::print("{}\n", one.name);
  for (const entry& e : entries) fmt::print("  {:{}}  {}\n", e.name, width, e.summary);
  if (!one.remark.empty()) fmt::print("\n  {}\n", one.remark);
}

exit_code list(const std::vector<std::string>& wanted) {
  std::vector<std::string_view> known;
  for (const section& one : sections) known.push_back(one.name);
  for (const std::string& name : wanted)
    if (std::ranges::find(known, name) == known.end())
      throw failure{exit_code::usage, fmt::format("there is no list of \"{}\"; {}", name,
                                                  config::did_you_mean(name, known))};

  bool first = true;
  for (const section& one : sections) {
    if (!wanted.empty() && std::ranges::find(wanted, one.name) == wanted.end()) continue;
    if (!first) fmt::print("\n");
    first = false;
    print(one);
  }
  return exit_code::done;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto wanted = std::make_shared<std::vector<std::string>>();
  takes.positional("KIND", "scenarios, backoffs, guards, coordination, metrics; all by default",
                   *wanted, false);
  return [wanted] { return list(*wanted); };
}

}  // namespace

extern const command list_command{
    .name = "list",
    .summary = "Show shipped scenarios, backoffs, guards, coordination and metrics",
    .declare = declare};

}  // namespace contend::cli
