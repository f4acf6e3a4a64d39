#include <map>
#include <mutex>
#include <utility>

#include <contend/measure/summary.hpp>
#include <contend/sim/compare.hpp>

namespace contend::sim {

namespace {

/// Adds up one policy's observations in the order of replications, in whatever order they come.
class in_order {
 public:
  void add(std::uint32_t replication, measure::observation o) {
    early_.emplace(replication, std::move(o));
    for (auto it = early_.begin(); it != early_.end() && it->first == next_;
         it = early_.erase(it)) {
      summary_.add(it->second);
      ++next_;
    }
  }

  [[nodiscard]] measure::policy_result finish(const std::string& policy) const {
    return summary_.finish(policy);
  }

 private:
  measure::summary summary_{};
  std::map<std::uint32_t, measure::observation> early_{};
  std::uint32_t next_ = 0;
};

std::vector<measure::invariant> described(const invariants& held) {
  std::vector<measure::invariant> all;
  for (std::size_t i = 0; i < invariant_count; ++i) {
    const auto which = static_cast<invariant>(i);
    all.push_back({.name = std::string{to_string(which)},
                   .held = held.violation(which).empty(),
                   .detail = held.violation(which)});
  }
  return all;
}

}  // namespace

comparison compare(const scenario_model& model, const replication_options& options) {
  std::mutex mutex;
  std::vector<in_order> policies(model.policies.size());
  invariants held;
  const auto collect = [&](const finished_replication& r) {
    measure::observation o = measure::observe(r.tally);
    const std::lock_guard lock{mutex};
    policies[r.policy].add(r.replication, std::move(o));
    held.merge(r.held);
  };

  comparison result;
  result.replications = run_replications(model, options, collect);
  for (std::size_t p = 0; p < policies.size(); ++p)
    result.policies.push_back(policies[p].finish(model.policies[p].name));
  result.invariants = described(held);
  return result;
}

std::vector<measure::invariant> all_of(const std::vector<comparison>& points) {
  std::vector<measure::invariant> all = described({});
  for (const comparison& point : points)
    for (std::size_t i = 0; i < all.size() && i < point.invariants.size(); ++i)
      if (all[i].held) all[i] = point.invariants[i];
  return all;
}

}  // namespace contend::sim
