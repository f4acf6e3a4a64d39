// How long a run is: it must end, and measure something before it does.
#include <algorithm>
#include <variant>

#include <contend/scenarios/checks/checking.hpp>

namespace contend::scenarios {

namespace {

/// Twice as long must still fit in 64 bits of nanoseconds.
constexpr duration longest_run = std::chrono::hours{24 * 365 * 100};

/// Whether operations go on arriving until somebody stops them.
bool endless(const sim::arrivals_model& arrivals) {
  return std::holds_alternative<sim::closed>(arrivals) ||
         std::holds_alternative<sim::open>(arrivals);
}

bool endless(const sim::workload_model& workload) {
  if (workload.groups.empty()) return endless(workload.arrivals);
  return std::any_of(workload.groups.begin(), workload.groups.end(), [&](const auto& named) {
    return endless(named.second.arrivals.value_or(workload.arrivals));
  });
}

/// Whether it is known which arrivals there are, if not how many.
bool arrivals_are_known(const checking& all) {
  if (!all.all_sound({{"workload", "arrivals"}})) return false;
  if (!all.sound.keys(all.root, {"workload", "groups"})) return false;
  return std::all_of(all.file.workload.groups.begin(), all.file.workload.groups.end(),
                     [&](const auto& named) {
                       return all.all_sound({{"workload", "groups", named.first, "arrivals"}});
                     });
}

/// What is written of the length, each field for itself and against the others.
void check_times(const checking& all) {
  const sim::run_model& run = all.file.run;
  const bool length = run.length && all.all_sound({{"run", "for"}});
  const bool at_most = run.at_most && all.all_sound({{"run", "at_most"}});
  const bool warmup = all.all_sound({{"run", "warmup"}});
  const auto wrong = [&](std::string_view field, std::string_view why) {
    all.errors.error(place_of(all.root, {"run", field}), std::string{why});
  };
  if (length && *run.length > longest_run) wrong("for", "\"for\" must be at most 100 years");
  if (at_most && *run.at_most > longest_run)
    wrong("at_most", "\"at_most\" must be at most 100 years");
  if (length && warmup && run.warmup >= *run.length)
    wrong("warmup", "the warm-up leaves nothing to measure: it must be shorter than \"for\"");
  if (!run.length && at_most && warmup && run.warmup >= *run.at_most)
    wrong("warmup", "the warm-up leaves nothing to measure: it must be shorter than \"at_most\"");
  if (length && at_most && *run.at_most < *run.length)
    wrong("at_most", "\"at_most\" ends the run before \"for\" does");
}

}  // namespace

void check_run(const checking& all) {
  const sim::run_model& run = all.file.run;
  check_times(all);
  if (run.length && run.until)
    all.errors.error(place_of(all.root, {"run", "until"}),
                     "a run is \"for\" a time or \"until\" it is drained, not both");
  if (run.length || !all.sound.keys(all.root, {"run", "for"})) return;
  if (!run.until)
    all.errors.error(place_of(all.root, {"run"}), "how long a run is, is missing",
                     R"(either "for": "60s" or "until": "drained")");
  else if (!run.at_most && arrivals_are_known(all) && endless(all.file.workload))
    all.errors.error(place_of(all.root, {"run", "until"}),
                     "operations never stop arriving, so it is never drained",
                     R"(write "for": "60s" instead, or add "at_most")");
}

}  // namespace contend::scenarios
