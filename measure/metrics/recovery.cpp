#include <cmath>

#include <contend/measure/metrics/recovery.hpp>

namespace contend::measure::metrics {

namespace {

using namespace std::chrono_literals;

constexpr int windows_in_a_row = 3;

/// What the run was like before the fault.
struct baseline {
  double commits_per_ns;
  duration p99;
  duration window;
};

/// Windows are a whole number of bins of the latencies long.
duration whole_bins(duration d) {
  duration bin = latency_series::finest;
  while (bin * 2 <= d / 8) bin *= 2;
  return (d + bin - duration{1}) / bin * bin;
}

baseline before(const tally& t, duration fault) {
  const auto commits = static_cast<double>(t.over_time.within(duration::zero(), fault).commits);
  const double span = static_cast<double>(fault.count());
  const duration fifty{std::llround(50 * span / commits)};
  return {.commits_per_ns = commits / span,
          .p99 = t.latency_over_time.within(duration::zero(), fault).quantile(0.99),
          .window = whole_bins(std::max<duration>(1s, fifty))};
}

bool as_before(const tally& t, const baseline& was, duration from) {
  const duration to = from + was.window;
  const double expected = was.commits_per_ns * static_cast<double>(was.window.count());
  if (static_cast<double>(t.over_time.within(from, to).commits) < 0.95 * expected) return false;
  return t.latency_over_time.within(from, to).quantile(0.99) <= 2 * was.p99;
}

}  // namespace

recovery recovery_of(const tally& t) {
  if (!t.faults || t.faults->begin <= duration::zero() || t.faults->end >= t.measured) return {};
  if (t.over_time.within(duration::zero(), t.faults->begin).commits == 0) return {};
  const baseline was = before(t, t.faults->begin);
  int in_a_row = 0;
  for (duration from = t.faults->end; from + was.window <= t.measured; from += was.window) {
    in_a_row = as_before(t, was, from) ? in_a_row + 1 : 0;
    if (in_a_row == windows_in_a_row)
      return {.known = true, .after = from - (windows_in_a_row - 1) * was.window - t.faults->end};
  }
  return {.known = true};
}

}  // namespace contend::measure::metrics
