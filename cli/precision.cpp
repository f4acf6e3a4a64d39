#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include <contend/cli/command.hpp>
#include <contend/cli/precision.hpp>
#include <contend/measure/metrics/all.hpp>
#include <contend/policies/config/units.hpp>
#include <contend/scenarios/thresholds.hpp>

namespace contend::cli {

namespace {

/// How many times the wanted width an interval has; at most 1 where it is narrow enough.
double excess(const measure::estimate& e, double relative) {
  if (!e.mean || !e.ci95 || *e.mean == 0) return 0;  // no value, or one that nothing is relative to
  return e.half_width() / (std::abs(*e.mean) * relative);
}

std::string_view metric_of(const sim::comparing& some, const precision& wanted) {
  if (!wanted.metric.empty()) return wanted.metric;
  return some.estimate_of(0, "makespan").mean ? "makespan" : "goodput";
}

/// At how many points a policy has nothing to be precise about, or is not precise enough.
struct shortcoming {
  std::size_t without_value = 0;
  std::size_t too_wide = 0;
};

std::string metric_at(const measure::point& point) {
  const measure::estimate* makespan =
      point.policies.empty() ? nullptr : point.policies.front().find("makespan");
  return makespan != nullptr && makespan->mean ? "makespan" : "goodput";
}

void tell(const shortcoming& s, const std::string& what, std::size_t points,
          std::vector<std::string>& into) {
  const auto where = [points](std::size_t count) {
    return points == 1 ? std::string{} : fmt::format(" at {} of {} points,", count, points);
  };
  if (s.without_value > 0)
    into.push_back(fmt::format("{} has no value, or is 0,{} which no replications make precise",
                               what, where(s.without_value)));
  if (s.too_wide > 0)
    into.push_back(fmt::format("{} is not that precise{} even after {} replications", what,
                               where(s.too_wide), most_replications));
}

}  // namespace

precision parse_precision(std::string_view text) {
  const auto refuse = [&](const std::string& why) {
    throw failure{exit_code::usage, fmt::format("--until-ci: {}", why)};
  };
  const auto of = text.find(" of ");
  precision made;
  const auto share = config::parse_share(text.substr(0, of));
  if (!share.value || share.value->value < 1e-6 || share.value->value > 1)
    refuse(
        fmt::format("\"{}\" is no share from 0.0001% to 100%, such as \"2%\"", text.substr(0, of)));
  made.relative = share.value->value;
  if (of == std::string_view::npos) return made;
  made.metric = text.substr(of + 4);
  const measure::metric* known = measure::find_metric(made.metric);
  if (known == nullptr || known->of == nullptr) {
    refuse(fmt::format("unknown metric \"{}\"; {}", made.metric,
                       scenarios::metric_meant(made.metric)));
  }
  return made;
}

further further_replications(const sim::comparing& some, std::size_t policies,
                             const precision& wanted) {
  const std::uint32_t so_far = some.replications();
  if (so_far < 2) return {2 - so_far, 2 - so_far};
  double widest = 0;
  const std::string_view metric = metric_of(some, wanted);
  for (std::size_t p = 0; p < policies; ++p)
    widest = std::max(widest, excess(some.estimate_of(p, metric), wanted.relative));
  if (widest <= 1 || so_far >= most_replications) return {};
  // Widths shrink with the root of the number. Never more than twice as many at once: an estimate
  // from few replications may be far off.
  const double needed = std::clamp<double>(std::ceil(so_far * widest * widest), so_far + 1.0,
                                           std::max(most_replications, so_far + 1));
  const auto in_all = static_cast<std::uint32_t>(needed);
  return {std::min(in_all - so_far, so_far), in_all - so_far};
}

std::vector<std::string> shortcomings(const std::vector<measure::point>& points,
                                      const precision& wanted) {
  std::map<std::string, shortcoming> of;
  std::vector<std::string> names;
  std::string metric = wanted.metric;
  for (const measure::point& point : points) {
    if (wanted.metric.empty()) metric = metric_at(point);
    for (const measure::policy_result& policy : point.policies) {
      if (!of.contains(policy.name)) names.push_back(policy.name);
      const measure::estimate* e = policy.find(metric);
      shortcoming& here = of[policy.name];
      if (e == nullptr || !e->ci95 || *e->mean == 0)
        ++here.without_value;
      else if (excess(*e, wanted.relative) > 1)
        ++here.too_wide;
    }
  }
  std::vector<std::string> sentences;
  for (const std::string& name : names)
    tell(of[name], fmt::format("--until-ci: {} of \"{}\"", metric, name), points.size(), sentences);
  return sentences;
}

}  // namespace contend::cli
