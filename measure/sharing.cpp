#include <algorithm>

#include <contend/measure/sharing.hpp>

namespace contend::measure {

namespace {

constexpr std::size_t steps = 32;

void add_to(std::vector<double>& sums, const std::vector<double>& more) {
  sums.resize(std::max(sums.size(), more.size()));
  for (std::size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
}

nlohmann::ordered_json means(const std::vector<double>& sums, std::size_t count) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const double sum : sums) all.push_back(sum / static_cast<double>(count));
  return all;
}

}  // namespace

sharing_observation observe_sharing(const tally& t) {
  std::vector<std::uint32_t> ascending = t.commits_of_writer;
  std::ranges::sort(ascending);
  const std::size_t n = ascending.size();
  std::vector<double> up_to(n + 1);  // commits of the first i writers: exact, they are integers
  for (std::size_t i = 0; i < n; ++i) up_to[i + 1] = up_to[i] + ascending[i];
  if (n < 2 || up_to[n] == 0) return {};

  sharing_observation seen{.writers = n};
  for (std::size_t i = 0; i <= steps; ++i) {
    const std::size_t rank = (i * n + steps - 1) / steps;
    seen.commits.push_back(ascending[std::max<std::size_t>(rank, 1) - 1]);
    // Between two writers the curve is straight.
    const std::size_t whole = i * n / steps;
    const double part = static_cast<double>(i * n % steps) / steps;
    const double next = whole < n ? part * ascending[whole] : 0;
    seen.lorenz.push_back((up_to[whole] + next) / up_to[n]);
  }
  return seen;
}

void sharing_summary::add(const sharing_observation& replication) {
  if (replication.writers == 0) return;
  ++replications_;
  sums_.writers = replication.writers;
  add_to(sums_.commits, replication.commits);
  add_to(sums_.lorenz, replication.lorenz);
}

nlohmann::ordered_json sharing_summary::result() const {
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  if (replications_ == 0) return all;
  all["count"] = sums_.writers;
  all["commits"] = means(sums_.commits, replications_);
  all["lorenz"] = means(sums_.lorenz, replications_);
  return all;
}

}  // namespace contend::measure
