// What must be true of every run, whatever the policy: checked against the store, not against
// counters.
//
// A violated invariant is not a bad figure but a bug, in a policy that resolves nothing, in a
// store, or here; `contend run` ends with its own exit code on one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <contend/sim/flight.hpp>
#include <contend/sim/recorder.hpp>
#include <contend/store/event_store.hpp>

namespace contend::sim {

enum class invariant : std::uint8_t {
  no_lost_updates,  ///< Whoever was told "committed" finds the event at its version.
  nothing_twice,    ///< No operation's effect is stored more than once.
  unbroken_chains,  ///< Each actor's versions are 1, 2, 3, … without gap or repetition.
  appends_add_up,   ///< Appends = stored + conflicts + rejects + repeated + lost + on their way.
};

inline constexpr std::size_t invariant_count = 4;

constexpr std::string_view to_string(invariant i) noexcept {
  constexpr std::string_view names[invariant_count] = {"no lost updates", "nothing stored twice",
                                                       "unbroken version chains", "appends add up"};
  return names[static_cast<std::size_t>(i)];
}

/// The verdict on one run, or on many. Single-threaded.
class invariants {
 public:
  /// An operation was told that it committed version `at` in attempt number `attempt`: its event
  /// must stand in the store.
  void committed(event_store& store, const flight& f, version at, std::uint32_t attempt,
                 std::uint32_t events_per_append);
  /// The run is over: every chain is read back.
  /// `on_the_way`: appends that have neither reached the store nor were lost.
  void finish(event_store& store, const workload_model& workload, const totals& counted,
              std::uint64_t on_the_way);

  /// Empty where it held; else what was seen first.
  [[nodiscard]] const std::string& violation(invariant i) const noexcept {
    return violations_[static_cast<std::size_t>(i)];
  }
  [[nodiscard]] bool all_held() const noexcept;
  /// Takes over the other's violations where there is none yet.
  void merge(const invariants& other);

 private:
  void violate(invariant i, std::string what);
  std::uint64_t check_chain(std::span<const event_ptr> events, std::uint32_t actor,
                            std::uint32_t events_per_append);

  std::array<std::string, invariant_count> violations_{};
  std::vector<std::uint64_t> operations_{};  ///< Of one chain, while it is checked.
};

}  // namespace contend::sim
