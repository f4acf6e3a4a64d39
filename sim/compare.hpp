// The policies of a scenario, compared: every replication run and summed up into results.
//
//   comparison c = compare(model, {.jobs = 0});
//   c.policies[0].find("conflict_rate")->mean;
//
// All policies meet the same random numbers (see streams.hpp). The same model gives the same bytes
// for any number of jobs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <contend/measure/result.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/replications.hpp>

namespace contend::sim {

struct comparison {
  std::vector<measure::policy_result> policies{};  ///< In the order of the model.
  std::vector<measure::invariant> invariants{};    ///< Over all replications of all policies.
  std::uint32_t replications = 0;  ///< That every policy finished: fewer than asked for if stopped.
};

/// The same, a few replications at a time: for whoever wants to see before asking for more. What
/// comes out depends on how many were run in all, not on the portions.
///
///   comparing some{model};
///   some.run(10, options);
///   if (some.estimate_of(0, "goodput").half_width() > …) some.run(20, options);
class comparing {
 public:
  /// Called for each finished replication, by several threads, one at a time.
  using finished = std::function<void(const finished_replication&)>;

  /// `model` must outlive it.
  explicit comparing(const scenario_model& model);
  comparing(comparing&&) noexcept;
  ~comparing();

  /// Runs `more` replications of every policy. False if a stop kept it from finishing them: nothing
  /// more may be run then. `options.first` and `.count` are its own. Throws as compare().
  bool run(std::uint32_t more, replication_options options, const finished& after = {});

  /// That every policy has finished.
  [[nodiscard]] std::uint32_t replications() const noexcept;
  /// Throws std::invalid_argument for a metric that there is not.
  [[nodiscard]] measure::estimate estimate_of(std::size_t policy, std::string_view metric) const;
  [[nodiscard]] comparison result() const;
  /// Every policy's estimate so far, in the order of the model. From any thread, also while
  /// replications run.
  [[nodiscard]] std::vector<measure::estimate> standings(std::string_view metric) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Threads are started and joined within. Throws std::invalid_argument for a model that cannot run
/// (a policy that names an unknown guard), standstill for one that would never end.
comparison compare(const scenario_model& model, const replication_options& options);

/// Puts the invariants of several points of a sweep together: each holds if it held at every point.
std::vector<measure::invariant> all_of(const std::vector<comparison>& points);

}  // namespace contend::sim
