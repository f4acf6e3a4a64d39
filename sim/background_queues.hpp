// The background queues in virtual time, one for those who share it: the books are the very ones
// that the library keeps (store/background/job_queue.hpp); here are the workers, who waits for
// room, and what is measured.
//
// A job is an operation in flight whose caller has gone on. Single-threaded.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/measure/queue_tally.hpp>
#include <contend/sim/model.hpp>
#include <contend/sim/scopes.hpp>
#include <contend/store/background/job_queue.hpp>
#include <contend/store/detail/settling.hpp>

namespace contend::sim {

class background_queues {
 public:
  /// An append as it was sent: which attempt's, and the version that it expected.
  struct append {
    std::uint32_t attempt = 0;
    version expected = 0;
  };

  /// What an operation brings with it into its second life.
  struct job {
    std::uint32_t attempts_before = 0;  ///< Of its first life and of its parts so far.
    std::uint32_t parts = 0;            ///< Operations that it has been under way as.
    bool thrashed = false;              ///< It was counted as thrashing in its first life.
    append unanswered{};                ///< Where `settling` says that there is one.
    std::optional<contend::detail::settling> settling{};
    time_point since{};
  };

  /// Null where the policy has none.
  static std::unique_ptr<background_queues> make(const policy_model& policy,
                                                 const workload_model& workload);

  background_queues(const coordination::background_queue& options, sharing shared_by,
                    std::uint32_t queues);

  /// The queue of a writer that is in `node`: `which` below.
  [[nodiscard]] std::uint32_t queue_of(std::uint32_t writer, std::uint32_t node) const noexcept {
    return scope_of(shared_by_, writer, node);
  }

  [[nodiscard]] duration patience() const noexcept { return patience_; }
  /// Whether no queue holds anything.
  [[nodiscard]] bool empty() const noexcept { return jobs_in_all_ == 0; }

  /// Hands the operation over. False where there is no room.
  bool offer(std::uint32_t which, std::uint32_t actor, std::uint32_t flight, time_point now);
  /// Its caller waits until there is room.
  void wait_for_room(std::uint32_t which, std::uint32_t flight);
  void wait_no_longer(std::uint32_t which, std::uint32_t flight);

  /// The job that an idle worker of the queue takes on now, if there is one.
  std::optional<std::uint32_t> take(std::uint32_t which, time_point now);
  /// The job is over, whichever way. The one whose caller has waited longest for room, if any.
  std::optional<std::uint32_t> done(std::uint32_t which, std::uint32_t actor, std::uint32_t flight,
                                    time_point now);

  /// An operation, whether job or not, sends an append.
  void sent(std::uint32_t flight, append what);
  /// The latest that it sent.
  [[nodiscard]] append latest(std::uint32_t flight) const;

  job& begin_job(std::uint32_t flight) { return jobs_[flight] = {}; }
  /// Null for what is no job.
  [[nodiscard]] job* find_job(std::uint32_t flight);
  /// The flight is gone, and all that it ever sent.
  void forget(std::uint32_t flight) { jobs_.erase(flight); }

  /// From here on it is measured how full they are.
  void span_begins(time_point now);
  measure::queue_tally span_ends(time_point now);

 private:
  struct queue {
    job_queue<std::uint32_t, std::uint32_t> books;
    std::uint32_t idle;
    std::deque<std::uint32_t> for_room{};
    time_point looked_at{};
  };

  void look(queue& q, time_point now);

  duration patience_;
  sharing shared_by_;
  std::vector<queue> queues_{};
  std::size_t jobs_in_all_ = 0;
  boost::unordered_flat_map<std::uint32_t, job> jobs_{};
  std::vector<append> appends_{};  ///< By flight.
  bool measuring_ = false;
  measure::queue_tally tally_{};
};

}  // namespace contend::sim
