// What the blocking driver does with a store and a decision when it runs an everyday call.
#pragma once

#include <stop_token>
#include <string_view>
#include <utility>

#include <contend/store/clock_source.hpp>
#include <contend/store/commits/commit_watch.hpp>
#include <contend/store/detail/execution_work.hpp>

namespace contend::detail {

/// The io of run_blocking() for one operation on one actor. `Execution` is what it fills in.
template <class Execution, class Decide>
class execution_io {
 public:
  /// All must outlive this; `commits` may be null.
  execution_io(event_store& store, std::string_view actor, Decide& decide, clock_source& clock,
               const operation_keys& keys, commit_watch* commits)
      : store_{store},
        actor_{actor},
        decide_{decide},
        clock_{clock},
        keys_{keys},
        commits_{commits} {}

  answer read(version) { return work_.take(store_.get_events(actor_, work_.unread())); }

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

  /// What came of it all.
  Execution finish(const operation_result& how) && { return std::move(work_).finish(how); }

 private:
  event_store& store_;
  std::string_view actor_;
  Decide& decide_;
  clock_source& clock_;
  const operation_keys& keys_;
  commit_watch* commits_;
  execution_work<Execution> work_{};
};

}  // namespace contend::detail
