#include <algorithm>
#include <cmath>
#include <span>

#include <boost/math/distributions/normal.hpp>
#include <fmt/format.h>

#include <contend/measure/bootstrap.hpp>
#include <contend/measure/compare_runs.hpp>
#include <contend/measure/holm.hpp>
#include <contend/measure/json_text.hpp>
#include <contend/measure/metrics/all.hpp>

namespace contend::measure {

namespace {

using json = nlohmann::ordered_json;

/// One side's values, if each of its replications has one; else nothing. `other` has as many as
/// there are where this side's are all alike.
std::vector<double> whole(const named_estimate& m, const named_estimate& other) {
  std::vector<double> values;
  const bool all_alike = m.values.empty() && m.value.stddev && *m.value.stddev == 0;
  if (all_alike) values.assign(other.values.size(), *m.value.mean);
  for (const auto& v : m.values) {
    if (!v) return {};
    values.push_back(*v);
  }
  return values;
}

void by_pairs(metric_comparison& m, const std::vector<double>& before,
              const std::vector<double>& after) {
  // The means are the results' own; the values are rounded, and may be of several replications.
  const double absolute = m.by.absolute;
  const auto relative = m.by.relative;
  m.by = paired_difference(before, after);
  if (m.by.ci95) {
    const double shift = absolute - m.by.absolute;
    m.by.ci95->first += shift;
    m.by.ci95->second += shift;
  }
  m.by.absolute = absolute;
  m.by.relative = relative;
}

std::optional<estimate::interval> resampled(const std::vector<double>& before,
                                            const std::vector<double>& after, bool paired) {
  if (std::min(before.size(), after.size()) < fewest_to_resample) return {};
  if (!paired) return bootstrap_interval(before, after);
  std::vector<double> differences(after.size());
  std::ranges::transform(after, before, differences.begin(), std::minus{});
  return bootstrap_interval(differences);
}

/// A side of two replications that happen to be alike looks as if it never varied: of fewer than
/// ten it is taken to vary at least as the other side does. The gate is rather unsure than wrong.
estimate with_caution(estimate side, const estimate& other) {
  constexpr std::uint64_t enough = 10;
  if (side.replications < enough && side.stddev && other.stddev)
    side.stddev = std::max(*side.stddev, *other.stddev);
  return side;
}

/// Welch's test, by which strangers are compared.
difference of_strangers(const estimate& baseline, const estimate& candidate) {
  return unpaired_difference(with_caution(baseline, candidate), with_caution(candidate, baseline));
}

/// Of a metric that has a mean on either side.
metric_comparison compare_metric(const named_estimate& baseline, const named_estimate& candidate,
                                 bool common) {
  metric_comparison m{.metric = baseline.name,
                      .baseline = baseline.value,
                      .candidate = candidate.value,
                      .by = of_strangers(baseline.value, candidate.value),
                      .effect = effect_size(baseline.value, candidate.value)};
  const std::vector<double> before = whole(baseline, candidate);
  const std::vector<double> after = whole(candidate, baseline);
  const bool paired = common && !before.empty() && before.size() == after.size() &&
                      baseline.value.replications == candidate.value.replications;
  if (paired) by_pairs(m, before, after);
  m.interval = m.by.ci95;
  if (const auto by_bootstrap = resampled(before, after, paired)) {
    m.interval = by_bootstrap;
    m.bootstrapped = true;
  }
  return m;
}

const named_estimate* find(const policy_result& p, const std::string& metric) {
  const auto found = std::ranges::find(p.metrics, metric, &named_estimate::name);
  return found == p.metrics.end() || !found->value.mean ? nullptr : &*found;
}

/// What is worth reporting, in the metric's unit.
double smallest_of(const metric_comparison& m, double share) {
  return share * std::abs(*m.baseline.mean);
}

change verdict_of(const metric_comparison& m, const compare_options& how) {
  if (!m.p_holm || !m.interval) return change::inconclusive;
  const double smallest = smallest_of(m, how.smallest);
  if (*m.p_holm < how.significant && std::abs(m.by.absolute) >= smallest && m.by.absolute != 0) {
    const metric* known = metric_of(m.metric);
    if (known == nullptr || known->better == better::neither) return change::differs;
    return (m.by.absolute < 0) == (known->better == better::lower) ? change::better : change::worse;
  }
  const bool negligible = -smallest <= m.interval->first && m.interval->second <= smallest;
  return negligible ? change::none : change::inconclusive;
}

/// Until the interval is clear of 0, or within what is not worth reporting: whichever it will be if
/// the difference stays what it is. `surer`: how much wider an interval is that counts in a family.
std::optional<std::uint64_t> needed_for(const metric_comparison& m, double smallest, double surer) {
  if (!m.by.standard_error) return {};
  const auto replications = std::min(m.baseline.replications, m.candidate.replications);
  const estimate like{.mean = m.by.absolute,
                      .stddev = *m.by.standard_error * std::sqrt(static_cast<double>(replications)),
                      .replications = replications};
  const double apart = std::abs(m.by.absolute);
  return replications_for(like, apart >= smallest ? apart / surer : smallest - apart);
}

/// How much wider than a 95 % interval one is that may be wrong in one of `tests` only: the first
/// step of Holm's correction.
double surer_by(double significant, std::size_t tests) {
  const boost::math::normal normal{};
  const double each = significant / (2 * static_cast<double>(std::max<std::size_t>(tests, 1)));
  return boost::math::quantile(boost::math::complement(normal, each)) /
         boost::math::quantile(boost::math::complement(normal, 0.025));
}

/// Whether there is anything to ask: what is the same in every replication, as that of a policy
/// that nobody touched is under common random numbers, is so for sure.
bool is_a_question(const metric_comparison& m) {
  return m.by.p_value && (m.by.absolute != 0 || *m.by.standard_error > 0);
}

/// What can be said only once everything is there.
void judge(comparison& all, const compare_options& how) {
  std::vector<double> p_values;
  std::vector<metric_comparison*> tested;
  for (policy_comparison& p : all.policies)
    for (metric_comparison& m : p.metrics)
      if (is_a_question(m)) {
        p_values.push_back(*m.by.p_value);
        tested.push_back(&m);
      } else if (m.by.p_value) {
        m.p_holm = 1;
      }
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) tested[i]->p_holm = corrected[i];
  const double surer = surer_by(how.significant, tested.size());
  for (policy_comparison& p : all.policies)
    for (metric_comparison& m : p.metrics) {
      m.verdict = verdict_of(m, how);
      all.paired = all.paired || m.by.paired;
      if (m.verdict == change::inconclusive)
        m.replications_needed = needed_for(m, smallest_of(m, how.smallest), surer);
    }
}

const point* find_point(const result& r, const json& sweep) {
  const auto found = std::ranges::find(r.points, sweep, &point::sweep);
  return found == r.points.end() ? nullptr : &*found;
}

/// "\"none\" at /workload/writers=10".
std::string place_of(const json& sweep, const std::string& policy) {
  std::string text = fmt::format("\"{}\"", policy);
  for (auto it = sweep.begin(); it != sweep.end(); ++it)
    text += fmt::format("{}{}={}", it == sweep.begin() ? " at " : ", ", it.key(), plain_text(*it));
  return text;
}

/// "WHAT a, b and 3 more", once there is anything to tell.
void remark(comparison& all, std::string_view what, const std::vector<std::string>& places) {
  constexpr std::size_t most_named = 4;
  if (places.empty()) return;
  std::string text{what};
  for (std::size_t i = 0; i < std::min(places.size(), most_named); ++i)
    text += (i > 0 ? ", " : " ") + places[i];
  if (places.size() > most_named) text += fmt::format(" and {} more", places.size() - most_named);
  all.remarks.push_back(std::move(text));
}

/// What `has` has and `lacks` lacks.
void remark_missing(comparison& all, const result& has, const result& lacks,
                    std::string_view what) {
  std::vector<std::string> places;
  for (const point& p : has.points) {
    const point* other = find_point(lacks, p.sweep);
    for (const policy_result& policy : p.policies)
      if (other == nullptr || other->find(policy.name) == nullptr)
        places.push_back(place_of(p.sweep, policy.name));
  }
  remark(all, what, places);
}

/// Which parts of the scenarios are not the same, as JSON pointers; policies may differ, since they
/// are what is compared.
void remark_scenarios(comparison& all, const result& baseline, const result& candidate) {
  std::vector<std::string> pointers;
  for (const auto& one : json::diff(baseline.scenario, candidate.scenario)) {
    const auto pointer = one.at("path").get<std::string>();
    const auto is_below = [&pointer](std::string_view part) { return pointer.starts_with(part); };
    if (is_below("/policies") || is_below("/guards") || is_below("/description") ||
        is_below("/thresholds"))
      continue;
    if (std::ranges::find(pointers, pointer) == pointers.end()) pointers.push_back(pointer);
  }
  remark(all, "the scenarios differ in", pointers);
}

/// Compares the policy pairs that it is given, and remembers what could not be.
class comparing_policies {
 public:
  comparing_policies(comparison& all, const compare_options& how) : all_{all}, how_{how} {}

  void add(const json& sweep, const policy_result& baseline, const policy_result& candidate,
           bool common) {
    policy_comparison made{.sweep = sweep, .baseline = baseline.name, .candidate = candidate.name};
    for (const std::string& name : how_.metrics) {
      const named_estimate* before = find(baseline, name);
      const named_estimate* after = find(candidate, name);
      if (before != nullptr && after != nullptr)
        made.metrics.push_back(compare_metric(*before, *after, common));
      else if (before != nullptr || after != nullptr)
        one_sided_.push_back(fmt::format("{} of {}", name, place_of(sweep, candidate.name)));
    }
    all_.policies.push_back(std::move(made));
  }

  /// Verdicts need to know how many there are.
  void finish() {
    judge(all_, how_);
    remark(all_, "only one side has a value of", one_sided_);
  }

 private:
  comparison& all_;
  const compare_options& how_;
  std::vector<std::string> one_sided_{};
};

}  // namespace

bool same_content(const result& a, const result& b) {
  return a.points == b.points && a.scenario == b.scenario && a.invariants == b.invariants &&
         a.thresholds == b.thresholds;
}

bool have_common_random_numbers(const result& baseline, const result& candidate) {
  const auto before = baseline.scenario.find("seed");
  const auto after = candidate.scenario.find("seed");
  return before != baseline.scenario.end() && after != candidate.scenario.end() &&
         *before == *after;
}

comparison compare_runs(const result& baseline, const result& candidate,
                        const compare_options& how) {
  comparison all{.baseline = "baseline", .candidate = "candidate", .smallest = how.smallest};
  all.identical = same_content(baseline, candidate);
  const bool common = have_common_random_numbers(baseline, candidate);
  comparing_policies each{all, how};
  for (const point& p : baseline.points) {
    const point* other = find_point(candidate, p.sweep);
    if (other == nullptr) continue;
    for (const policy_result& policy : p.policies)
      if (const policy_result* same = other->find(policy.name))
        each.add(p.sweep, policy, *same, common);
  }
  each.finish();
  if (all.identical)
    for (policy_comparison& p : all.policies)
      for (metric_comparison& one : p.metrics) one.verdict = change::identical;
  remark_scenarios(all, baseline, candidate);
  remark_missing(all, baseline, candidate, "only in the baseline:");
  remark_missing(all, candidate, baseline, "only in the candidate:");
  return all;
}

comparison compare_policies(const result& run, const std::string& policy,
                            const compare_options& how) {
  comparison all{.baseline = policy, .candidate = "the others", .smallest = how.smallest};
  comparing_policies each{all, how};
  for (const point& p : run.points)
    if (const policy_result* baseline = p.find(policy))
      for (const policy_result& other : p.policies)
        if (&other != baseline) each.add(p.sweep, *baseline, other, true);
  each.finish();
  return all;
}

}  // namespace contend::measure
