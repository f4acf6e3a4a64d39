// Which faults are on when, and what they do together.
#pragma once

#include <optional>
#include <span>

#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/faults/all.hpp>

namespace contend::sim {

/// Asks each fault that is on. Immutable; costs nothing where there are no faults. `key` is the
/// branch of randomness of one message at one moment.
class fault_schedule {
 public:
  /// `faults` must outlive it.
  explicit fault_schedule(std::span<const fault_model> faults) noexcept : faults_{faults} {}

  [[nodiscard]] bool empty() const noexcept { return faults_.empty(); }

  [[nodiscard]] bool loses(const traffic& t, time_point now, random_key key) const;
  [[nodiscard]] bool refuses(const traffic& t, time_point now, random_key key) const;
  /// The product of the factors; 1 where nothing is slow.
  [[nodiscard]] double slowness(time_point now) const;

  struct span {
    time_point begin = end_of_time;
    time_point end{};
  };
  /// From when the first one begins until the last one ends (end_of_time where one lasts to the
  /// end). Those that are on from `from` to the end are how things are, not what befalls them: left
  /// out. Nothing if there are no others.
  [[nodiscard]] std::optional<span> passing(time_point from) const noexcept;

 private:
  std::span<const fault_model> faults_;
};

}  // namespace contend::sim
