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
#include <contend/cli/simulate.hpp>
#include <contend/cli/version.hpp>
#include <contend/reports/write.hpp>

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
    if (!asked_.out.empty()) folders_ = make_output_folders(asked_.out, names);

    const interrupt_guard keep_what_is_finished;
    for (std::size_t i = 0; i < loaded.size() && !interrupted(); ++i) one(loaded[i], i);
    if (interrupted()) return exit_code::interrupted;
    return invariants_held_ ? exit_code::done : exit_code::invariant_violated;
  }

 private:
  void one(const scenarios::scenario& s, std::size_t index) {
    simulated made = simulate(s, {.jobs = asked_.jobs, .progress = progress()});
    if (!made.complete()) say_interrupted(s, made);
    if (made.result.points.empty()) return;
    made.result.provenance = {.version = std::string{version()},
                              .commit = std::string{commit()},
                              .compiler = std::string{compiler()},
                              .command = command_line_};
    // Files first: whoever reads the other end of a pipe may leave in the middle of the table.
    std::string written;
    if (!folders_.empty()) written = write(made.result, folders_[index]);
    show(made.result, index > 0);
    if (!asked_.quiet) fmt::print(stderr, "{}", written);
    check(made.result);
  }

  void show(const measure::result& result, bool after_another) const {
    const bool for_people = asked_.format->file_name.empty();
    const reports::style style{
        .width = is_terminal(stdout) ? columns(stdout) : columns_without_terminal,
        .color = for_people && wants_color(asked_.color, stdout)};
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
  }

  static void say_interrupted(const scenarios::scenario& s, const simulated& made) {
    fmt::print(stderr, "contend: interrupted: {} of {} replications of {} are finished{}\n",
               made.finished, made.asked_for, s.name,
               made.finished == 0 ? "" : ", and are all that is shown");
  }

  [[nodiscard]] progress_style progress() const {
    return asked_.quiet ? progress_style::none : asked_.progress;
  }

  const run_arguments& asked_;
  const std::string& command_line_;
  std::vector<std::filesystem::path> folders_{};  ///< One a scenario; none without --out.
  bool invariants_held_ = true;
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
