#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include <contend/cli/plan.hpp>

namespace contend::cli {

namespace {

std::string counted(std::uint64_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

std::string plan_of(const scenarios::scenario& s) {
  const sim::scenario_model& model = s.points.front().model;
  std::uint64_t runs = 0;
  for (const scenarios::sweep_point& at : s.points)
    runs += std::uint64_t{at.model.replications} * at.model.policies.size();
  std::string text = counted(model.policies.size(), "policy", "policies");
  if (s.points.size() > 1) text += fmt::format(" x {} points", s.points.size());
  return text + fmt::format(" x {} = {}",
                            counted(model.replications, "replication", "replications"),
                            counted(runs, "run", "runs"));
}

}  // namespace contend::cli
