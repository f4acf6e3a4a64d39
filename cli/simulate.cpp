#include <atomic>
#include <cstdio>
#include <future>
#include <stop_token>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/interrupt.hpp>
#include <contend/cli/simulate.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/sim/compare.hpp>

namespace contend::cli {

namespace {

measure::point named_point(const scenarios::sweep_point& at, sim::comparison& compared) {
  measure::point made;
  for (const auto& [pointer, value] : at.at) made.sweep[pointer] = config::to_json(value);
  made.policies = std::move(compared.policies);
  return made;
}

/// All points one after another, until asked to stop. A point of which not even one replication was
/// finished is left out.
simulated run_points(const scenarios::scenario& s, const sim::replication_options& options) {
  simulated made;
  made.result.scenario = config::to_json(s.resolved);
  std::vector<sim::comparison> finished;
  for (const scenarios::sweep_point& at : s.points) {
    sim::comparison compared = sim::compare(at.model, options);
    if (compared.replications == 0) break;
    made.finished += std::uint64_t{compared.replications} * compared.policies.size();
    made.result.points.push_back(named_point(at, compared));
    finished.push_back(std::move(compared));
  }
  made.result.invariants = sim::all_of(finished);
  measure::complete_sweep(made.result.points);
  return made;
}

}  // namespace

simulated simulate(const scenarios::scenario& s, const simulate_options& how) {
  std::uint64_t total = 0;
  for (const scenarios::sweep_point& at : s.points)
    total += std::uint64_t{at.model.replications} * at.model.policies.size();

  std::stop_source stop;
  std::atomic<std::uint64_t> done = 0;
  const sim::replication_options options{.jobs = how.jobs, .stop = stop.get_token(), .done = &done};
  std::future<simulated> running;
  {
    progress_display display{how.progress, total, "replications"};
    display.update(0);  // before the start, so that the first line always says that nothing is done
    running = std::async(std::launch::async, [&] { return run_points(s, options); });
    do {
      display.update(done);
      // Said, since a replication under way may take its time to end.
      if (interrupted() && stop.request_stop())
        fmt::print(stderr, "interrupted: ending what is under way; once more to stop at once\n");
    } while (running.wait_for(progress_display::interval()) != std::future_status::ready);
  }
  simulated made = running.get();
  made.asked_for = total;
  return made;
}

}  // namespace contend::cli
