#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>

#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/policy.hpp>
#include <contend/policies/config/reader.hpp>
#include <contend/policies/random.hpp>
#include <contend/scenarios/tuning/race.hpp>

namespace contend::scenarios {

namespace {

constexpr std::size_t few = 6;                   ///< That are left at the end of a race.
constexpr std::uint32_t first_replications = 3;  ///< Of every setting.
constexpr std::size_t most_on_the_front = 8;

/// How far from its parent a setting lies at most, and how often a choice is made anew, by
/// generation.
constexpr std::array<double, 3> spreads = {0.25, 0.1, 0.04};

/// The fraction whose digits in `base` are those of `index` mirrored: evenly spread over [0, 1)
/// (Halton, 1960).
double radical_inverse(std::size_t index, std::size_t base) {
  double value = 0;
  double place = 1;
  for (; index > 0; index /= base) {
    place /= static_cast<double>(base);
    value += place * static_cast<double>(index % base);
  }
  return value;
}

double reflected(double x) {
  if (x < 0) x = -x;
  return x > 1 ? std::max(0.0, 2 - x) : x;
}

bool within(const threshold& limit, double value) {
  return limit.below ? value < limit.limit : value > limit.limit;
}

}  // namespace

watched_metrics::watched_metrics(const goal& of) {
  all.push_back(of.metric);
  for (const threshold& t : of.constraints) all.push_back(t.metric);
  const auto place_of = [this](const measure::metric* m) {
    const auto found = std::find(all.begin(), all.end(), m);
    const auto at = static_cast<std::size_t>(found - all.begin());
    if (found == all.end()) all.push_back(m);
    return at;
  };
  if (!of.constraints.empty()) {
    cost = of_constraint(0);
    low_cost = of.constraints.front().below;
  } else {
    const auto* appends = measure::find_metric("appends_per_commit");
    cost = place_of(of.metric == appends ? measure::find_metric("latency.p99") : appends);
  }
  failures = place_of(measure::find_metric("failure_rate"));
  goodput = place_of(measure::find_metric("goodput"));
  place_of(measure::find_metric("fairness_jain"));
}

sim::policy_model with_backoff(const sim::policy_model& policy, const config::node& backoff) {
  sim::policy_model made = policy;
  config::diagnostics errors;
  config::read(backoff, made.backoff, errors, "backoff");
  errors.throw_if_any();
  return made;
}

race::race(const sim::scenario_model& model, const sim::policy_model& policy, const goal& wanted,
           const search_space& space, const race_options& how)
    : model_{model}, policy_{policy}, goal_{wanted}, space_{space}, how_{how}, metrics_{wanted} {}

bool race::run() {
  // About twice the first replications of each, before a few are left.
  expected_ = how_.settings * first_replications * (1 + how_.generations) +
              std::uint64_t{how_.replications} * few;
  if (!compete(first_generation())) return false;
  for (std::size_t g = 1; g < how_.generations; ++g)
    if (!compete(next_generation(g - 1))) return false;
  indices last = candidates_for_the_front();
  last.insert(last.end(), finalists_.begin(), finalists_.end());
  std::ranges::sort(last);
  last.erase(std::unique(last.begin(), last.end()), last.end());
  if (!run_until(last, how_.replications)) return false;
  finalists_ = std::move(last);
  std::ranges::stable_sort(finalists_, [this](auto a, auto b) {
    const bool sure_of_a = constraints_of(all_[a].seen) == keeps::clearly;
    const bool sure_of_b = constraints_of(all_[b].seen) == keeps::clearly;
    return sure_of_a != sure_of_b ? sure_of_a : ahead(a, b);
  });
  return true;
}

/// A setting that is new.
void race::add(const search_space::setting& at) {
  const config::node backoff = space_.backoff_at(at);
  if (!known_.insert(config::to_text(backoff)).second) return;
  all_.push_back(
      {.at = at, .policy = with_backoff(policy_, backoff), .seen = samples{metrics_.all.size()}});
}

/// Evenly spread, and the policy as it stands.
race::indices race::first_generation() {
  constexpr std::array<std::size_t, 8> primes = {2, 3, 5, 7, 11, 13, 17, 19};
  random_source random{random_key{model_.seed}.with(~std::uint64_t{0})};
  search_space::setting shift;
  for (std::size_t d = 0; d < space_.parameters().size(); ++d) shift.push_back(random.unit());
  add(space_.as_it_stands());
  for (std::size_t i = 1; i < how_.settings; ++i) {
    search_space::setting at;
    for (std::size_t d = 0; d < shift.size(); ++d) {
      const double x = radical_inverse(i, primes[d % primes.size()]) + shift[d];
      at.push_back(x - std::floor(x));
    }
    add(at);
  }
  indices drawn(all_.size());
  std::iota(drawn.begin(), drawn.end(), std::size_t{0});
  return drawn;
}

/// Around the best so far, and these themselves.
race::indices race::next_generation(std::size_t generation) {
  const double spread = spreads[std::min(generation, spreads.size() - 1)];
  random_source random{random_key{model_.seed}.with(~std::uint64_t{1} - generation)};
  indices drawn = finalists_;
  const std::size_t before = all_.size();
  for (std::size_t i = 0; i < how_.settings / 2; ++i) {
    search_space::setting at = all_[finalists_[i % finalists_.size()]].at;
    for (std::size_t d = 0; d < at.size(); ++d) {
      const double step = random.unit() + random.unit() - 1;  // mostly small
      if (space_.parameters()[d].what != parameter::kind::choice)
        at[d] = reflected(at[d] + spread * step);
      else if (random.unit() < spread)
        at[d] = random.unit();
    }
    add(at);
  }
  for (std::size_t i = before; i < all_.size(); ++i) drawn.push_back(i);
  return drawn;
}

bool race::compete(indices alive) {
  for (std::uint32_t replications = first_replications;; replications *= 2) {
    const std::uint32_t these = std::min(replications, how_.replications);
    if (!run_until(alive, these)) return false;
    eliminate(alive);
    if (alive.size() <= few || these == how_.replications) break;
  }
  alive.resize(std::min(alive.size(), few));
  finalists_ = std::move(alive);
  return true;
}

/// Those that have fewer run further; those that have more keep them.
bool race::run_until(const indices& who, std::uint32_t replications) {
  std::map<std::uint32_t, indices> by_replications;
  for (const std::size_t i : who)
    if (all_[i].seen.replications() < replications)
      by_replications[all_[i].seen.replications()].push_back(i);
  for (const auto& [first, members] : by_replications) {
    std::vector<sampled_policy> policies;
    for (const std::size_t i : members) policies.push_back({&all_[i].policy, &all_[i].seen});
    const std::uint64_t before = done_;
    std::atomic<std::uint64_t> ran = 0;
    const sampling these{.jobs = how_.jobs, .stop = how_.stop, .ran = [&] {
                           const std::uint64_t done = before + ++ran;
                           if (how_.progress) how_.progress(done, std::max(done, expected_));
                         }};
    if (!sample(model_, metrics_.all, policies, first, replications - first, these)) return false;
    done_ += ran;
  }
  return true;
}

/// Leaves those that may yet be best, best first: at most half, but a few.
void race::eliminate(indices& alive) const {
  std::ranges::stable_sort(alive, [this](auto a, auto b) { return ahead(a, b); });
  const contender& best = all_[alive.front()];
  const bool best_keeps = constraints_of(best.seen) <= keeps::by_the_mean;
  std::erase_if(alive, [&](std::size_t i) {
    const contender& one = all_[i];
    if (&one == &best || !best_keeps) return false;
    return constraints_of(one.seen) == keeps::no || clearly_worse(one, best);
  });
  alive.resize(std::min(alive.size(), std::max(few, (alive.size() + 1) / 2)));
}

bool race::clearly_worse(const contender& a, const contender& than) const {
  const auto d = a.seen.less(than.seen, watched_metrics::of_goal);
  if (!d || !d->ci95) return false;
  return goal_.minimise ? d->ci95->first > 0 : d->ci95->second < 0;
}

/// Nothing where what the metric times did not happen in every replication.
measure::estimate race::value_of(const samples& seen, std::size_t metric) const {
  const measure::estimate e = seen.of(metric);
  const bool may_lack = metrics_.all[metric]->due_with.empty();
  return may_lack || e.replications == seen.replications() ? e : measure::estimate{};
}

/// Keeping the constraints comes before the goal; a value before none.
bool race::ahead(std::size_t a, std::size_t b) const {
  const double broken_a = violation(all_[a].seen);
  const double broken_b = violation(all_[b].seen);
  if (broken_a != broken_b) return broken_a < broken_b;
  const auto goal_a = value_of(all_[a].seen, watched_metrics::of_goal).mean;
  const auto goal_b = value_of(all_[b].seen, watched_metrics::of_goal).mean;
  if (!goal_a || !goal_b) return goal_a.has_value() && !goal_b;
  return goal_.better(*goal_a, *goal_b);
}

/// By how much the means are beyond their limits, against these; 0 where none is. One that has no
/// value breaks its limit.
double race::violation(const samples& seen) const {
  double sum = 0;
  for (std::size_t i = 0; i < goal_.constraints.size(); ++i) {
    const threshold& limit = goal_.constraints[i];
    const auto mean = value_of(seen, watched_metrics::of_constraint(i)).mean;
    if (mean && within(limit, *mean)) continue;
    const double beyond = mean ? std::abs(*mean - limit.limit) : 1;
    sum += std::max(beyond / std::max(std::abs(limit.limit), 1e-9), 1e-9);
  }
  return sum;
}

keeps race::constraints_of(const samples& seen) const {
  keeps worst = keeps::clearly;
  for (std::size_t i = 0; i < goal_.constraints.size(); ++i) {
    const threshold& limit = goal_.constraints[i];
    const measure::estimate e = value_of(seen, watched_metrics::of_constraint(i));
    keeps here = keeps::no;
    if (e.mean && e.ci95) {
      const bool low = within(limit, e.ci95->first);
      const bool high = within(limit, e.ci95->second);
      here = low && high              ? keeps::clearly
             : within(limit, *e.mean) ? keeps::by_the_mean
             : low || high            ? keeps::not_quite
                                      : keeps::no;
    }
    worst = std::max(worst, here);
  }
  return worst;
}

std::optional<double> race::best_of_constraint(std::size_t i) const {
  std::optional<double> best;
  for (const contender& c : all_)
    if (const auto mean = c.seen.of(watched_metrics::of_constraint(i)).mean)
      if (!best || (goal_.constraints[i].below ? *mean < *best : *mean > *best)) best = mean;
  return best;
}

race::indices race::on_the_front(const indices& among) const {
  const auto value = [&](std::size_t i, std::size_t metric, bool low) {
    const auto mean = value_of(all_[i].seen, metric).mean;
    return mean ? (low ? *mean : -*mean) : HUGE_VAL;
  };
  std::vector<std::array<double, 2>> at;
  for (const std::size_t i : among)
    at.push_back({value(i, watched_metrics::of_goal, goal_.minimise),
                  value(i, metrics_.cost, metrics_.low_cost)});
  indices front;
  for (std::size_t a = 0; a < among.size(); ++a) {
    const bool beaten = std::ranges::any_of(at, [&](const auto& other) {
      return other[0] <= at[a][0] && other[1] <= at[a][1] && other != at[a];
    });
    // Settings that come to the same stand there once: options may be of no consequence.
    const bool again = std::find(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(a), at[a]) !=
                       at.begin() + static_cast<std::ptrdiff_t>(a);
    if (!beaten && !again && std::isfinite(at[a][0])) front.push_back(among[a]);
  }
  std::ranges::stable_sort(
      front, {}, [&](std::size_t i) { return value(i, watched_metrics::of_goal, goal_.minimise); });
  return front;
}

/// By what has been seen of all, evenly along the front.
race::indices race::candidates_for_the_front() const {
  indices everybody(all_.size());
  std::iota(everybody.begin(), everybody.end(), std::size_t{0});
  const indices front = on_the_front(everybody);
  if (front.size() <= most_on_the_front) return front;
  indices some;
  for (std::size_t i = 0; i < most_on_the_front; ++i)
    some.push_back(front[i * (front.size() - 1) / (most_on_the_front - 1)]);
  return some;
}

std::vector<const contender*> race::front() const {
  indices measured;
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (all_[i].seen.replications() >= how_.replications) measured.push_back(i);
  std::vector<const contender*> front;
  for (const std::size_t i : on_the_front(measured)) front.push_back(&all_[i]);
  return front;
}

}  // namespace contend::scenarios
