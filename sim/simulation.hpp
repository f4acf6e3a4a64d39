// One replication of one policy, in virtual time.
//
// Writers, network and store servers are events of the kernel; the operations, the policies and the
// store itself are the very ones that production runs. Rules of the model: a message takes one hop
// each way, drawn for each; a request is carried out when its service ends; an answer leaves at
// once; the writer reacts at once, but for its decision time. Where writers wait for an answer no
// longer than a timeout, a read that they gave up on is a transient failure and an append an
// ambiguous one; the request itself goes on, and the store may yet carry it out.
//
// simulation.cpp has the run and its operations, requests.cpp their way to the store and back,
// second_lives.cpp what goes on after a deferral, together.cpp the turns of those that wait for
// each other.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/sim/background_queues.hpp>
#include <contend/sim/driver.hpp>
#include <contend/sim/faults/fault_schedule.hpp>
#include <contend/sim/flight.hpp>
#include <contend/sim/invariants.hpp>
#include <contend/sim/kernel.hpp>
#include <contend/sim/message.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/notice_board.hpp>
#include <contend/sim/policy_instances.hpp>
#include <contend/sim/recorder.hpp>
#include <contend/sim/standstill.hpp>
#include <contend/sim/store_service.hpp>
#include <contend/sim/streams.hpp>
#include <contend/sim/timeline.hpp>
#include <contend/sim/turn_lines.hpp>
#include <contend/sim/workload/population.hpp>
#include <contend/store/event_store.hpp>

namespace contend::sim {

/// Reusable: keeps its memory from one replication to the next. Single-threaded; each thread has
/// its own.
class simulation final : arrival_sink {
 public:
  /// `model` and `writers` must outlive the simulation; both are only read, so threads may share
  /// them.
  simulation(const scenario_model& model, const population& writers);
  ~simulation();

  /// Runs replication `replication` under `policy`, fills `into` and says what held. A stop ends it
  /// early with nothing: what it had come to is worth nothing to a comparison. Throws standstill
  /// for a scenario that would never end.
  std::optional<invariants> run(const policy_model& policy, std::uint32_t replication,
                                measure::tally& into, const std::stop_token& stop = {});

  /// Has all runs from here on told to `by`, which must outlive them; null: nobody.
  void watch(timeline_recorder* by) noexcept { watcher_ = by; }
  [[nodiscard]] time_point now() const noexcept { return kernel_.now(); }

  /// The store as the last run left it, and what was counted over all of it.
  [[nodiscard]] event_store& store() noexcept { return *store_; }
  [[nodiscard]] const totals& counted() const noexcept { return recorder_.all(); }
  /// How many events the last run simulated.
  [[nodiscard]] std::uint64_t events() const noexcept { return events_; }

 private:
  struct world;
  /// One group of writers during a run.
  struct group_state {
    std::unique_ptr<arrival_process> arrivals{};
    std::uint32_t in_flight = 0;
    std::deque<std::pair<std::uint32_t, time_point>> queued{};  ///< Writers over max_in_flight.
  };

  void prepare(const policy_model& policy, std::uint32_t replication, measure::tally& into);
  void close();
  void arrive(time_point at, std::uint32_t writer) override;

  void run_until(time_point end, const std::stop_token& stop);
  [[noreturn]] void stand_still() const;
  void handle(const message& m);
  void on_arrival(const message& m);
  void on_request(const message& m);
  void on_answer(const message& m);
  void on_wake(const message& m);
  void on_notice(const message& m);
  void on_timeout(const message& m);

  void start_operation(std::uint32_t writer, time_point arrived);
  void end_operation(std::uint32_t index);
  void ended(std::uint32_t index, const operation_result& result);
  void leave(std::uint32_t index, const operation_result& result);
  void caller_goes_on(std::uint32_t index, const operation_result& result);
  void remove(std::uint32_t index);
  void give_back(std::uint32_t index);
  void resume(std::uint32_t index, const answer& a) { resume(index, flights_[index], a); }
  void resume(std::uint32_t index, flight& f, const answer& a);
  void start_queued(group_state& group);

  // Together: who waits for whom.
  void begin(std::uint32_t index);
  void go_first(std::uint32_t index);
  void on_turn(const message& m);
  void on_patience(const message& m);
  void wait_at_most(std::uint32_t index, time_point until);
  void pass_on(std::uint32_t index);
  void end_together(std::uint32_t leader, const operation_result& result);

  // Second lives: operations that were deferred.
  void defer(std::uint32_t index);
  bool hand_over(std::uint32_t index);
  void refuse(std::uint32_t index);
  void look_for_work(std::uint32_t queue);
  void on_work(std::uint32_t queue);
  void begin_part(std::uint32_t index);
  void part_ended(std::uint32_t index, const operation_result& result);
  bool prepare_for_queue(const flight& f, message& m);
  // Asked at every message, so the way of those that were never deferred is here.
  // `f` is the flight of that index.
  /// How what the operation left unclear is being settled; null if nothing is.
  [[nodiscard]] contend::detail::settling* settling(std::uint32_t index, const flight& f) {
    return f.background ? settling_of_job(index) : nullptr;
  }
  /// Attempts of the operation in all its parts so far.
  [[nodiscard]] std::uint32_t attempts(std::uint32_t index, const flight& f) const {
    const std::uint32_t now = f.op.result().attempts;
    return f.background ? queues_->find_job(index)->attempts_before + now : now;
  }
  [[nodiscard]] contend::detail::settling* settling_of_job(std::uint32_t index);

  void send(std::uint32_t index, flight& f, const action& a);
  void begin_service(const store_service::start& s);
  void serve(message m);
  void read(flight& f, message& m);
  void append(flight& f, message& m);
  void announce(const flight& f, version v);
  void answer_to(flight& f, message m);
  void settle(flight& f, const message& m, bool reached);
  bool gone(const message& m, moment at);
  bool refused(const message& m);

  void watch_step(std::uint32_t index, measure::timeline::step::kind what) {
    if (watcher_ != nullptr) [[unlikely]]
      watcher_->begin_step(index, what, attempts(index, flights_[index]), kernel_.now());
  }
  void watch_start(std::uint32_t index);
  void watch_end(std::uint32_t index, const operation_result& result) {
    if (watcher_ != nullptr) [[unlikely]]
      watcher_->ended(index, result, kernel_.now());
  }

  [[nodiscard]] traffic traffic_of(const message& m, moment at);
  [[nodiscard]] bool hopeless(const message& m);
  [[nodiscard]] time_point end_of_arrivals() const noexcept;
  [[nodiscard]] time_point end_of_run() const noexcept;
  [[nodiscard]] time_point hop_from(time_point at, const flight& f, std::uint64_t leg) const;
  [[nodiscard]] group_state& group_of(std::uint32_t writer) {
    return groups_[writers_.of(writer).writers.index];
  }
  [[nodiscard]] std::uint32_t node_of(std::uint32_t index) {
    return writers_.node_of(flights_[index].writer);
  }
  /// The background queue that its operations go on in.
  [[nodiscard]] std::uint32_t queue_of(std::uint32_t index) {
    return queues_->queue_of(flights_[index].writer, node_of(index));
  }
  [[nodiscard]] const any_policy& policy_of(const flight& f) const {
    return f.background ? policies_->in_background(f.writer) : policies_->of(f.writer);
  }
  [[nodiscard]] bool drained() const;
  [[nodiscard]] message to(std::uint32_t index, message::kind what);

  const scenario_model& model_;
  const population& writers_;
  const fault_schedule faults_;
  /// How long a writer waits for an answer; end of time: as long as it takes.
  const duration timeout_;
  kernel<message> kernel_{};
  flight_pool flights_{};
  std::unique_ptr<event_store> store_{};
  std::unique_ptr<policy_instances> policies_{};
  store_service service_{1};
  notice_board notices_{};
  std::unique_ptr<turn_lines> lines_{};          ///< Null where nobody waits for others.
  std::unique_ptr<background_queues> queues_{};  ///< Null where nothing is deferred to one.
  recorder recorder_;
  timeline_recorder* watcher_ = nullptr;  ///< Null in nearly all runs.
  invariants invariants_{};
  random_key key_{0};

  std::vector<std::uint32_t> started_{};  ///< Operations of each writer.
  std::vector<group_state> groups_{};
  const policy_model* policy_ = nullptr;  ///< Of this run.
  standstill_watch standstill_{0};
  std::uint64_t events_ = 0;        ///< Simulated in this run.
  std::uint32_t open_ = 0;          ///< Operations that have not ended.
  std::uint64_t appends_out_ = 0;   ///< Appends on their way to the store or in it.
  std::vector<event_ptr> batch_{};  ///< The events of one append.
};

}  // namespace contend::sim
