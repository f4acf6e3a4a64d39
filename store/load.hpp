// Loads an actor: its latest snapshot that serves, and the events after it.
//
//   const auto loaded = load<account>(store, "account-1");
//   if (loaded) fmt::print("{} at version {}", loaded->state.balance, loaded->at);
//
// A snapshot is a cache: one that cannot be read, does not fit the State, or is ahead of the stream
// is passed over for an older one or for the events themselves, and told.
#pragma once

#include <cstddef>
#include <exception>
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

/// Whether the state of `s` could be taken over; else says why not.
template <class State>
bool restore(const snapshot& s, State& into, std::string& why) {
  try {
    into = s.state.get<State>();
    return true;
  } catch (const std::exception& e) {
    why = e.what();
    return false;
  }
}

/// Applies the events of a read from version `found.snapshot` on. False if there are none at all:
/// then the snapshot is ahead of the stream.
template <class State>
bool apply_tail(loaded_actor<State>& found, const std::vector<event_ptr>& tail) {
  for (const event_ptr& e : tail) {
    if (e->version == found.snapshot) continue;  // read to see that the stream goes that far
    fold(found.state, e);
    found.at = e->version;
    ++found.replayed;
  }
  return found.snapshot == 0 || !tail.empty();
}

}  // namespace detail

/// From the events alone where State is not snapshotable. Errors: the store's. What apply() throws
/// is passed on; what from_json throws makes a snapshot one that does not serve.
template <class State>
result<loaded_actor<State>> load(event_store& store, std::string_view actor) {
  loaded_actor<State> found;
  if constexpr (snapshotable<State>) {
    for (version at_most = max_version; at_most > 0;) {
      auto kept = store.get_latest_snapshot(actor, at_most);
      if (!kept) return std::move(kept).error();
      for (auto& bad : kept->passed_over) found.passed_over.push_back(std::move(bad));
      if (!kept->latest) break;
      const snapshot& s = *kept->latest;
      at_most = s.version - 1;
      std::string why;
      if (detail::restore(s, found.state, why)) {
        found.at = found.snapshot = s.version;
        const auto tail = store.get_events(actor, {.from = s.version});
        if (!tail) return tail.error();
        if (detail::apply_tail(found, *tail)) return found;
        why = "it is ahead of the stream";
      }
      found.passed_over.push_back({.version = s.version, .bytes = {}, .cause = std::move(why)});
      found.state = State{};
      found.at = found.snapshot = 0;
    }
  }
  const auto all = store.get_events(actor);
  if (!all) return all.error();
  detail::apply_tail(found, *all);
  return found;
}

/// Takes a snapshot of a state now, whatever a strategy says. `s.version` must be that of the last
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
