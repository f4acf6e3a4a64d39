// What an everyday call does between its calls of the store, whichever driver makes those: applies
// what was read, has the caller decide, seals the events, keeps the last error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/store/detail/decision_shape.hpp>
#include <contend/store/detail/fold.hpp>
#include <contend/store/detail/operation_keys.hpp>
#include <contend/store/event_store.hpp>
#include <contend/store/load.hpp>

namespace contend::detail {

/// Seals the event that follows version `at` and `more` others. Its id is filled in already.
inline event_ptr seal(new_event&& draft, std::string_view actor, version at, std::size_t more,
                      timestamp when) {
  // Above max_version the store refuses; unsigned, so that getting there is defined.
  const std::uint64_t next = static_cast<std::uint64_t>(at) + more + 1;
  return make_event({.id = std::move(draft.id),
                     .type = std::move(draft.type),
                     .actor_id = std::string{actor},
                     .command_id = std::move(draft.command_id),
                     .version = static_cast<version>(next),
                     .data = std::move(draft.data),
                     .metadata = std::move(draft.metadata),
                     .timestamp = when});
}

/// What an operation that is to use snapshots answers where its State cannot be one.
inline store_error no_snapshots_of_state(std::string_view actor) {
  return {.code = store_errc::invalid_snapshot,
          .actor = std::string{actor},
          .detail = "snapshots are asked for, and the State has no to_json and from_json"};
}

/// No I/O and no clock. `Execution` is what it fills in.
template <class Execution>
class execution_work {
 public:
  /// What is to be read next: only what followed the last event that was applied.
  [[nodiscard]] event_range unread() const noexcept { return {.from = applied_ + 1}; }

  answer take(const result<std::vector<event_ptr>>& tail) {
    if (!tail) return read_failed(failed(tail.error()), done_.error.retry_after);
    for (const event_ptr& e : *tail) {
      fold(done_.state, e);
      applied_ = e->version;
    }
    since_snapshot_ += tail->size();
    return read_at(applied_);
  }

  /// The first read, where it was one of a snapshot and what followed.
  template <class State>
  answer take(result<loaded_actor<State>>&& loaded) {
    if (!loaded) return read_failed(failed(loaded.error()), done_.error.retry_after);
    done_.state = std::move(loaded->state);
    applied_ = loaded->at;
    snapshot_ = loaded->snapshot;
    since_snapshot_ = loaded->replayed;
    return read_at(applied_);
  }

  /// For the time after a commit at `current`.
  [[nodiscard]] snapshot_facts facts(version current, duration replay) const noexcept {
    return {.snapshot = snapshot_,
            .current = current,
            .events = since_snapshot_ + done_.events.size(),
            .replay = replay};
  }

  /// Asks `decide` and seals what it wants to write at version `at` and above.
  template <class Decide>
  answer decide(Decide& decide, std::string_view actor, version at, timestamp when,
                const operation_keys& keys) {
    auto answered = decide(std::as_const(done_.state));
    using shape = decision_shape<std::remove_cvref_t<decltype(answered)>>;
    if constexpr (requires { answered.has_error(); }) {
      if (answered.has_error()) {
        done_.refusal = std::move(answered).error();
        return declined();
      }
    }
    done_.events.clear();
    shape::visit(std::move(answered), [&](new_event&& draft) {
      if (draft.id.empty()) draft.id = event_id(keys, ids_++);
      done_.events.push_back(seal(std::move(draft), actor, at, done_.events.size(), when));
    });
    return done_.events.empty() ? declined() : decided();
  }

  /// What is to be appended.
  [[nodiscard]] const std::vector<event_ptr>& events() const noexcept { return done_.events; }

  answer take(const result<version>& stored) {
    if (stored) return stored_at(*stored);
    return append_failed(failed(stored.error()), stored.error().current, done_.error.retry_after);
  }

  /// What came of it all.
  Execution finish(const operation_result& how) && {
    done_.how = how;
    if (how.committed()) {
      for (const event_ptr& e : done_.events) fold(done_.state, e);
      done_.error = {};
    } else if (!how.unresolved) {
      done_.events.clear();
    }
    return std::move(done_);
  }

 private:
  outcome failed(const store_error& error) {
    done_.error = error;
    return classify(error);
  }

  Execution done_{};
  version applied_ = 0;
  version snapshot_ = 0;            ///< That the state began with.
  std::size_t since_snapshot_ = 0;  ///< Events applied to it.
  std::uint64_t ids_ = 0;  ///< Ids made so far: each attempt's events get ids of their own.
};

}  // namespace contend::detail
