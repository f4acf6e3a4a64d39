#include <contend/cli/commands/run_arguments.hpp>
#include <contend/cli/names.hpp>

namespace contend::cli {

namespace {

void declare_changes(arguments& takes, scenarios::load_options& into) {
  takes.texts("--policy", "NAME", "only the policy of this name", into.policies);
  takes.texts("--set", "/json/pointer=value", "change a value of the scenario", into.settings);
  takes.number("--seed", "seed, instead of the scenario's",
               [&into](std::uint64_t n) { into.seed = n; });
  takes.number(
      "--replications", "replications, instead of the scenario's",
      [&into](std::uint64_t n) { into.replications = static_cast<std::uint32_t>(n); }, 1,
      100'000'000);
}

void declare_format(arguments& takes, run_arguments& into) {
  const auto formats = reports::all_formats();
  std::vector<std::string> names;
  for (const reports::format& one : formats) names.emplace_back(one.name);
  into.format = &formats.front();
  takes.word("--format", "what goes to standard output", names,
             [&into, formats](std::size_t index) { into.format = &formats[index]; });
}

/// "result.json, summary.csv, report.md"
std::string files_written() {
  std::string all;
  for (const reports::format& one : reports::all_formats())
    if (!one.file_name.empty()) all.append(all.empty() ? "" : ", ").append(one.file_name);
  return all;
}

}  // namespace

void declare(arguments& takes, run_arguments& into) {
  takes.positional("SCENARIO", "files, or names of shipped scenarios (`contend list`)",
                   into.scenarios, true, scenario_names);
  declare_changes(takes, into.changes);
  takes.texts("--threshold", "'METRIC < VALUE'",
              "what must come out, e.g. 'conflict_rate < 5% for \"full jitter\"'",
              into.changes.thresholds);
  takes.text("--baseline", "RESULT", "compare with this earlier result file or folder",
             into.baseline);
  takes.value("--smallest", "SHARE", "smallest change that is worth reporting (default: 1%)",
              [&into](const std::string& text) { into.compared.smallest = parse_smallest(text); });
  takes.on_off("--strict", "an inconclusive threshold or comparison ends in status 12, not 0",
               into.strict);
  takes.value("--until-ci", "SHARE", "replicate until intervals are ±2%, or '2% of latency.p99'",
              [&into](const std::string& text) { into.until_ci = parse_precision(text); });
  takes.on_off("--dry-run", "check everything and say what would be run", into.dry_run);
  takes.number(
      "--jobs", "threads (default: one a core); results do not depend on it",
      [&into](std::uint64_t n) { into.jobs = static_cast<unsigned>(n); }, 1, 4096);
  takes.text("--out", "DIR", "write " + files_written() + " there", into.out);
  takes.on_off("--resume", "go on from the points that an unfinished run left in --out",
               into.resume);
  declare_format(takes, into);
  takes.choice<progress_style>("--progress", "how progress is shown on standard error",
                               {{"auto", progress_style::automatic},
                                {"plain", progress_style::plain},
                                {"json", progress_style::json},
                                {"none", progress_style::none}},
                               into.progress);
  takes.choice<color_choice>("--color", "when the output is coloured",
                             {{"auto", color_choice::automatic},
                              {"always", color_choice::always},
                              {"never", color_choice::never}},
                             into.color);
  takes.on_off("-q,--quiet", "neither progress nor remarks, only results and errors", into.quiet);
  takes.on_off("-v,--verbose", "say what each scenario comes to before it is run", into.verbose);
}

}  // namespace contend::cli
