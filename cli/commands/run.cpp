// `contend run`: the policies of each scenario, compared.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/commands/run_arguments.hpp>
#include <contend/cli/interrupt.hpp>
#include <contend/cli/output_folders.hpp>
#include <contend/cli/plan.hpp>
#include <contend/cli/simulate.hpp>
#include <contend/cli/unfinished.hpp>
#include <contend/cli/version.hpp>
#include <contend/reports/changes.hpp>
#include <contend/reports/write.hpp>
#include <contend/sim/standstill.hpp>

namespace contend::cli {

namespace {

/// Columns of a table that goes to a file or a pipe, where nobody says how wide it may be.
constexpr std::size_t columns_without_terminal = 100;

class run {
 public:
  run(const run_arguments& asked, const std::string& command_line)
      : asked_{asked}, command_line_{command_line} {}

  exit_code all() {
    std::vector<scenarios::scenario> loaded;
    std::vector<std::string> names;
    for (const std::string& one : asked_.scenarios) {
      loaded.push_back(scenarios::load(one, asked_.changes));
      names.push_back(loaded.back().name);
    }
    if (asked_.resume && asked_.out.empty())
      throw failure{exit_code::usage, "--resume needs --out, the folder of the unfinished run"};
    if (!asked_.out.empty()) folders_ = output_folders(asked_.out, names);
    if (asked_.dry_run) {
      check_writable(folders_);
      return plan(loaded);
    }
    if (!asked_.baseline.empty())
      for (const std::string& name : names)
        baselines_.push_back(read_baseline(asked_.baseline, name));
    make_folders(folders_);
    for (std::size_t i = 0; i < folders_.size(); ++i) begin(loaded[i], folders_[i]);

    one_document_ = loaded.size() > 1 && asked_.format->render_all != nullptr;
    fmt::print("{}", asked_.format->head);
    const interrupt_guard keep_what_is_finished;
    for (std::size_t i = 0; i < loaded.size() && !interrupted(); ++i) one_or_nothing(loaded[i], i);
    if (one_document_) fmt::print("{}", asked_.format->render_all(kept_));
    fmt::print("{}", asked_.format->tail);
    if (interrupted()) return exit_code::interrupted;
    for (const unfinished& done : unfinished_) done.remove();
    return verdict();
  }

 private:
  /// The worst of what happened. What is inconclusive is said, and counts only with --strict.
  [[nodiscard]] exit_code verdict() const {
    if (!invariants_held_) return exit_code::invariant_violated;
    if (failed_ > 0) return exit_code::threshold_failed;
    if (worse_ > 0) return exit_code::regression;
    if (inconclusive_ > 0)
      fmt::print(stderr,
                 "contend: {} threshold{} inconclusive: {} detail says whether more replications "
                 "(or --until-ci) would tell\n",
                 inconclusive_, inconclusive_ == 1 ? " is" : "s are",
                 inconclusive_ == 1 ? "its" : "their");
    const bool unsure = inconclusive_ + not_run_ + unsure_ > 0;
    return unsure && asked_.strict ? exit_code::inconclusive : exit_code::done;
  }

  static exit_code plan(const std::vector<scenarios::scenario>& loaded) {
    for (const scenarios::scenario& s : loaded) {
      fmt::print("{}: {}\n", s.name, plan_of(s));
      for (const scenarios::threshold& t : s.thresholds) fmt::print("  threshold {}\n", t.text);
    }
    return exit_code::done;
  }

  /// What an earlier run has finished is there to be used, or gone.
  void begin(const scenarios::scenario& s, const std::filesystem::path& folder) {
    unfinished& kept = unfinished_.emplace_back(folder, s, asked_.until_ci);
    const std::size_t finished = kept.begin(asked_.resume);
    if (asked_.quiet || (finished == 0 && !asked_.resume)) return;
    fmt::print(stderr, "{}: {} of {} points {}\n", s.name, finished, s.points.size(),
               asked_.resume ? "are finished already"
                             : "were finished before: --resume would have gone on from there");
  }

  [[nodiscard]] simulate_options how(std::size_t index) const {
    simulate_options made{.jobs = asked_.jobs, .progress = progress(), .until = asked_.until_ci};
    if (unfinished_.empty()) return made;
    const unfinished& kept = unfinished_[index];
    if (asked_.resume) made.known = [&kept](std::size_t point) { return kept.find(point); };
    made.finished = [&kept](std::size_t point, const sim::comparison& c) { kept.keep(point, c); };
    return made;
  }

  /// Where one stands still, it would again: what it has finished goes, and what others have stays.
  void one_or_nothing(const scenarios::scenario& s, std::size_t index) {
    try {
      one(s, index);
    } catch (const sim::standstill&) {
      for (std::size_t i = 0; i < unfinished_.size(); ++i)
        if (i == index || unfinished_[i].finished() == 0) unfinished_[i].remove();
      throw;
    }
  }

  void one(const scenarios::scenario& s, std::size_t index) {
    if (asked_.verbose && !asked_.quiet) fmt::print(stderr, "{}: {}\n", s.name, plan_of(s));
    simulated made = simulate(s, how(index));
    if (!made.complete()) say_interrupted(s, made, index);
    for (const std::string& remark : made.remarks)
      if (!asked_.quiet) fmt::print(stderr, "contend: {}\n", remark);
    if (made.result.points.empty()) return;
    made.result.provenance = {.version = std::string{version()},
                              .commit = std::string{commit()},
                              .compiler = std::string{compiler()},
                              .command = command_line_};
    if (!baselines_.empty())
      made.result.against = against_baseline({asked_.baseline, &baselines_[index]},
                                             {"this run", &made.result}, asked_.compared);
    // Files first: whoever reads the other end of a pipe may leave in the middle of the table.
    std::string written;
    if (!folders_.empty()) written = write(made.result, folders_[index]);
    if (!one_document_) show(made.result, index > 0);
    if (!asked_.quiet) fmt::print(stderr, "{}", written);
    check(made.result);
    if (one_document_) kept_.push_back(std::move(made.result));
  }

  void show(const measure::result& result, bool after_another) const {
    const bool for_people = asked_.format->for_people;
    const reports::style style{
        .width = is_terminal(stdout) ? columns(stdout) : columns_without_terminal,
        .color = for_people && wants_color(asked_.color, stdout),
        .utf8 = speaks_utf8()};
    if (after_another && for_people) fmt::print("\n");
    fmt::print("{}", asked_.format->render(result, style));
    std::fflush(stdout);  // so that what follows on standard error stands below it
  }

  /// Returns the remark that says so.
  static std::string write(const measure::result& result, const std::filesystem::path& folder) {
    std::string files;
    for (const auto& path : reports::write_reports(result, folder))
      files.append(files.empty() ? "" : ", ").append(path.filename().string());
    return fmt::format("wrote {} to {}\n", files, folder.string());
  }

  void check(const measure::result& result) {
    for (const measure::invariant& one : result.invariants) {
      if (one.held) continue;
      invariants_held_ = false;
      fmt::print(stderr, "contend: invariant violated: {}: {}\n", one.name, one.detail);
    }
    for (const measure::threshold& one : result.thresholds) {
      if (one.verdict == "passed") continue;
      const bool not_run = one.detail == scenarios::nothing_was_run;
      ++(one.verdict == "failed" ? failed_ : not_run ? not_run_ : inconclusive_);
      // It stands just above.
      if (asked_.format->for_people && (not_run || is_terminal(stdout))) continue;
      fmt::print(stderr, "contend: threshold {}: {}: {}\n", one.verdict, one.text, one.detail);
    }
    if (result.against) check(*result.against);
  }

  /// The sentence goes to standard error where the tables are not for people.
  void check(const measure::comparison& against) {
    worse_ += against.count(measure::change::worse);
    unsure_ += against.count(measure::change::inconclusive);
    if (!asked_.format->for_people)
      fmt::print(stderr, "contend: {}\n", reports::changes_verdict(against));
  }

  void say_interrupted(const scenarios::scenario& s, const simulated& made,
                       std::size_t index) const {
    fmt::print(stderr, "contend: interrupted: {} of {} replications of {} are finished{}\n",
               made.finished, made.asked_for, s.name,
               made.finished == 0 ? "" : ", and are all that is shown");
    if (!unfinished_.empty())
      fmt::print(stderr, "contend: the same with --resume goes on from {} of {} points\n",
                 unfinished_[index].finished(), s.points.size());
  }

  [[nodiscard]] progress_style progress() const {
    return asked_.quiet ? progress_style::none : asked_.progress;
  }

  const run_arguments& asked_;
  const std::string& command_line_;
  std::vector<std::filesystem::path> folders_{};  ///< One a scenario; none without --out.
  std::vector<unfinished> unfinished_{};          ///< In each of them.
  bool one_document_ = false;                     ///< All results are shown together, at the end.
  std::vector<measure::result> kept_{};           ///< For that.
  std::vector<measure::result> baselines_{};      ///< One a scenario; none without --baseline.
  bool invariants_held_ = true;
  std::size_t failed_ = 0;  ///< Thresholds.
  std::size_t inconclusive_ = 0;
  std::size_t not_run_ = 0;  ///< Thresholds on policies or points that were not asked for.
  std::size_t worse_ = 0;    ///< Metrics, against the baseline.
  std::size_t unsure_ = 0;
};

std::function<exit_code()> declare_command(arguments& takes) {
  const auto asked = std::make_shared<run_arguments>();
  declare(takes, *asked);
  return [asked, typed = takes.command_line()] { return run{*asked, typed}.all(); };
}

}  // namespace

extern const command run_command{.name = "run",
                                 .summary = "Simulate scenarios and compare their policies",
                                 .declare = declare_command};

}  // namespace contend::cli
