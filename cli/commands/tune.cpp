// `contend tune`: a policy's parameters, searched for a goal.
#include <atomic>
#include <cstdio>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/chosen_run.hpp>
#include <contend/cli/command_line.hpp>
#include <contend/cli/interrupt.hpp>
#include <contend/cli/names.hpp>
#include <contend/cli/progress.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/cli/tuning_report.hpp>
#include <contend/policies/config/pointer.hpp>
#include <contend/reports/detail/text.hpp>
#include <contend/scenarios/tuning/race.hpp>

namespace contend::cli {

namespace {

struct tune_arguments {
  std::vector<std::string> of{};
  scenarios::load_options changes{};
  std::vector<std::string> at{};
  std::string policy{};
  std::string goal{};
  std::vector<std::string> vary{};
  std::size_t settings = scenarios::race_options{}.settings;
  unsigned jobs = 0;
  std::string out{};
  progress_style progress = progress_style::automatic;
  bool quiet = false;
};

/// The scenario's file as it is at the point.
config::node root_at(const scenarios::scenario& s, const scenarios::sweep_point& point) {
  config::node root = s.resolved;
  config::diagnostics errors;
  for (const auto& [pointer, value] : point.at)
    config::set(root, config::parse_pointer(pointer, {}, errors), value, errors);
  errors.throw_if_any();
  return root;
}

/// "base" or "base=1ms..50ms".
void narrow(scenarios::search_space& space, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return space.narrow(text, "", "");
  const std::string range = text.substr(equals + 1);
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos)
    throw failure{exit_code::usage,
                  fmt::format("--vary: \"{}\" is not NAME or NAME=LOW..HIGH", text)};
  space.narrow(text.substr(0, equals), range.substr(0, dots), range.substr(dots + 2));
}

class tune {
 public:
  explicit tune(const tune_arguments& asked)
      : asked_{asked},
        scenario_{scenario_of(asked.of.front(), asked.changes)},
        point_{point_at(scenario_, asked.at)},
        policy_{policy_named(point_.model, asked.policy)},
        goal_{scenarios::parse_goal(asked.goal)},
        written_{*root_at(scenario_, point_).find("policies")->find(policy_.name)},
        space_{*written_.find("backoff"), policy_.limits.deadline} {
    for (const std::string& one : asked.vary) narrow(space_, one);
    if (space_.parameters().empty())
      throw failure{exit_code::usage, fmt::format("the backoff of \"{}\", {}, has nothing to tune",
                                                  policy_.name, space_.kind())};
  }

  exit_code run() {
    const interrupt_guard stop_when_asked;
    scenarios::race_options how{.settings = asked_.settings,
                                .replications = std::max(point_.model.replications, 2U),
                                .jobs = asked_.jobs,
                                .stop = stop_.get_token(),
                                .progress = [this](std::uint64_t done, std::uint64_t expected) {
                                  done_ = done;
                                  expected_ = expected;
                                }};
    scenarios::race race{point_.model, policy_, goal_, space_, how};
    tuning found{.found = &race, .space = &space_, .wanted = &goal_, .policy = policy_.name};
    if (!watched([&] { return race.run() && try_afresh(race, how, found); })) {
      fmt::print(stderr, "contend: interrupted: nothing is shown and nothing is written\n");
      return exit_code::interrupted;
    }
    show(found);
    if (!succeeded(found)) return exit_code::threshold_failed;
    write(space_.backoff_at(race.winner().at));
    return exit_code::done;
  }

 private:
  /// Does `work` beside, with progress; false if it was interrupted.
  template <class Work>
  bool watched(Work work) {
    progress_display display{asked_.quiet ? progress_style::none : asked_.progress, "runs"};
    std::future<bool> running = std::async(std::launch::async, work);
    do {
      display.update(reports::progress::of_equal(done_, expected_));
      if (interrupted()) stop_.request_stop();
    } while (running.wait_for(progress_display::interval()) != std::future_status::ready);
    return running.get();
  }

  /// The winner, the policy as it stands and the others, in replications beyond those of the
  /// search.
  bool try_afresh(const scenarios::race& race, const scenarios::race_options& how,
                  tuning& into) const {
    std::vector<const sim::policy_model*> policies{&race.winner().policy, &policy_};
    std::vector<std::string> names{"tuned", fmt::format("{}, as it stands", policy_.name)};
    for (const sim::policy_model& other : point_.model.policies) {
      if (&other == &policy_) continue;
      policies.push_back(&other);
      names.push_back(other.name);
    }
    for (const std::string& name : names)
      into.fresh.push_back({name, scenarios::samples{race.metrics().all.size()}});
    std::vector<scenarios::sampled_policy> all;
    for (std::size_t i = 0; i < policies.size(); ++i)
      all.push_back({policies[i], &into.fresh[i].seen});
    return scenarios::sample(point_.model, race.metrics().all, all, how.replications,
                             how.replications, {.jobs = how.jobs, .stop = how.stop});
  }

  void show(const tuning& found) const {
    const bool terminal = is_terminal(stdout);
    const reports::style style{.width = terminal ? columns(stdout) : 100,
                               .color = wants_color(color_choice::automatic, stdout)};
    const std::string where = label_of(point_);
    fmt::print(
        "{}\n",
        reports::detail::wrapped(
            fmt::format("{}{}: \"{}\" ({}), {}; {} settings in {} runs, seed {}", scenario_.name,
                        where.empty() ? "" : " at " + where, policy_.name, space_.kind(),
                        goal_.text, found.found->tried(), found.found->runs(), point_.model.seed),
            std::min<std::size_t>(style.width, 100)));
    fmt::print("{}\n{}\n", front_table(found, style), fresh_table(found, style));
    fmt::print("{}",
               reports::detail::wrapped(verdict(found), std::min<std::size_t>(style.width, 100)));
    std::fflush(stdout);
  }

  void write(const config::node& backoff) const {
    config::node policy = written_;
    *policy.find("backoff") = backoff;
    const std::string text = config::to_text(policy);
    if (asked_.out.empty()) fmt::print("\n");
    put_out(text, asked_.out);
    if (!asked_.out.empty() && !asked_.quiet) fmt::print(stderr, "wrote {}\n", asked_.out);
  }

  const tune_arguments& asked_;
  const scenarios::scenario scenario_;
  const scenarios::sweep_point& point_;
  const sim::policy_model& policy_;
  const scenarios::goal goal_;
  const config::node written_;  ///< The policy as the scenario has it.
  scenarios::search_space space_;
  std::stop_source stop_{};
  std::atomic<std::uint64_t> done_ = 0;
  std::atomic<std::uint64_t> expected_ = 1;
};

void declare_what(arguments& takes, tune_arguments& into) {
  takes.positional("SCENARIO", "a file, a shipped scenario, a result file or its folder", into.of,
                   true, scenario_names);
  takes.text("--policy", "NAME", "which of its policies; may be left out if there is one",
             into.policy);
  takes.text("--goal", "TEXT", fmt::format("default: '{}'", into.goal), into.goal);
  takes.texts("--vary", "NAME[=LOW..HIGH]", "only this option of its backoff, e.g. base=1ms..50ms",
              into.vary);
  takes.texts("--at", "/json/pointer=value", "at which point of its sweep", into.at);
  takes.texts("--set", "/json/pointer=value", "change a value of the scenario first",
              into.changes.settings);
  takes.number("--seed", "seed, instead of the scenario's",
               [&into](std::uint64_t n) { into.changes.seed = n; });
  takes.number(
      "--replications", "of the last few settings, instead of the scenario's",
      [&into](std::uint64_t n) { into.changes.replications = static_cast<std::uint32_t>(n); }, 2,
      100'000);
}

std::function<exit_code()> declare(arguments& takes) {
  const auto asked = std::make_shared<tune_arguments>();
  asked->goal = "minimise latency.p99 subject to failure_rate < 1%";
  declare_what(takes, *asked);
  takes.number(
      "--settings", fmt::format("how many to begin with (default: {})", asked->settings),
      [asked](std::uint64_t n) { asked->settings = n; }, 2, 100'000);
  takes.number(
      "--jobs", "threads (default: one a core); results do not depend on it",
      [asked](std::uint64_t n) { asked->jobs = static_cast<unsigned>(n); }, 1, 4096);
  takes.text("-o,--output", "FILE", "write the policy there instead of to standard output",
             asked->out);
  takes.choice<progress_style>("--progress", "how progress is shown on standard error",
                               {{"auto", progress_style::automatic},
                                {"plain", progress_style::plain},
                                {"json", progress_style::json},
                                {"none", progress_style::none}},
                               asked->progress);
  takes.on_off("-q,--quiet", "neither progress nor remarks, only results and errors", asked->quiet);
  return [asked] {
    if (asked->of.size() != 1)
      throw failure{exit_code::usage, "one at a time: name one scenario or result"};
    return tune{*asked}.run();
  };
}

}  // namespace

extern const command tune_command{
    .name = "tune", .summary = "Search a policy's parameters for a goal", .declare = declare};

}  // namespace contend::cli
