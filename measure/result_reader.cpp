#include <cstdint>

#include <fmt/format.h>

#include <contend/measure/detail/json_node.hpp>
#include <contend/measure/detail/json_tree.hpp>
#include <contend/measure/result_json.hpp>

namespace contend::measure {

namespace {

using detail::json_node;

void check_schema(const json_node& file) {
  if (!file.has("schema")) file.fail("not a result of contend: \"schema\" is missing");
  const std::string schema = file.at("schema").text();
  if (schema != result_schema)
    file.fail(fmt::format("schema \"{}\" is unknown to this version, which reads \"{}\"", schema,
                          result_schema));
}

std::optional<double> read_optional(const json_node& n) {
  if (n.is_null()) return {};
  return n.number();
}

std::optional<estimate::interval> read_interval(const json_node& n) {
  if (n.is_null()) return {};
  const auto [low, high] = n.both("the two ends of an interval");
  return estimate::interval{low.number(), high.number()};
}

estimate read_estimate(const json_node& n) {
  return {.mean = read_optional(n.at("mean")),
          .stddev = read_optional(n.at("stddev")),
          .ci95 = read_interval(n.at("ci95")),
          .replications = n.at("replications").count()};
}

histogram::bucket read_bucket(const json_node& n) {
  const auto [seconds, count] = n.both("[seconds, count]");
  return {seconds.seconds(), count.count()};
}

duration_sum read_sum(const json_node& n) {
  const auto [seconds, rest] = n.both("[whole seconds, nanoseconds]");
  const std::uint64_t nanoseconds = rest.count();
  if (nanoseconds >= 1'000'000'000) rest.fail("expected less than a second");
  return duration_sum::of(seconds.count(), static_cast<std::uint32_t>(nanoseconds));
}

histogram read_latency(const json_node& n) {
  std::vector<histogram::bucket> buckets;
  std::uint64_t count = 0;
  for (const auto& bucket : n.at("histogram").items())
    count += buckets.emplace_back(read_bucket(bucket)).count;
  if (count != n.at("count").count()) n.fail("\"count\" is not the sum of the histogram's counts");
  if (count == 0) return {};
  const duration min = n.at("min").seconds();
  const duration max = n.at("max").seconds();
  if (min > max) n.fail("\"min\" is above \"max\"");
  return histogram::restore(buckets, min, max, read_sum(n.at("sum")));
}

/// The values of single replications that older files do not have.
std::vector<std::optional<double>> read_values(const json_node& n, const estimate& of) {
  std::vector<std::optional<double>> values;
  for (const json_node& one : n.items()) values.push_back(read_optional(one));
  if (values.size() < 2 || !of.stddev) n.fail("expected the values of two replications or more");
  return values;
}

std::vector<named_estimate> read_metrics(const json_node& n) {
  std::vector<named_estimate> metrics;
  const json_node estimates = n.at("metrics");
  for (const auto& [name, value] : estimates.object().items())
    metrics.push_back({.name = name, .value = read_estimate(estimates.part(value))});
  if (!n.has("values")) return metrics;
  const json_node values = n.at("values");
  for (named_estimate& m : metrics)
    if (const auto found = values.object().find(m.name); found != values.value().end())
      m.values = read_values(values.part(*found), m.value);
  return metrics;
}

policy_result read_policy(const json_node& n) {
  policy_result p{.name = n.at("name").text(),
                  .metrics = read_metrics(n),
                  .latency = read_latency(n.at("latency"))};
  p.series = n.at("series").take_object();
  if (n.has("attempts")) p.attempts = n.at("attempts").take_object();
  if (n.has("writers")) p.writers = n.at("writers").take_object();
  if (n.has("worst_moment")) p.worst_moment = n.at("worst_moment").take_object();
  return p;
}

point read_point(const json_node& n) {
  point p{.sweep = n.at("sweep").take_object()};
  for (const auto& policy : n.at("policies").items()) p.policies.push_back(read_policy(policy));
  return p;
}

provenance read_provenance(const json_node& n) {
  return {.version = n.at("version").text(),
          .commit = n.at("commit").text(),
          .compiler = n.at("compiler").text(),
          .command = n.at("command").text()};
}

}  // namespace

result read_result(std::string_view text, std::string_view name) {
  detail::json_document document{detail::json_tree(text, name), std::string{name}};
  const json_node file{document};
  check_schema(file);
  result r{.scenario = file.at("scenario").take_object()};
  for (const auto& p : file.at("points").items()) r.points.push_back(read_point(p));
  for (const auto& i : file.at("invariants").items())
    r.invariants.push_back({.name = i.at("name").text(),
                            .held = i.at("held").boolean(),
                            .detail = i.has("detail") ? i.at("detail").text() : std::string{}});
  for (const auto& t : file.at("thresholds").items())
    r.thresholds.push_back({.text = t.at("text").text(),
                            .verdict = t.at("verdict").text(),
                            .detail = t.has("detail") ? t.at("detail").text() : std::string{}});
  r.provenance = read_provenance(file.at("provenance"));
  return r;
}

}  // namespace contend::measure
