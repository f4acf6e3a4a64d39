// Holds a log against what writers were told: each acknowledged event stands in it once, at its
// version, and in the order of real time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/store/event.hpp>
#include <contend/store/nats/detail/fault_list.hpp>
#include <contend/store/nats/detail/fingerprint.hpp>
#include <contend/store/nats/verify.hpp>

namespace contend::nats {

/// Not thread-safe. Takes time and memory for each acknowledged event alone.
class acknowledged_check {
 public:
  /// `options` must outlive it; those of its acknowledged events in its namespace are checked.
  explicit acknowledged_check(const verify_options& options);

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// The next event of the log. All of a log are told, in its order.
  void saw(std::string_view name_space, const event& e, std::uint64_t sequence);

  /// What is known of an actor at the end of the log.
  struct actor_end {
    version first = 0;         ///< 0: it has no event there.
    version last = 0;          ///< The same.
    bool may_be_gone = false;  ///< Its events before `first` went with the head of the log.
  };
  /// Adds what is wrong. `end_of` tells of the actor of an acknowledged event.
  template <class EndOf>
  void finish(fault_list& to, const EndOf& end_of) {
    for (const entry& one : entries_)
      if (one.times != 1) judge(one, end_of(*one.told), to);
    judge_order(to);
  }

 private:
  static constexpr std::uint32_t none = static_cast<std::uint32_t>(-1);
  struct entry {
    const acknowledged_event* told = nullptr;
    std::uint32_t next = none;  ///< Another one of that actor and version.
    std::uint32_t times = 0;
    std::uint64_t sequence = 0;  ///< Where it was seen first.
    std::uint64_t again = 0;     ///< Where it was seen last, if more than once.
    std::uint64_t instead = 0;   ///< Where another stands at its version.
  };
  static void judge(const entry& one, const actor_end& end, fault_list& to);
  void judge_order(fault_list& to) const;

  std::vector<entry> entries_{};
  boost::unordered_flat_map<fingerprint, std::uint32_t, fingerprint::hasher> by_version_{};
  std::vector<std::uint32_t> in_log_order_{};
};

}  // namespace contend::nats
