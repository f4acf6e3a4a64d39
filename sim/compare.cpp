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

  [[nodiscard]] measure::estimate of(std::string_view metric) const { return summary_.of(metric); }

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

struct comparing::state {
  explicit state(const scenario_model& of) : model{of}, policies(of.policies.size()) {}

  const scenario_model& model;
  std::vector<in_order> policies;
  invariants held{};
  std::uint32_t replications = 0;
  std::mutex mutex{};
};

comparing::comparing(const scenario_model& model) : state_{std::make_unique<state>(model)} {}
comparing::comparing(comparing&&) noexcept = default;
comparing::~comparing() = default;

bool comparing::run(std::uint32_t more, replication_options options, const finished& after) {
  const auto collect = [&](const finished_replication& r) {
    measure::observation o = measure::observe(r.tally);
    const std::lock_guard lock{state_->mutex};
    state_->policies[r.policy].add(r.replication, std::move(o));
    state_->held.merge(r.held);
    if (after) after(r);
  };
  options.first = state_->replications;
  options.count = more;
  const std::uint32_t ran = run_replications(state_->model, options, collect);
  state_->replications += ran;
  return ran == more;
}

std::uint32_t comparing::replications() const noexcept { return state_->replications; }

measure::estimate comparing::estimate_of(std::size_t policy, std::string_view metric) const {
  return state_->policies[policy].of(metric);
}

std::vector<measure::estimate> comparing::standings(std::string_view metric) const {
  const std::lock_guard lock{state_->mutex};
  std::vector<measure::estimate> all;
  for (const in_order& policy : state_->policies) all.push_back(policy.of(metric));
  return all;
}

comparison comparing::result() const {
  comparison made;
  made.replications = state_->replications;
  for (std::size_t p = 0; p < state_->policies.size(); ++p)
    made.policies.push_back(state_->policies[p].finish(state_->model.policies[p].name));
  made.invariants = described(state_->held);
  return made;
}

comparison compare(const scenario_model& model, const replication_options& options) {
  comparing all{model};
  all.run(model.replications, options);
  return all.result();
}

std::vector<measure::invariant> all_of(const std::vector<comparison>& points) {
  std::vector<measure::invariant> all = described({});
  for (const comparison& point : points)
    for (std::size_t i = 0; i < all.size() && i < point.invariants.size(); ++i)
      if (all[i].held) all[i] = point.invariants[i];
  return all;
}

}  // namespace contend::sim
