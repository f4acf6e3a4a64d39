// Finds out what became of an append that an earlier operation left without an answer.
#pragma once

#include <string_view>
#include <vector>

#include <contend/store/execute.hpp>

namespace contend::detail {

struct settled {
  bool over = false;       ///< It is stored, or nobody could say; else it is not stored for sure.
  operation_result how{};  ///< Where it is over.
};

/// Sends the same events again: same ids, same expected version.
class settle_io {
 public:
  settle_io(event_store& store, std::string_view actor, const std::vector<event_ptr>& events)
      : store_{store}, actor_{actor}, events_{events} {}

  [[nodiscard]] answer read(version) const { return read_at(events_.front()->version - 1); }
  static answer decide(version) { return decided(); }
  answer append(version expected) {
    const auto stored = store_.append(actor_, expected_version::exact(expected), events_);
    if (stored) return stored_at(*stored);
    not_stored_ = stored.error().is_conflict();
    if (not_stored_) return append_failed(outcome::permanent);
    const outcome how = classify(stored.error());
    // It is still not known, whatever else is wrong: to be asked again, as if not answered.
    return append_failed(how == outcome::permanent ? how : outcome::ambiguous, 0,
                         stored.error().retry_after);
  }
  answer resolve(version expected) { return append(expected); }
  [[nodiscard]] bool not_stored() const noexcept { return not_stored_; }

 private:
  event_store& store_;
  std::string_view actor_;
  const std::vector<event_ptr>& events_;
  bool not_stored_ = false;
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
