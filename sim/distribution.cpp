#include <algorithm>
#include <cmath>
#include <cstdint>

#include <boost/random/normal_distribution.hpp>

#include <contend/sim/detail/standard_exponential.hpp>
#include <contend/sim/distribution.hpp>

namespace contend::sim {

namespace {

double ns(duration d) { return static_cast<double>(d.count()); }

double standard_normal(random_source& random) {
  return boost::random::normal_distribution<double>{}(random);
}

}  // namespace

double normal::sample(random_source& random) const {
  return ns(mean) + ns(stddev) * standard_normal(random);
}

double lognormal::sample(random_source& random) const {
  // The logarithm's variance and mean that give the durations the stated ones.
  const double ratio = ns(stddev) / ns(mean);
  const double variance = std::log1p(ratio * ratio);
  return ns(mean) * std::exp(std::sqrt(variance) * standard_normal(random) - variance / 2);
}

double exponential_time::sample(random_source& random) const {
  return ns(mean) * detail::standard_exponential(random);
}

double uniform::sample(random_source& random) const {
  return static_cast<double>(random.uniform(low.count(), high.count()));
}

double pareto::sample(random_source& random) const {
  return ns(least) * std::exp(detail::standard_exponential(random) / shape);
}

double empirical::sample(random_source& random) const {
  const auto& rows = *file.rows;
  if (rows.empty()) return 0;
  const auto row = random.uniform(0, static_cast<std::int64_t>(rows.size()) - 1);
  return ns(rows[static_cast<std::size_t>(row)]);
}

double empirical::average() const {
  double sum = 0;
  for (const duration d : *file.rows) sum += ns(d);
  return file.rows->empty() ? 0 : sum / static_cast<double>(file.rows->size());
}

duration distribution::draw(random_source& random) const {
  constexpr double longest = 9.2e18;
  const double sample = std::visit([&](const auto& d) { return d.sample(random); }, any_);
  return duration{static_cast<std::int64_t>(std::min(std::abs(sample), longest) + 0.5)};
}

}  // namespace contend::sim
