#include <algorithm>
#include <array>

#include <contend/measure/metrics/all.hpp>
#include <contend/reports/html/data.hpp>
#include <contend/reports/html/reduce.hpp>

namespace contend::reports::html {

namespace {

using json = nlohmann::ordered_json;

constexpr std::array<reduction, most_reduced + 1> reductions = {
    {{},
     {.values = false},
     {.digits = 6, .buckets = 128, .values = false},
     {.digits = 5, .buckets = 48, .steps = 32, .values = false},
     {.digits = 4, .buckets = 24, .steps = 16, .values = false}}};

/// Each name once: known ones in the order of all_metrics(), as results have them, then others.
std::vector<std::string> metric_names(const measure::result& r) {
  std::vector<std::string> names;
  for (const auto& p : r.points)
    for (const auto& policy : p.policies)
      for (const auto& metric : policy.metrics)
        if (std::ranges::find(names, metric.name) == names.end()) names.push_back(metric.name);
  const auto place = [](const std::string& name) {
    const auto* known = measure::find_metric(name);
    return known == nullptr ? measure::all_metrics().size()
                            : static_cast<std::size_t>(known - measure::all_metrics().data());
  };
  std::ranges::stable_sort(names, {}, place);
  return names;
}

/// An estimate without the names of its parts.
json short_estimate(const json& e) {
  const json& ci95 = e["ci95"];
  return json::array({e["mean"], e["stddev"], ci95.is_null() ? ci95 : ci95[0],
                      ci95.is_null() ? ci95 : ci95[1], e["replications"]});
}

void shorten(json& policy, const std::vector<std::string>& names) {
  json values = json::array();
  const json& metrics = policy["metrics"];
  for (const std::string& name : names) {
    const auto found = metrics.find(name);
    values.push_back(found == metrics.end() ? json(nullptr) : short_estimate(*found));
  }
  policy.erase("metrics");
  policy["m"] = std::move(values);
}

json run_data(const page_run& run, const json& result_file, int reduced) {
  const std::vector<std::string> names = metric_names(*run.result);
  json document = result_file;
  json& points = document["points"];
  for (std::size_t i = 0; i < points.size(); ++i)
    for (json& policy : points[i]["policies"]) {
      shorten(policy, names);
      if (reduced == 0) continue;
      reduction to = reductions[static_cast<std::size_t>(reduced)];
      to.worst_moment = reduced == 1 || i + 1 == points.size();
      reduce(policy, to);
    }
  return {{"label", run.label},
          {"names", names},
          {"reduced", reduced},
          {"result", std::move(document)}};
}

json policies_data(const view& v) {
  json all = json::array();
  for (const shown_policy& p : v.policies)
    all.push_back({{"label", p.label}, {"run", p.run}, {"name", p.name}});
  return all;
}

json points_data(const view& v) {
  json all = json::array();
  for (std::size_t i = 0; i < v.all.points.size(); ++i)
    all.push_back({{"label", v.label_of(i)}, {"sweep", v.all.points[i].sweep}});
  return all;
}

json metrics_data() {
  constexpr const char* wanted[] = {"lower", "higher", "neither"};
  json all = json::array();
  for (const measure::metric& m : measure::all_metrics())
    all.push_back({{"name", m.name},
                   {"unit", measure::to_string(m.unit)},
                   {"better", wanted[static_cast<std::size_t>(m.better)]}});
  return all;
}

json faults_data(const view& v) {
  json all = json::array();
  for (const fault_span& f : v.faults)
    all.push_back({{"kind", f.kind}, {"from", f.from}, {"to", f.to ? json(*f.to) : json(nullptr)}});
  return all;
}

json flips_data(const view& v) {
  json all = json::array();
  for (const flip& f : v.flips) all.push_back({{"after", f.after}, {"from", f.from}, {"to", f.to}});
  return all;
}

}  // namespace

json page_data(const view& v, int reduced) {
  json runs = json::array();
  for (std::size_t i = 0; i < v.input->runs.size(); ++i)
    runs.push_back(run_data(v.input->runs[i], v.documents[i], reduced));
  json columns = json::array();
  for (const measure::metric* m : v.metrics) columns.push_back(m->name);
  return {{"runs", std::move(runs)},
          {"policies", policies_data(v)},
          {"points", points_data(v)},
          {"axis", v.along_one_axis ? json(v.axes[0].name) : json(nullptr)},
          {"metrics", metrics_data()},
          {"columns", std::move(columns)},
          {"faults", faults_data(v)},
          {"flips", flips_data(v)}};
}

}  // namespace contend::reports::html
