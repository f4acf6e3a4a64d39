// `contend doctor`: whether this build works on this machine, and what it finds there; or what a
// store is like.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include <contend/cli/command_line.hpp>
#include <contend/cli/simulate.hpp>
#include <contend/cli/stores.hpp>
#include <contend/cli/terminal.hpp>
#include <contend/cli/version.hpp>
#include <contend/measure/result_json.hpp>
#include <contend/scenarios/library.hpp>
#include <contend/scenarios/scenario.hpp>
#include <contend/sim/replications.hpp>

namespace contend::cli {

namespace {

/// What a check found. Throws what() if it fails.
using check = std::string (*)();

std::string version_check() { return version_line(); }

std::string cores() {
  const unsigned threads = sim::threads_of(0);
  return fmt::format("{}: `run` uses {} unless --jobs says otherwise", threads,
                     threads == 1 ? "one thread" : "as many threads");
}

std::string scenarios_load() {
  for (const scenarios::shipped_scenario& one : scenarios::library())
    scenarios::load(std::string{one.name});
  for (const scenarios::shipped_scenario& one : scenarios::templates())
    scenarios::read_scenario(std::string{one.text}, std::string{one.name});
  return fmt::format("{} are shipped and {} templates, all load", scenarios::library().size(),
                     scenarios::templates().size());
}

std::string digest_with(unsigned jobs) {
  const scenarios::scenario s = scenarios::load(
      "aws-backoff", {.settings = {"/sweep={}", "/workload/writers=10"}, .replications = 8});
  const simulated made = simulate(s, {.jobs = jobs, .progress = progress_style::none});
  for (const measure::invariant& one : made.result.invariants)
    if (!one.held) throw std::runtime_error{fmt::format("{}: {}", one.name, one.detail)};
  return measure::digest(made.result);
}

/// What the simulator promises: threads leave no trace in a result.
std::string determinism() {
  const std::string one = digest_with(1);
  for (const unsigned jobs : {2U, 3U})
    if (digest_with(jobs) != one)
      throw std::runtime_error{fmt::format("{} threads gave another result than one thread", jobs)};
  return fmt::format("1, 2 and 3 threads give the same bytes, digest {}…", one.substr(0, 12));
}

std::string terminal() {
  if (!is_terminal(stdout)) return "none: output is plain, and progress is not shown";
  return fmt::format(
      "{} columns, {}", columns(stdout),
      wants_color(color_choice::automatic, stdout) ? "with colour" : "without colour");
}

bool passes(std::string_view name, check what) {
  try {
    fmt::print("ok      {:<12} {}\n", name, what());
    return true;
  } catch (const std::exception& wrong) {
    fmt::print("FAILED  {:<12} {}\n", name, wrong.what());
    return false;
  }
}

struct doctor_arguments {
  store_address at{};  ///< Without URLs: this machine is asked for.
  std::string stream = "CONTEND";
};

exit_code doctor(const doctor_arguments& given) {
  if (!given.at.urls.empty()) return examine_store(given.at, given.stream);
  bool well = passes("version", version_check);
  well = passes("cores", cores) && well;
  well = passes("scenarios", scenarios_load) && well;
  well = passes("determinism", determinism) && well;
  well = passes("terminal", terminal) && well;
  return well ? exit_code::done : exit_code::internal_error;
}

std::function<exit_code()> declare(arguments& takes) {
  const auto given = std::make_shared<doctor_arguments>();
  takes.value("--store", "URL", "look at this store instead: nats://host:port",
              [given](const std::string& text) { given->at.urls = store_urls(text); });
  takes.text("--stream", "NAME", "its stream of events; CONTEND unless given", given->stream);
  takes.text("--credentials", "FILE", "log in with it, as `nsc` makes it", given->at.credentials);
  takes.text("--ca", "FILE", "trust servers that this CA vouches for (PEM)", given->at.ca);
  return [given] { return doctor(*given); };
}

}  // namespace

extern const command doctor_command{
    .name = "doctor",
    .summary = "Check that this build works on this machine, or look at a store",
    .declare = declare};

}  // namespace contend::cli
