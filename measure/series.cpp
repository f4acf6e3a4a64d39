#include <algorithm>
#include <utility>

#include <contend/measure/metrics/thrash.hpp>
#include <contend/measure/series.hpp>

namespace contend::measure {

namespace {

constexpr std::int64_t most_steps = 64;

ratio operator+(const ratio& a, const ratio& b) { return {a.over + b.over, a.under + b.under}; }

duration step_of(duration span) {
  duration step = windows::finest;
  while (span > most_steps * step) step *= 2;
  return step;
}

void double_step(series_observation& s) {
  for (std::vector<ratio>& values : s.values) {
    for (std::size_t i = 0; i < values.size(); i += 2)
      values[i / 2] = i + 1 < values.size() ? values[i] + values[i + 1] : values[i];
    values.resize((values.size() + 1) / 2);
  }
  s.step *= 2;
}

ratio p99_within(const tally& t, duration from, duration to) {
  const histogram latency = t.latency_over_time.within(from, to);
  return latency.empty() ? nothing : plain(in_seconds(latency.quantile(0.99)));
}

/// When a replication thrashed: the verdict on each window.
class thrashing {
 public:
  explicit thrashing(const tally& t) : verdicts_{metrics::thrash_verdicts(t)} {
    if (!verdicts_.empty())
      length_ = t.over_time.cut(t.measured, metrics::thrash_window(t))[0].length;
  }
  [[nodiscard]] ratio at(duration moment) const {
    if (verdicts_.empty()) return nothing;
    const auto index = static_cast<std::size_t>(moment / length_);
    return plain(verdicts_[std::min(index, verdicts_.size() - 1)] ? 1 : 0);
  }

 private:
  std::vector<bool> verdicts_;
  duration length_{1};
};

}  // namespace

series_observation observe_series(const tally& t) {
  series_observation s{.start = t.starts, .step = step_of(t.measured)};
  const thrashing thrashes{t};
  for (duration from{}; from < t.measured; from += s.step) {
    const duration to = std::min(from + s.step, t.measured);
    const windows::counts seen = t.over_time.within(from, to);
    const double seconds = in_seconds(to - from);
    s.values[0].push_back({static_cast<double>(seen.commits), seconds});
    s.values[1].push_back({static_cast<double>(seen.appends), seconds});
    s.values[2].push_back({static_cast<double>(seen.conflicts), static_cast<double>(seen.appends)});
    s.values[3].push_back(p99_within(t, from, to));
    s.values[4].push_back({t.retrying.within(from, to), seconds});
    s.values[5].push_back(thrashes.at(from + (to - from) / 2));
  }
  return s;
}

void series_summary::add(series_observation replication) {
  if (sums_.step == duration::zero()) {
    sums_ = std::move(replication);
    return;
  }
  while (replication.step < sums_.step) double_step(replication);
  while (sums_.step < replication.step) double_step(sums_);
  for (std::size_t k = 0; k < series_names.size(); ++k) {
    std::vector<ratio>& sums = sums_.values[k];
    const std::vector<ratio>& more = replication.values[k];
    sums.resize(std::max(sums.size(), more.size()));
    for (std::size_t i = 0; i < more.size(); ++i) sums[i] = sums[i] + more[i];
  }
}

nlohmann::ordered_json series_summary::result() const {
  using json = nlohmann::ordered_json;
  json series = json::object();
  if (sums_.step == duration::zero()) return series;
  series["start"] = in_seconds(sums_.start);
  series["step"] = in_seconds(sums_.step);
  for (std::size_t k = 0; k < series_names.size(); ++k) {
    json values = json::array();
    for (const ratio& value : sums_.values[k])
      values.push_back(value.null() ? json(nullptr) : json(value.over / value.under));
    series[std::string{series_names[k]}] = std::move(values);
  }
  return series;
}

}  // namespace contend::measure
