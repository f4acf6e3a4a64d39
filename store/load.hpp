// Loads an actor: its latest snapshot that serves, and the events after it.
//
//   const auto loaded = load<account>(store, "account-1");
//   if (loaded) fmt::print("{} at version {}", loaded->state.balance, loaded->at);
//
// A snapshot is a cache: one that cannot be read, does not fit the State, or is ahead of the stream
// is passed over for an older one or for the events themselves, and told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <contend/store/detail/fold.hpp>
#include <contend/store/event_store.hpp>
#include <contend/store/snapshots.hpp>

namespace contend {

/// An actor as it was found.
template <class State>
struct loaded_actor {
  State state{};
  version at = 0;            ///< Of the last event applied; 0: there is none.
  version snapshot = 0;      ///< Of the snapshot that served; 0: none did.
  std::size_t replayed = 0;  ///< Events applied.
  /// Snapshots that were not used, with their causes.
  std::vector<rejected_snapshot> passed_over{};
};

namespace detail {

/// Loading an actor, without I/O: says what is to be read next, and takes what was read.
template <class State>
class loading {
 public:
  enum class step : std::uint8_t { snapshot, events, done };

  [[nodiscard]] step next() const noexcept { return next_; }
  /// For `snapshot`: of which version at most.
  [[nodiscard]] version at_most() const noexcept { return at_most_; }
  /// For `events`: from the snapshot's own version on, to see that the stream goes that far.
  [[nodiscard]] event_range range() const noexcept {
    return {.from = found_.snapshot > 0 ? found_.snapshot : 1};
  }
  [[nodiscard]] loaded_actor<State>& found() noexcept { return found_; }

  void take(found_snapshot&& kept) {
    for (auto& bad : kept.passed_over) found_.passed_over.push_back(std::move(bad));
    if (!kept.latest) {
      next_ = step::events;
      return;
    }
    const snapshot& s = *kept.latest;
    found_.at = found_.snapshot = s.version;
    std::string why;
    if (restore(s, why))
      next_ = step::events;
    else
      pass_over(std::move(why));
  }

  /// What apply() throws is passed on.
  void take(const std::vector<event_ptr>& tail) {
    if (found_.snapshot > 0 && tail.empty()) {
      pass_over("it is ahead of the stream");
      return;
    }
    for (const event_ptr& e : tail) {
      if (e->version == found_.snapshot) continue;
      fold(found_.state, e);
      found_.at = e->version;
      ++found_.replayed;
    }
    next_ = step::done;
  }

 private:
  bool restore([[maybe_unused]] const snapshot& s, [[maybe_unused]] std::string& why) {
    if constexpr (snapshotable<State>) {
      try {
        found_.state = s.state.template get<State>();
        return true;
      } catch (const std::exception& e) {
        why = e.what();
      }
    }
    return false;
  }

  /// Goes on with the snapshot before the one that was found, or with the events alone.
  void pass_over(std::string why) {
    found_.passed_over.push_back(
        {.version = found_.snapshot, .bytes = {}, .cause = std::move(why)});
    at_most_ = found_.snapshot - 1;
    next_ = at_most_ > 0 ? step::snapshot : step::events;
    found_.state = State{};
    found_.at = found_.snapshot = 0;
  }

  step next_ = snapshotable<State> ? step::snapshot : step::events;
  version at_most_ = max_version;
  loaded_actor<State> found_{};
};

}  // namespace detail

/// From the events alone where State is not snapshotable. Errors: the store's. What apply() throws
/// is passed on; what from_json throws makes a snapshot one that does not serve.
template <class State>
result<loaded_actor<State>> load(event_store& store, std::string_view actor) {
  using step = typename detail::loading<State>::step;
  detail::loading<State> all;
  while (all.next() != step::done) {
    if (all.next() == step::snapshot) {
      auto kept = store.get_latest_snapshot(actor, all.at_most());
      if (!kept) return std::move(kept).error();
      all.take(*std::move(kept));
    } else {
      const auto events = store.get_events(actor, all.range());
      if (!events) return events.error();
      all.take(*events);
    }
  }
  return std::move(all.found());
}

/// Takes a snapshot of a state now, whatever a strategy says. `at` must be the version of the last
/// event applied. Errors: invalid_snapshot and the store's.
template <snapshotable State>
result<void> save_snapshot_of(event_store& store, std::string_view actor, version at,
                              const State& state, timestamp now) {
  try {
    return store.save_snapshot(
        {.actor_id = std::string{actor}, .version = at, .state = state, .timestamp = now});
  } catch (const nlohmann::json::exception& e) {
    return store_error{
        .code = store_errc::invalid_snapshot, .actor = std::string{actor}, .detail = e.what()};
  }
}

}  // namespace contend
