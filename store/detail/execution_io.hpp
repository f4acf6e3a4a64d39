// What the driver does with a store and a decision when it runs an everyday call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/store/clock_source.hpp>
#include <contend/store/detail/decision_shape.hpp>
#include <contend/store/detail/operation_keys.hpp>
#include <contend/store/event_store.hpp>

namespace contend::detail {

/// Applies `e` to a state that takes either the event or the shared pointer to it.
template <class State>
void fold(State& state, const event_ptr& e) {
  if constexpr (requires { state.apply(*e); })
    state.apply(*e);
  else
    state.apply(e);
}

/// The io of run_blocking() for one operation on one actor. `Execution` is what it fills in.
template <class Execution, class Decide>
class execution_io {
 public:
  /// All must outlive this.
  execution_io(event_store& store, std::string_view actor, Decide& decide, clock_source& clock,
               const operation_keys& keys)
      : store_{store}, actor_{actor}, decide_{decide}, clock_{clock}, keys_{keys} {}

  /// Reads and applies only what followed the last event that was applied.
  answer read(version) {
    const auto tail = store_.get_events(actor_, {.from = applied_ + 1});
    if (!tail) return read_failed(failed(tail.error()), done_.error.retry_after);
    for (const event_ptr& e : *tail) {
      fold(done_.state, e);
      applied_ = e->version;
    }
    return read_at(applied_);
  }

  answer decide(version at) {
    auto answered = decide_(std::as_const(done_.state));
    using shape = decision_shape<std::remove_cvref_t<decltype(answered)>>;
    if constexpr (requires { answered.has_error(); }) {
      if (answered.has_error()) {
        done_.refusal = std::move(answered).error();
        return declined();
      }
    }
    done_.events.clear();
    shape::visit(std::move(answered), [&](new_event&& draft) { seal(std::move(draft), at); });
    return done_.events.empty() ? declined() : decided();
  }

  answer append(version expected) {
    const auto stored = store_.append(actor_, expected_version::exact(expected), done_.events);
    if (stored) return stored_at(*stored);
    return append_failed(failed(stored.error()), stored.error().current, done_.error.retry_after);
  }

  answer resolve(version expected) { return append(expected); }

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
  /// Seals the next of the events that follow version `at`.
  void seal(new_event&& draft, version at) {
    // Above max_version the store refuses; unsigned, so that getting there is defined.
    const std::uint64_t next = static_cast<std::uint64_t>(at) + done_.events.size() + 1;
    if (draft.id.empty()) draft.id = event_id(keys_, ids_++);
    done_.events.push_back(make_event({.id = std::move(draft.id),
                                       .type = std::move(draft.type),
                                       .actor_id = std::string{actor_},
                                       .command_id = std::move(draft.command_id),
                                       .version = static_cast<version>(next),
                                       .data = std::move(draft.data),
                                       .metadata = std::move(draft.metadata),
                                       .timestamp = clock_.wall_time()}));
  }

  outcome failed(const store_error& error) {
    done_.error = error;
    return classify(error);
  }

  event_store& store_;
  std::string_view actor_;
  Decide& decide_;
  clock_source& clock_;
  const operation_keys& keys_;
  Execution done_{};
  version applied_ = 0;
  std::uint64_t ids_ = 0;  ///< Ids made so far: each attempt's events get ids of their own.
};

}  // namespace contend::detail
