#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include <contend/sim/replications.hpp>
#include <contend/sim/simulation.hpp>

namespace contend::sim {

namespace {

/// The work of one run: items numbered replication by replication, taken in order.
class work {
 public:
  work(const scenario_model& model, const replication_options& options,
       const std::function<void(const finished_replication&)>& visit)
      : model_{model},
        options_{options},
        visit_{visit},
        writers_{model},
        items_{std::uint64_t{options.count.value_or(model.replications)} * model.policies.size()} {}

  void run() noexcept {
    try {
      simulation sim{model_, writers_};
      measure::tally tally;
      while (const auto item = next()) {
        const auto policy = static_cast<std::uint32_t>(*item % model_.policies.size());
        const auto replication =
            options_.first + static_cast<std::uint32_t>(*item / model_.policies.size());
        const auto held = sim.run(model_.policies[policy], replication, tally, options_.stop);
        if (!held) return leave_out(*item);
        visit_({policy, replication, sim.events(), tally, *held});
        if (options_.done != nullptr) options_.done->fetch_add(1, std::memory_order_relaxed);
      }
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  /// Items are taken in order, so that all before the first that a stop left out are finished.
  std::uint32_t finish() {
    if (failure_) std::rethrow_exception(failure_);
    const std::uint64_t finished = std::min(std::min(next_.load(), items_), first_left_out_);
    return static_cast<std::uint32_t>(finished / model_.policies.size());
  }

 private:
  std::optional<std::uint64_t> next() {
    if (failed_ || options_.stop.stop_requested()) return std::nullopt;
    const std::uint64_t item = next_.fetch_add(1, std::memory_order_relaxed);
    if (item >= items_) return std::nullopt;
    return item;
  }

  void leave_out(std::uint64_t item) {
    const std::lock_guard lock{mutex_};
    first_left_out_ = std::min(first_left_out_, item);
  }

  const scenario_model& model_;
  const replication_options& options_;
  const std::function<void(const finished_replication&)>& visit_;
  const population writers_;
  const std::uint64_t items_;
  std::atomic<std::uint64_t> next_{0};
  std::mutex mutex_{};
  std::exception_ptr failure_{};
  std::atomic<bool> failed_{false};
  std::uint64_t first_left_out_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace

unsigned threads_of(unsigned jobs) noexcept {
  return jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
}

std::uint32_t run_replications(const scenario_model& model, const replication_options& options,
                               const std::function<void(const finished_replication&)>& visit) {
  if (model.policies.empty()) return 0;
  work all{model, options, visit};
  {
    std::vector<std::jthread> threads;
    for (unsigned t = 1; t < threads_of(options.jobs); ++t)
      threads.emplace_back([&] { all.run(); });
    all.run();
  }
  return all.finish();
}

}  // namespace contend::sim
