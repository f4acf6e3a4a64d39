#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include <contend/reports/html/reduce.hpp>

namespace contend::reports::html {

namespace {

using json = nlohmann::ordered_json;

/// Neighbours put together: their counts added, their middles averaged by count.
json merged_buckets(const json& buckets, std::size_t most) {
  if (!buckets.is_array() || most == 0 || buckets.size() <= most) return buckets;
  const std::size_t each = (buckets.size() + most - 1) / most;
  json merged = json::array();
  for (std::size_t i = 0; i < buckets.size(); i += each) {
    double weighted = 0;
    std::uint64_t count = 0;
    for (std::size_t k = i; k < std::min(i + each, buckets.size()); ++k) {
      const auto n = buckets[k][1].get<std::uint64_t>();
      weighted += buckets[k][0].get<double>() * static_cast<double>(n);
      count += n;
    }
    merged.push_back(json::array({weighted / static_cast<double>(count), count}));
  }
  return merged;
}

json mean_of(const json& values, std::size_t first, std::size_t end) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = first; i < std::min(end, values.size()); ++i)
    if (values[i].is_number()) {
      sum += values[i].get<double>();
      ++count;
    }
  return count == 0 ? json(nullptr) : json(sum / static_cast<double>(count));
}

void thin_series(json& series, std::size_t most) {
  const auto step = series.find("step");
  if (most == 0 || step == series.end() || !step->is_number()) return;
  std::size_t longest = 0;
  for (const json& values : series)
    if (values.is_array()) longest = std::max(longest, values.size());
  const std::size_t each = (longest + most - 1) / most;
  if (each < 2) return;
  *step = step->get<double>() * static_cast<double>(each);
  for (json& values : series) {
    if (!values.is_array()) continue;
    json thin = json::array();
    for (std::size_t i = 0; i < values.size(); i += each)
      thin.push_back(mean_of(values, i, i + each));
    values = std::move(thin);
  }
}

void round_numbers(json& value, int digits) {
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (number == 0 || !std::isfinite(number)) return;
    const std::string text = fmt::format("{:.{}g}", number, digits);
    double rounded = number;
    std::from_chars(text.data(), text.data() + text.size(), rounded);
    // A whole number needs no ".0".
    if (std::abs(rounded) < 1e15 && rounded == std::floor(rounded))
      value = static_cast<std::int64_t>(rounded);
    else
      value = rounded;
  } else if (value.is_structured()) {
    for (json& part : value) round_numbers(part, digits);
  }
}

}  // namespace

void reduce(json& policy, const reduction& to) {
  if (const auto latency = policy.find("latency"); latency != policy.end())
    (*latency)["histogram"] = merged_buckets((*latency)["histogram"], to.buckets);
  if (const auto series = policy.find("series"); series != policy.end())
    thin_series(*series, to.steps);
  if (!to.worst_moment) policy.erase("worst_moment");
  if (!to.values) policy.erase("values");
  if (to.digits < all_digits) round_numbers(policy, to.digits);
}

}  // namespace contend::reports::html
