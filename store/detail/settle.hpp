// Finds out what became of an append that an earlier operation left without an answer.
#pragma once

#include <string_view>
#include <vector>

#include <contend/store/detail/settling.hpp>
#include <contend/store/execute.hpp>

namespace contend::detail {

struct settled {
  bool over = false;       ///< It is stored, or nobody could say; else it is not stored for sure.
  operation_result how{};  ///< Where it is over.
};

/// Carries out what settling says on a store.
class settle_io {
 public:
  settle_io(event_store& store, std::string_view actor, const std::vector<event_ptr>& events)
      : store_{store}, actor_{actor}, events_{events}, settling_{events.front()->version - 1} {}

  [[nodiscard]] answer read(version) const { return settling_.read(); }
  static answer decide(version) { return decided(); }
  answer append(version expected) {
    const auto stored = store_.append(actor_, expected_version::exact(expected), events_);
    if (stored) return settling_.appended(outcome::committed, *stored);
    return settling_.appended(classify(stored.error()), 0, stored.error().retry_after);
  }
  answer resolve(version expected) { return append(expected); }
  [[nodiscard]] bool not_stored() const noexcept { return settling_.not_stored(); }

 private:
  event_store& store_;
  std::string_view actor_;
  const std::vector<event_ptr>& events_;
  settling settling_;
};

template <class Policy>
settled settle(event_store& store, std::string_view actor, const std::vector<event_ptr>& events,
               const Policy& policy, const execute_options& options) {
  steady_clock_source machine;
  clock_source& clock = options.clock != nullptr ? *options.clock : machine;
  settle_io io{store, actor, events};
  operation<Policy> op{policy, fresh_keys().waits};
  const operation_result how = run_blocking(op, io, clock, options.stop);
  return {.over = !io.not_stored(), .how = how};
}

}  // namespace contend::detail
