// `contend trace`: one replication, drawn by a browser writer by writer.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/chosen_run.hpp>
#include <contend/cli/command_line.hpp>
#include <contend/cli/names.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/cli/version.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/reports/trace.hpp>
#include <contend/sim/timeline.hpp>

namespace contend::cli {

namespace {

struct trace_arguments {
  std::vector<std::string> of{};
  scenarios::load_options changes{};
  std::vector<std::string> at{};
  std::string policy{};
  std::uint32_t replication = 0;
  sim::timeline_limits limits{};
  std::string out{};
};

duration time_of(const char* flag, const std::string& text) {
  const auto read = config::parse_duration(text);
  if (!read.value || *read.value < duration::zero())
    throw failure{exit_code::usage,
                  fmt::format("{}: \"{}\" is no time such as \"5s\"", flag, text)};
  return *read.value;
}

/// What is not in the trace, and how to have it; empty where that is nothing.
std::string what_is_missing(const measure::timeline& seen, const sim::timeline_limits& limits) {
  using end = measure::timeline::end;
  switch (seen.until) {
    case end::most_operations:
      return fmt::format(
          "the first {} operations{}; --operations asks for more, --from and --for for others",
          limits.operations, limits.from > duration::zero() ? " from there on" : "");
    case end::most_steps:
      return fmt::format(
          "as much as {} steps hold, {} operations, of which some are cut off; --from and --for "
          "ask for others",
          limits.steps, seen.operations.size());
    case end::of_the_run:
    case end::of_the_window:
      break;
  }
  return seen.operations.empty() ? "nothing: no operation began in that time" : "";
}

exit_code trace(const trace_arguments& asked) {
  if (asked.of.size() != 1)
    throw failure{exit_code::usage, "one at a time: name one scenario or result"};
  const scenarios::scenario s = scenario_of(asked.of.front(), asked.changes);
  const scenarios::sweep_point& point = point_at(s, asked.at);
  const sim::policy_model& policy = policy_named(point.model, asked.policy);
  const measure::timeline seen =
      sim::timeline_of(point.model, policy, asked.replication, asked.limits);
  if (const std::string missing = what_is_missing(seen, asked.limits); !missing.empty())
    fmt::print(stderr, "contend: the trace has {}\n", missing);
  put_out(reports::render_trace(seen, {.scenario = s.name,
                                       .point = label_of(point),
                                       .policy = policy.name,
                                       .replication = asked.replication,
                                       .seed = point.model.seed,
                                       .version = std::string{version()}}),
          asked.out);
  if (!asked.out.empty())
    fmt::print(stderr, "wrote {}: open it at https://ui.perfetto.dev\n", asked.out);
  return exit_code::done;
}

void declare_what(arguments& takes, trace_arguments& into) {
  takes.positional("SCENARIO", "a file, a shipped scenario, a result file or its folder", into.of,
                   true, scenario_names);
  takes.text("--policy", "NAME", "which of its policies; may be left out if there is one",
             into.policy);
  takes.texts("--at", "/json/pointer=value", "at which point of its sweep", into.at);
  takes.number(
      "--replication", "which replication, from 0 (default: 0)",
      [&into](std::uint64_t n) { into.replication = static_cast<std::uint32_t>(n); }, 0,
      100'000'000);
  takes.texts("--set", "/json/pointer=value", "change a value of the scenario first",
              into.changes.settings);
  takes.number("--seed", "seed, instead of the scenario's",
               [&into](std::uint64_t n) { into.changes.seed = n; });
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<trace_arguments>();
  declare_what(takes, *asked);
  takes.value("--from", "TIME", "only operations that begin at or after this time of the run",
              [asked](const std::string& text) { asked->limits.from = time_of("--from", text); });
  takes.value("--for", "TIME", "and within this time from there",
              [asked](const std::string& text) { asked->limits.length = time_of("--for", text); });
  takes.number(
      "--operations", fmt::format("at most so many (default: {})", asked->limits.operations),
      [asked](std::uint64_t n) { asked->limits.operations = n; }, 1, 1'000'000);
  takes.text("-o,--output", "FILE", "write there instead of to standard output", asked->out);
  return [asked] { return trace(*asked); };
}

}  // namespace

extern const command trace_command{
    .name = "trace",
    .summary = "Draw one replication, writer by writer, for Perfetto",
    .declare = declare};

}  // namespace contend::cli
