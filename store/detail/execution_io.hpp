// What the blocking driver does with a store and a decision when it runs an everyday call.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <contend/store/clock_source.hpp>
#include <contend/store/commits/commit_watch.hpp>
#include <contend/store/detail/execution_work.hpp>
#include <contend/store/load.hpp>

namespace contend::detail {

/// The io of run_blocking() for one operation on one actor. `Execution` is what it fills in.
template <class Execution, class Decide>
class execution_io {
 public:
  /// All must outlive this; `commits` and `kept` may be null.
  execution_io(event_store& store, std::string_view actor, Decide& decide, clock_source& clock,
               const operation_keys& keys, commit_watch* commits, snapshots* kept)
      : store_{store},
        actor_{actor},
        decide_{decide},
        clock_{clock},
        keys_{keys},
        commits_{commits},
        kept_{kept} {}

  /// The first read may begin with a snapshot; later ones take what followed.
  answer read(version) {
    if (kept_ != nullptr && !loaded_) return load_actor();
    return work_.take(store_.get_events(actor_, work_.unread()));
  }

  answer decide(version at) { return work_.decide(decide_, actor_, at, clock_.wall_time(), keys_); }

  answer append(version expected) {
    return work_.take(store_.append(actor_, expected_version::exact(expected), work_.events()));
  }

  answer resolve(version expected) { return append(expected); }

  answer wait_for_commit(version after, time_point until, const std::stop_token& stop) {
    if (commits_ == nullptr) {
      clock_.wait_until(until, stop);
      return time_is({});
    }
    const version current = commits_->wait(actor_, after, until, clock_, stop);
    return current > after ? commit_seen(current) : time_is({});
  }

  /// What came of it all; takes a snapshot of it where one is due.
  Execution finish(const operation_result& how) && {
    const snapshot_facts facts = work_.facts(how.current, replay_);
    Execution done = std::move(work_).finish(how);
    if constexpr (snapshotable<state>)
      if (kept_ != nullptr && how.committed() && kept_->due(facts))
        kept_->count_taken(
            save_snapshot_of(store_, actor_, how.current, done.state, clock_.wall_time())
                .has_value());
    return done;
  }

 private:
  using state = decltype(Execution::state);

  answer load_actor() {
    if constexpr (snapshotable<state>) {
      const time_point start = clock_.now();
      auto found = load<state>(store_, actor_);
      replay_ = clock_.now() - start;
      loaded_ = found.has_value();
      if (found) kept_->count_load(found->snapshot > 0, found->replayed, found->passed_over.size());
      return work_.take(std::move(found));
    } else {
      return work_.take(result<loaded_actor<state>>{no_snapshots_of_state(actor_)});
    }
  }

  event_store& store_;
  std::string_view actor_;
  Decide& decide_;
  clock_source& clock_;
  const operation_keys& keys_;
  commit_watch* commits_;
  snapshots* kept_;
  bool loaded_ = false;
  duration replay_{};  ///< What loading took.
  execution_work<Execution> work_{};
};

}  // namespace contend::detail
