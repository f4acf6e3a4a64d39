// Searches a backoff's parameters for a goal, by racing: many settings run a few replications, the
// better half of them as many again, and so on, until a few have run all; then new settings are
// drawn around those few, closer each time, and race as well.
//
//   race r{model, policy, goal, space, options};
//   if (r.run()) …r.winner()…
//
// In each round a setting is out that is clearly worse than the best one (95 %, replication by
// replication under the same random numbers) or clearly breaks a constraint, and then the worst
// until half are left: successive halving (Jamieson and Talwalkar, 2016) with the statistical
// elimination and the iterated sampling of irace (López-Ibáñez et al., 2016). What comes out
// depends on seed and options alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include <contend/scenarios/tuning/goal.hpp>
#include <contend/scenarios/tuning/samples.hpp>
#include <contend/scenarios/tuning/search_space.hpp>
#include <contend/sim/model.hpp>

namespace contend::scenarios {

/// The metrics that a race looks at: the goal, its constraints, and what the goal costs. Goodput
/// and fairness decide nothing, but whoever reads a report wants to see what became of them.
struct watched_metrics {
  explicit watched_metrics(const goal& of);

  static constexpr std::size_t of_goal = 0;
  [[nodiscard]] static std::size_t of_constraint(std::size_t i) noexcept { return i + 1; }

  std::vector<const measure::metric*> all{};
  std::size_t cost = 0;  ///< The first constraint's, or else appends_per_commit, or latency.p99.
  bool low_cost = true;  ///< Whether less of it is better.
  std::size_t failures = 0;  ///< failure_rate.
  std::size_t goodput = 0;
};

struct contender {
  search_space::setting at{};
  sim::policy_model policy{};
  samples seen;
};

/// How well a contender keeps the constraints.
enum class keeps : std::uint8_t {
  clearly,      ///< Every interval is within its limit.
  by_the_mean,  ///< Every mean is.
  not_quite,    ///< A mean is not, its interval might be.
  no,           ///< An interval is beyond its limit.
};

struct race_options {
  std::size_t settings = 64;        ///< Of the first generation; half as many of the later ones.
  std::size_t generations = 4;      ///< At least 1.
  std::uint32_t replications = 30;  ///< That the last few run; at least 2.
  unsigned jobs = 0;                ///< Threads; 0: one a core.
  std::stop_token stop{};
  /// Told of runs that are done and of how many there will be about. By several threads.
  std::function<void(std::uint64_t done, std::uint64_t expected)> progress{};
};

class race {
 public:
  /// `policy` with its backoff as it stands takes part. All must outlive it.
  race(const sim::scenario_model& model, const sim::policy_model& policy, const goal& wanted,
       const search_space& space, const race_options& how);

  /// False if it was stopped: then nothing is to be asked.
  bool run();

  [[nodiscard]] const watched_metrics& metrics() const noexcept { return metrics_; }
  /// The best of those that ran all replications; sure to keep the constraints, if one is.
  [[nodiscard]] const contender& winner() const { return all_[finalists_.front()]; }
  /// Of those that ran all replications, those that no other one beats in both goal and cost, by
  /// their means; in the order of the goal.
  [[nodiscard]] std::vector<const contender*> front() const;
  [[nodiscard]] std::size_t tried() const noexcept { return all_.size(); }
  [[nodiscard]] std::uint64_t runs() const noexcept { return done_; }

  [[nodiscard]] keeps constraints_of(const samples& seen) const;
  /// Of all that were tried, the nearest that a constraint came to its limit, or the farthest
  /// within it, by the means; nothing where none had a value.
  [[nodiscard]] std::optional<double> best_of_constraint(std::size_t i) const;

 private:
  using indices = std::vector<std::size_t>;

  void add(const search_space::setting& at);
  indices first_generation();
  indices next_generation(std::size_t generation);
  /// The few best of `from`, best first.
  bool compete(indices from);
  bool run_until(const indices& who, std::uint32_t replications);
  void eliminate(indices& alive) const;
  [[nodiscard]] bool clearly_worse(const contender& a, const contender& than) const;
  [[nodiscard]] bool ahead(std::size_t a, std::size_t b) const;
  [[nodiscard]] measure::estimate value_of(const samples& seen, std::size_t metric) const;
  [[nodiscard]] double violation(const samples& seen) const;
  [[nodiscard]] indices on_the_front(const indices& among) const;
  [[nodiscard]] indices candidates_for_the_front() const;

  const sim::scenario_model& model_;
  const sim::policy_model& policy_;
  const goal& goal_;
  const search_space& space_;
  const race_options& how_;
  watched_metrics metrics_;
  std::vector<contender> all_{};
  std::set<std::string> known_{};  ///< Backoffs, as text: none runs twice.
  indices finalists_{};            ///< The best so far, best first.
  std::uint64_t done_ = 0;
  std::uint64_t expected_ = 0;
};

/// The policy with this backoff, as { "jitter": { … } }.
sim::policy_model with_backoff(const sim::policy_model& policy, const config::node& backoff);

}  // namespace contend::scenarios
