#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include <contend/measure/detail/json_node.hpp>
#include <contend/measure/result_json.hpp>

namespace contend::measure {

namespace {

using json = nlohmann::ordered_json;
using detail::json_node;

constexpr int deepest = 64;  // a result is some ten levels deep, its scenario included

/// Where byte number `position` of the text is, for an editor: line:column from 1.
std::string line_and_column(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, std::min(position, text.size()));
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fmt::format("{}:{}", line, std::max<std::size_t>(before.size() - line_start, 1));
}

json parse(std::string_view text, std::string_view name) {
  const auto not_too_deep = [name](int depth, json::parse_event_t, const json&) {
    if (depth > deepest)
      throw result_error{fmt::format("{}: nested more than {} levels deep", name, deepest)};
    return true;
  };
  try {
    return json::parse(text, not_too_deep);
  } catch (const json::parse_error& e) {
    throw result_error{fmt::format("{}:{}: not JSON: {}", name, line_and_column(text, e.byte),
                                   text.empty() ? "the file is empty" : e.what())};
  } catch (const json::out_of_range&) {
    throw result_error{fmt::format("{}: not JSON: a number is beyond what a double holds", name)};
  }
}

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
  const auto ends = n.items();
  if (ends.size() != 2) n.fail("expected the two ends of an interval");
  return estimate::interval{ends[0].number(), ends[1].number()};
}

estimate read_estimate(const json_node& n) {
  return {.mean = read_optional(n.at("mean")),
          .stddev = read_optional(n.at("stddev")),
          .ci95 = read_interval(n.at("ci95")),
          .replications = n.at("replications").count()};
}

histogram::bucket read_bucket(const json_node& n) {
  const auto parts = n.items();
  if (parts.size() != 2) n.fail("expected [seconds, count]");
  return {parts[0].seconds(), parts[1].count()};
}

duration_sum read_sum(const json_node& n) {
  const auto parts = n.items();
  if (parts.size() != 2) n.fail("expected [whole seconds, nanoseconds]");
  const std::uint64_t nanoseconds = parts[1].count();
  if (nanoseconds >= 1'000'000'000) parts[1].fail("expected less than a second");
  return duration_sum::of(parts[0].count(), static_cast<std::uint32_t>(nanoseconds));
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

policy_result read_policy(const json_node& n) {
  policy_result p{.name = n.at("name").text(), .latency = read_latency(n.at("latency"))};
  const json_node metrics = n.at("metrics");
  for (const auto& [name, value] : metrics.object().items())
    p.metrics.push_back({name, read_estimate(metrics.at(name.c_str()))});
  p.series = n.at("series").object();
  if (n.has("attempts")) p.attempts = n.at("attempts").object();
  if (n.has("writers")) p.writers = n.at("writers").object();
  if (n.has("worst_moment")) p.worst_moment = n.at("worst_moment").object();
  return p;
}

point read_point(const json_node& n) {
  point p{.sweep = n.at("sweep").object()};
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
  const json document = parse(text, name);
  const json_node file{document, std::string{name}};
  check_schema(file);
  result r{.scenario = file.at("scenario").object()};
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
