#include <atomic>
#include <cstdio>
#include <future>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <contend/cli/chosen_run.hpp>
#include <contend/cli/interrupt.hpp>
#include <contend/cli/simulate.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/node.hpp>
#include <contend/reports/live_race.hpp>
#include <contend/reports/work_ahead.hpp>
#include <contend/sim/compare.hpp>

namespace contend::cli {

namespace {

/// In simulated events. What a commit stores is made, checked and kept, which takes as long as
/// three (measured on sweeps of hot-key from 8 to 128 writers).
double cost_of(const sim::finished_replication& r) {
  return static_cast<double>(r.events) + 3 * static_cast<double>(r.tally.commits);
}

/// The points of one scenario while they are run. Its threads are the simulator's; progress() may
/// be called from any other meanwhile.
class points_run {
 public:
  points_run(const scenarios::scenario& s, const simulate_options& how, std::stop_token stop)
      : scenario_{s},
        how_{how},
        stop_{std::move(stop)},
        finished_(s.points.size()),
        work_{s.points.size() * policies()} {
    for (std::size_t i = 0; i < s.points.size(); ++i) {
      points_.emplace_back(s.points[i].model);
      if (how.known) finished_[i] = how.known(i);
      if (!finished_[i]) expect(i, s.points[i].model.replications);
    }
  }

  /// The first replication of every point, so that it is known what each costs; then the rest.
  void all() {
    for (std::size_t i = 0; i < points_.size() && !stop_.stop_requested(); ++i)
      if (!finished_[i]) run(i, 1);
    for (std::size_t i = 0; i < points_.size() && !stop_.stop_requested(); ++i)
      if (!finished_[i]) to_its_end(i);
  }

  [[nodiscard]] reports::progress progress() const {
    const std::lock_guard lock{mutex_};
    return {.done = work_.done(),
            .total = work_.total(),
            .worked = work_.worked(),
            .ahead = work_.ahead()};
  }

  /// How the policies stand at the point under way.
  [[nodiscard]] reports::live_race race() const {
    const std::size_t point = under_way_;
    const scenarios::sweep_point& at = scenario_.points[point];
    const bool drains = !at.model.run.length && at.model.run.until;
    reports::live_race made{.point = label_of(at),
                            .metric = measure::find_metric(drains ? "makespan" : "goodput")};
    const auto so_far = points_[point].standings(made.metric->name);
    for (std::size_t p = 0; p < so_far.size(); ++p)
      made.lanes.push_back({at.model.policies[p].name, so_far[p]});
    return made;
  }

  /// What is finished. A point of which not even one replication is, is left out.
  [[nodiscard]] simulated results() const {
    simulated made{.asked_for = work_.total()};
    made.result.scenario = config::to_json(scenario_.resolved);
    std::vector<sim::comparison> all;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (!finished_[i] && points_[i].replications() == 0) continue;
      all.push_back(finished_[i] ? *finished_[i] : points_[i].result());
      const std::uint64_t replications = std::uint64_t{all.back().replications} * policies();
      made.finished += replications;
      if (points_[i].replications() == 0) made.asked_for += replications;  // it was known
      made.result.points.push_back(named(scenario_.points[i], all.back().policies));
    }
    made.result.invariants = sim::all_of(all);
    measure::complete_sweep(made.result.points);
    made.result.thresholds = scenarios::judge(scenario_.thresholds, made.result.points);
    if (how_.until && made.complete()) made.remarks = shortcomings(made.result.points, *how_.until);
    return made;
  }

 private:
  [[nodiscard]] std::size_t policies() const {
    return scenario_.points.front().model.policies.size();
  }

  static measure::point named(const scenarios::sweep_point& at,
                              const std::vector<measure::policy_result>& policies) {
    measure::point made{.policies = policies};
    for (const auto& [pointer, value] : at.at) made.sweep[pointer] = config::to_json(value);
    return made;
  }

  /// So many replications will be run at the point in all.
  void expect(std::size_t point, std::uint32_t replications) {
    const std::lock_guard lock{mutex_};
    for (std::size_t p = 0; p < policies(); ++p) work_.expect(point * policies() + p, replications);
  }

  /// All that are still to be run at the point.
  void to_its_end(std::size_t point) {
    bool going = run(point, scenario_.points[point].model.replications - 1);
    while (going && how_.until) {
      const further more = further_replications(points_[point], policies(), *how_.until);
      expect(point, points_[point].replications() + more.in_all);
      if (more.now == 0) break;
      going = run(point, more.now);
    }
    if (!going) return;
    finished_[point] = points_[point].result();
    if (how_.finished) how_.finished(point, *finished_[point]);
  }

  /// False if it was stopped before all of them were finished.
  bool run(std::size_t point, std::uint32_t replications) {
    under_way_ = point;
    const auto weigh = [&](const sim::finished_replication& r) {
      const std::lock_guard lock{mutex_};
      work_.finished(point * policies() + r.policy, cost_of(r));
    };
    return points_[point].run(replications, {.jobs = how_.jobs, .stop = stop_}, weigh);
  }

  const scenarios::scenario& scenario_;
  const simulate_options& how_;
  std::stop_token stop_;
  std::vector<sim::comparing> points_{};
  std::vector<std::optional<sim::comparison>> finished_;
  std::atomic<std::size_t> under_way_ = 0;  ///< Which point.
  mutable std::mutex mutex_{};
  reports::work_ahead work_;
};

}  // namespace

simulated simulate(const scenarios::scenario& s, const simulate_options& how) {
  std::stop_source stop;
  points_run points{s, how, stop.get_token()};
  std::future<void> running;
  {
    progress_display display{how.progress, "replications"};
    // Before the start, so that the first line always says that nothing is done.
    display.update(points.progress());
    running = std::async(std::launch::async, [&] { points.all(); });
    const auto race = [&](const reports::style& as) { return race_lines(points.race(), as); };
    do {
      display.update(points.progress(), race);
      // Said, since a replication under way may take its time to end.
      if (interrupted() && stop.request_stop())
        fmt::print(stderr, "interrupted: ending what is under way; once more to stop at once\n");
    } while (running.wait_for(progress_display::interval()) != std::future_status::ready);
  }
  running.get();
  return points.results();
}

}  // namespace contend::cli
