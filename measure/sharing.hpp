// How the writers shared the commits: their distribution and its Lorenz curve, "writers" of the
// result, as the mean of the replications.
//
//   { "count": 64, "commits": […], "lorenz": […] }
//
// Value i of 33 is about the i/32 of the writers with the fewest commits: `commits` is how many the
// most successful of them has (a quantile, nearest rank), `lorenz` the share of all commits that
// they have together. Empty with fewer than two writers, or where nothing was committed.
#pragma once

#include <cstddef>
#include <vector>

#include <nlohmann/json.hpp>

#include <contend/measure/tally.hpp>

namespace contend::measure {

/// One replication.
struct sharing_observation {
  std::size_t writers = 0;
  std::vector<double> commits{};
  std::vector<double> lorenz{};
};

sharing_observation observe_sharing(const tally& t);

/// Over replications, added in their order.
class sharing_summary {
 public:
  void add(const sharing_observation& replication);
  [[nodiscard]] nlohmann::ordered_json result() const;

 private:
  sharing_observation sums_{};
  std::size_t replications_ = 0;  ///< Those in which something was committed.
};

}  // namespace contend::measure
