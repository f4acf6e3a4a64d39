#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <contend/cli/baseline.hpp>
#include <contend/cli/command.hpp>
#include <contend/cli/saved_results.hpp>
#include <contend/measure/compare_runs.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/suggest.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/reports/changes.hpp>
#include <contend/scenarios/thresholds.hpp>

namespace contend::cli {

namespace {

/// What is compared, of these two.
measure::compare_options options_of(const baseline_options& how, const measure::result& baseline,
                                    const measure::result& candidate) {
  for (const std::string& name : how.metrics)
    if (const auto metric = measure::metric_name::parse(name).metric;
        measure::find_metric(metric) == nullptr)
      throw failure{exit_code::usage, fmt::format("--metric: unknown metric \"{}\"; {}", name,
                                                  scenarios::metric_meant(metric))};
  return {
      .metrics = how.metrics.empty() ? reports::metrics_compared(baseline, candidate) : how.metrics,
      .smallest = how.smallest};
}

bool has_value(const measure::result& run, const std::string& metric) {
  return std::ranges::any_of(run.points, [&](const measure::point& p) {
    return std::ranges::any_of(p.policies, [&](const measure::policy_result& one) {
      const measure::estimate* found = one.find(metric);
      return found != nullptr && found->mean.has_value();
    });
  });
}

/// Why nothing of these two could be compared, though they have policies in common or not.
std::string nothing_to_compare(const labelled_result& baseline, const labelled_result& candidate,
                               const baseline_options& how, bool same_policies) {
  if (!same_policies || how.metrics.empty())
    return fmt::format(
        "{} and {} have nothing in common to compare: no policy of the same "
        "name at the same point of the sweep has the same metric",
        baseline.label, candidate.label);
  std::string text;
  for (const std::string& name : how.metrics) {
    std::string without;
    for (const labelled_result* one : {&baseline, &candidate})
      if (!has_value(*one->result, name)) without += (without.empty() ? "" : " and ") + one->label;
    text += fmt::format("{}{} has no value in {}", text.empty() ? "" : "; ", name,
                        without.empty() ? "the same policy of both" : without);
  }
  return text + ": there is nothing to compare";
}

}  // namespace

measure::comparison against_baseline(const labelled_result& baseline,
                                     const labelled_result& candidate,
                                     const baseline_options& how) {
  measure::comparison made = measure::compare_runs(
      *baseline.result, *candidate.result, options_of(how, *baseline.result, *candidate.result));
  made.baseline = baseline.label;
  made.candidate = candidate.label;
  if (made.compared() == 0 && !made.identical)
    throw failure{exit_code::invalid_input,
                  nothing_to_compare(baseline, candidate, how, !made.policies.empty())};
  return made;
}

measure::comparison against_policy(const measure::result& run, const std::string& policy,
                                   const baseline_options& how) {
  measure::comparison made = measure::compare_policies(run, policy, options_of(how, run, run));
  if (made.compared() > 0) return made;
  std::vector<std::string_view> names;
  for (const measure::point& p : run.points)
    for (const measure::policy_result& one : p.policies)
      if (&p == &run.points.front()) names.push_back(one.name);
  throw failure{exit_code::usage,
                fmt::format("--against: there is nothing to compare with \"{}\"; {}", policy,
                            config::did_you_mean(policy, names))};
}

double parse_smallest(std::string_view text) {
  const auto share = config::parse_share(text);
  if (share.value && share.value->value >= 0 && share.value->value <= 1) return share.value->value;
  throw failure{exit_code::usage,
                fmt::format("--smallest: \"{}\" is no share from 0 to 1, such as \"1%\"", text)};
}

measure::result read_baseline(const std::string& name, const std::string& scenario) {
  namespace fs = std::filesystem;
  const fs::path folder = name;
  const fs::path of_scenario = folder / scenario;
  std::error_code unknown;  // then reading says why
  const bool by_scenario = !fs::exists(folder / "result.json", unknown) &&
                           fs::exists(of_scenario / "result.json", unknown);
  return std::move(read_saved(by_scenario ? of_scenario.string() : name).result);
}

}  // namespace contend::cli
