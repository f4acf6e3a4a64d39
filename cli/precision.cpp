#include <algorithm>
#include <cmath>

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

std::uint32_t further_replications(const sim::comparing& some, std::size_t policies,
                                   const precision& wanted) {
  const std::uint32_t so_far = some.replications();
  if (so_far < 2) return 2 - so_far;
  double widest = 0;
  const std::string_view metric = metric_of(some, wanted);
  for (std::size_t p = 0; p < policies; ++p)
    widest = std::max(widest, excess(some.estimate_of(p, metric), wanted.relative));
  if (widest <= 1 || so_far >= most_replications) return 0;
  // Widths shrink with the root of the number. Never more than twice as many at once: an estimate
  // from few replications may be far off.
  const double needed = std::ceil(so_far * widest * widest);
  const double next = std::clamp(needed, so_far + 1.0, 2.0 * so_far);
  return static_cast<std::uint32_t>(std::min<double>(next, most_replications)) - so_far;
}

}  // namespace contend::cli
