// The writers of a scenario, group by group, with what each group does where.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <contend/sim/model.hpp>
#include <contend/sim/workload/arrivals.hpp>
#include <contend/sim/workload/keys.hpp>

namespace contend::sim {

/// Writers are numbered through all groups in their order; a scenario without groups is one group
/// of no name. Immutable: any number of threads may share one.
class population {
 public:
  struct group {
    std::string_view name;
    writer_range writers;
    distribution hop;
    distribution decision;
    arrivals_model arrivals;
    key_chooser keys;
  };

  /// `model` must outlive it.
  explicit population(const scenario_model& model);

  [[nodiscard]] std::span<const group> groups() const noexcept { return groups_; }
  [[nodiscard]] const group& of(std::uint32_t writer) const noexcept {
    return groups_.size() == 1 ? groups_.front() : find(writer);
  }
  [[nodiscard]] std::uint32_t node_of(std::uint32_t writer) const noexcept {
    return writer % nodes_;
  }
  [[nodiscard]] std::uint32_t writers() const noexcept { return writers_; }

  /// What an undisturbed operation takes on average: four hops, the services, the decision.
  /// Nanoseconds; of all writers.
  [[nodiscard]] double undisturbed_time() const noexcept { return undisturbed_; }
  /// Operations a second that arrive if each is served undisturbed; infinite if one group's are.
  [[nodiscard]] double offered_rate() const noexcept { return offered_; }

 private:
  [[nodiscard]] const group& find(std::uint32_t writer) const noexcept;
  void add(const scenario_model& model, std::string_view name, const group_model& said);

  std::vector<group> groups_{};
  std::uint32_t nodes_;
  std::uint32_t writers_ = 0;
  double undisturbed_ = 0;
  double offered_ = 0;
};

}  // namespace contend::sim
