// The io of an operation that carries the decisions of several callers.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <contend/policies/operation.hpp>
#include <contend/store/clock_source.hpp>
#include <contend/store/detail/check_append.hpp>
#include <contend/store/detail/execution_work.hpp>
#include <contend/store/detail/operation_keys.hpp>
#include <contend/store/event_store.hpp>
#include <contend/store/load.hpp>

namespace contend::detail {

/// One caller of a batch.
template <class State>
class batch_member {
 public:
  batch_member() = default;
  batch_member(const batch_member&) = delete;
  batch_member& operator=(const batch_member&) = delete;
  virtual ~batch_member() = default;

  /// Asks the caller, who adds to `wanted` what it wants to write. May throw.
  virtual void decide(const State& seen, std::vector<new_event>& wanted) = 0;

  std::vector<event_ptr> events{};
  State state{};
  operation_result how{};
  store_error error{};
  bool invalid = false;  ///< What it wants to write breaks a rule: `error` says which.
  std::exception_ptr thrown{};
};

template <class State>
class batch_io {
 public:
  using members = std::vector<batch_member<State>*>;

  batch_io(event_store& store, std::string_view actor, const members& all, clock_source& clock,
           const operation_keys& keys, snapshots* kept = nullptr)
      : store_{store}, actor_{actor}, all_{all}, clock_{clock}, keys_{keys}, kept_{kept} {}

  /// The first read may begin with a snapshot; later ones take what followed.
  answer read(version) {
    if (kept_ != nullptr && !loaded_) return load_actor();
    const auto tail = store_.get_events(actor_, {.from = applied_ + 1});
    if (!tail) return read_failed(failed(tail.error()), tail.error().retry_after);
    for (const event_ptr& e : *tail) {
      fold(base_, e);
      applied_ = e->version;
    }
    since_snapshot_ += tail->size();
    return read_at(applied_);
  }

  /// Everyone decides on what those before it have decided.
  answer decide(version at) {
    State seen = base_;
    together_.clear();
    ids_together_.clear();
    for (batch_member<State>* member : all_) ask(*member, seen, at);
    return together_.empty() ? declined() : decided();
  }

  answer append(version expected) {
    const auto stored = store_.append(actor_, expected_version::exact(expected), together_);
    if (stored) return stored_at(*stored);
    return append_failed(failed(stored.error()), stored.error().current,
                         stored.error().retry_after);
  }

  answer resolve(version expected) { return append(expected); }

  /// Gives everyone a result of his own; takes a snapshot of it all where one is due.
  void finish(const operation_result& how) {
    for (batch_member<State>* member : all_) {
      member->how = how;
      if (how.committed())
        for (const event_ptr& e : member->events) fold(base_, e);
      member->state = base_;
      const bool decided_all = how.committed() || how.end == ending::declined;
      if (decided_all && member->invalid) {
        member->how.end = ending::gave_up;
        member->how.why = reason::permanent;
        member->how.last = outcome::permanent;
      } else if (decided_all && member->events.empty()) {
        member->how.end = ending::declined;
        member->how.why = reason::decided;
      } else if (how.committed()) {
        member->how.current = member->events.back()->version;
      } else {
        member->error = error_;
        if (member->events.empty()) member->how.unresolved = false;  // it sent nothing
        if (!how.unresolved) member->events.clear();
      }
    }
    if (kept_ != nullptr && how.committed()) take_snapshot(how.current);
  }

 private:
  answer load_actor() {
    if constexpr (snapshotable<State>) {
      const time_point start = clock_.now();
      auto found = load<State>(store_, actor_);
      if (!found) return read_failed(failed(found.error()), error_.retry_after);
      loaded_ = true;
      replay_ = clock_.now() - start;
      kept_->count_load(found->snapshot > 0, found->replayed, found->passed_over.size());
      base_ = std::move(found->state);
      applied_ = found->at;
      snapshot_ = found->snapshot;
      since_snapshot_ = found->replayed;
      return read_at(applied_);
    } else {
      return read_failed(failed(no_snapshots_of_state(actor_)));
    }
  }

  void take_snapshot(version current) {
    if constexpr (snapshotable<State>)
      if (kept_->due({.snapshot = snapshot_,
                      .current = current,
                      .events = since_snapshot_ + together_.size(),
                      .replay = replay_}))
        kept_->count_taken(
            save_snapshot_of(store_, actor_, current, base_, clock_.wall_time()).has_value());
  }

  void ask(batch_member<State>& member, State& seen, version at) {
    std::vector<new_event> wanted;
    member.events.clear();
    member.error = {};
    member.invalid = false;
    member.thrown = nullptr;
    try {
      member.decide(std::as_const(seen), wanted);
    } catch (...) {
      member.thrown = std::current_exception();  // his alone: the others go on
      return;
    }
    for (new_event& draft : wanted) {
      if (draft.id.empty()) draft.id = event_id(keys_, ids_++);
      member.events.push_back(seal(std::move(draft), actor_, at,
                                   together_.size() + member.events.size(), clock_.wall_time()));
    }
    if (refuses(member)) return;
    for (const event_ptr& e : member.events) {
      together_.push_back(e);
      ids_together_.insert(e->id);
      fold(seen, e);
    }
  }

  /// Whether the store would refuse the batch because of what this member wants: his alone as well.
  bool refuses(batch_member<State>& member) {
    if (member.events.empty()) return false;
    auto why = check_append(actor_, member.events);
    for (const event_ptr& e : member.events)
      if (!why && ids_together_.contains(e->id))
        why = store_error{.code = store_errc::invalid_event,
                          .actor = std::string{actor_},
                          .detail = "another of the batch has the id \"" + e->id + "\""};
    if (!why) return false;
    member.error = *std::move(why);
    member.invalid = true;
    member.events.clear();
    return true;
  }

  outcome failed(const store_error& error) {
    error_ = error;
    return classify(error);
  }

  event_store& store_;
  std::string_view actor_;
  const members& all_;
  clock_source& clock_;
  const operation_keys& keys_;
  snapshots* kept_;
  bool loaded_ = false;
  duration replay_{};               ///< What loading took.
  version snapshot_ = 0;            ///< That base_ began with.
  std::size_t since_snapshot_ = 0;  ///< Events applied to it.
  State base_{};
  version applied_ = 0;
  std::vector<event_ptr> together_{};
  std::unordered_set<std::string_view> ids_together_{};  ///< Of the events in together_.
  store_error error_{};
  std::uint64_t ids_ = 0;
};

}  // namespace contend::detail
