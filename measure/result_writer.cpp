#include <cmath>

#include <contend/measure/detail/sha256.hpp>
#include <contend/measure/json_text.hpp>
#include <contend/measure/result_json.hpp>

namespace contend::measure {

namespace {

using json = nlohmann::ordered_json;

json optional(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

json estimate_json(const estimate& e) {
  return {{"mean", optional(e.mean)},
          {"stddev", optional(e.stddev)},
          {"ci95", e.ci95 ? json::array({e.ci95->first, e.ci95->second}) : json(nullptr)},
          {"replications", e.replications}};
}

json buckets_json(const histogram& h) {
  json buckets = json::array();
  for (const auto& b : h.buckets()) buckets.push_back(json::array({in_seconds(b.middle), b.count}));
  return buckets;
}

/// Buckets as [middle, count]; the sum as [whole seconds, nanoseconds], since it is exact.
json latency_json(const histogram& h) {
  json latency{{"histogram", buckets_json(h)},
               {"count", h.count()},
               {"sum", json::array({h.sum().whole_seconds(), h.sum().rest()})}};
  const auto put = [&](const char* name, double seconds) {
    latency[name] = h.empty() ? json(nullptr) : json(seconds);
  };
  put("min", in_seconds(h.min()));
  put("mean", h.sum().seconds() / static_cast<double>(h.count()));
  put("p50", in_seconds(h.quantile(0.5)));
  put("p90", in_seconds(h.quantile(0.9)));
  put("p99", in_seconds(h.quantile(0.99)));
  put("p99.9", in_seconds(h.quantile(0.999)));
  put("max", in_seconds(h.max()));
  return latency;
}

/// Whole numbers, as most are, without a ".0".
json value_json(const std::optional<double>& value) {
  constexpr double exact = 0x1p53;
  if (value && *value == std::floor(*value) && std::abs(*value) < exact)
    return static_cast<std::int64_t>(*value);
  return optional(value);
}

/// The values of single replications, of the metrics that have them.
json values_json(const std::vector<named_estimate>& metrics) {
  json all = json::object();
  for (const named_estimate& m : metrics) {
    if (m.values.empty()) continue;
    json values = json::array();
    for (const auto& value : m.values) values.push_back(value_json(value));
    all[m.name] = std::move(values);
  }
  return all;
}

json policy_json(const policy_result& p) {
  json metrics = json::object();
  for (const named_estimate& m : p.metrics) metrics[m.name] = estimate_json(m.value);
  json made{{"name", p.name},
            {"metrics", std::move(metrics)},
            {"latency", latency_json(p.latency)},
            {"series", p.series}};
  if (json values = values_json(p.metrics); !values.empty()) made["values"] = std::move(values);
  if (!p.attempts.empty()) made["attempts"] = p.attempts;
  if (!p.writers.empty()) made["writers"] = p.writers;
  if (!p.worst_moment.empty()) made["worst_moment"] = p.worst_moment;
  return made;
}

json point_json(const point& p) {
  json policies = json::array();
  for (const auto& policy : p.policies) policies.push_back(policy_json(policy));
  return {{"sweep", p.sweep}, {"policies", std::move(policies)}};
}

json invariant_json(const invariant& i) {
  json held{{"name", i.name}, {"held", i.held}};
  if (!i.detail.empty()) held["detail"] = i.detail;
  return held;
}

json threshold_json(const threshold& t) {
  json judged{{"text", t.text}, {"verdict", t.verdict}};
  if (!t.detail.empty()) judged["detail"] = t.detail;
  return judged;
}

/// Everything that the digest covers.
json covered(const result& r) {
  json points = json::array();
  for (const auto& p : r.points) points.push_back(point_json(p));
  json invariants = json::array();
  for (const auto& i : r.invariants) invariants.push_back(invariant_json(i));
  json thresholds = json::array();
  for (const auto& t : r.thresholds) thresholds.push_back(threshold_json(t));
  return {{"schema", result_schema},
          {"scenario", r.scenario},
          {"points", std::move(points)},
          {"invariants", std::move(invariants)},
          {"thresholds", std::move(thresholds)}};
}

std::string digest_of(const json& covered) {
  return detail::sha256(covered.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

json result_json(const result& r) {
  json file = covered(r);
  file["digest"] = digest_of(file);
  file["provenance"] = {{"version", r.provenance.version},
                        {"commit", r.provenance.commit},
                        {"compiler", r.provenance.compiler},
                        {"command", r.provenance.command}};
  return file;
}

std::string result_text(const result& r) { return json_text(result_json(r)); }

std::string digest(const result& r) { return digest_of(covered(r)); }

}  // namespace contend::measure
