// Records one replication operation by operation, for those who want to see what went on.
//
//   const measure::timeline seen = timeline_of(model, model.policies[0], 3, {.operations = 100});
//
// The simulation is the one that every run is: a replication is the same whether watched or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include <contend/measure/timeline.hpp>
#include <contend/sim/flight.hpp>
#include <contend/sim/model.hpp>

namespace contend::sim {

/// What is recorded: operations that begin within the window, up to so many, with all that becomes
/// of them.
struct timeline_limits {
  duration from{};
  duration length = duration::max();
  std::size_t operations = 1000;  ///< At least 1.
  std::size_t steps = 200'000;    ///< Then the recording ends, whatever is open.
};

/// Told by a simulation what happens. Flights go by their index. Single-threaded.
class timeline_recorder {
 public:
  explicit timeline_recorder(const timeline_limits& limits) : limits_{limits} {}

  /// Asked to stop as soon as nothing that is to be recorded can happen any more.
  [[nodiscard]] std::stop_token done() const noexcept { return done_.get_token(); }

  void started(std::uint32_t index, const flight& f, std::uint32_t node, time_point now);
  /// The step before is over.
  void begin_step(std::uint32_t index, measure::timeline::step::kind what, std::uint32_t attempt,
                  time_point now);
  /// The store carried out the request under way, an append that expected `expected`.
  void served(std::uint32_t index, outcome how, version expected, version current, time_point now);
  /// The answer to the request under way is there, or is waited for no longer.
  void answered(std::uint32_t index, outcome how, version current, time_point now);
  void ended(std::uint32_t index, const operation_result& result, time_point now);

  /// What was recorded by `now`.
  [[nodiscard]] measure::timeline result(time_point now) &&;

 private:
  using step = measure::timeline::step;

  struct watched {
    std::size_t operation = measure::timeline::nowhere;
    std::size_t step = measure::timeline::nowhere;  ///< The one under way, if any.
  };

  watched* find(std::uint32_t index);
  step* under_way(std::uint32_t index);
  void end_step(watched& w, time_point now);
  void close(measure::timeline::end why);
  void stop_if_done();

  timeline_limits limits_;
  std::stop_source done_{};
  measure::timeline seen_{};
  std::vector<watched> of_flight_{};
  std::size_t open_ = 0;              ///< Operations under way that are recorded.
  bool closed_ = false;               ///< To further operations.
  std::optional<time_point> over_{};  ///< When there were too many steps.
  /// Appends that committed, by actor and the version that they expected.
  std::map<std::pair<std::uint32_t, version>, std::size_t> winners_{};
};

/// Replication `replication` under `policy`, which must be one of the model's. Throws
/// std::invalid_argument as compare().
measure::timeline timeline_of(const scenario_model& model, const policy_model& policy,
                              std::uint32_t replication, const timeline_limits& limits = {});

}  // namespace contend::sim
