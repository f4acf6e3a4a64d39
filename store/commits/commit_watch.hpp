// Waiting for "a commit of this actor after version v": what a policy that follows commits needs.
//
//   version_cache versions;
//   commit_watch watch{versions};
//   noticing_store store{behind, {.watch = &watch}};   // own saves are heard
//   watch.wait("a-1", 4, until, clock, stop);          // 5 or above, or 0 when the time is over
//
// One that came before the call counts, since the cache remembers it: there is no lost wake-up.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <contend/policies/time.hpp>
#include <contend/store/clock_source.hpp>
#include <contend/store/commits/version_cache.hpp>
#include <contend/store/detail/sharded_by_actor.hpp>

namespace contend {

/// Thread-safe.
class commit_watch {
 public:
  /// What a commit is told to; see on_commit().
  using listener = std::function<void(version current)>;

  /// A listener's place. Movable; leaves when destroyed, and the listener is not running and will
  /// not run once that is over. Must not outlive its watch.
  class ticket {
   public:
    ticket() = default;
    ticket(ticket&& other) noexcept { *this = std::move(other); }
    ticket& operator=(ticket&& other) noexcept;
    ~ticket() { leave(); }
    void leave() noexcept;

   private:
    friend class commit_watch;
    commit_watch* watch_ = nullptr;
    std::string actor_{};
    std::uint64_t number_ = 0;
  };

  /// `versions` remembers what was heard. Not owned.
  explicit commit_watch(version_cache& versions) noexcept : versions_{versions} {}
  commit_watch(const commit_watch&) = delete;
  commit_watch& operator=(const commit_watch&) = delete;

  /// Told of a commit: updates the cache and wakes who waits for one like it.
  void heard(std::string_view actor, version current);

  /// Calls `told` once, with the actor's version, when it is above `after`: before this returns if
  /// it is known to be already, else on the thread that tells of the commit. `told` must be brief,
  /// must not throw and must not call the watch.
  [[nodiscard]] ticket on_commit(std::string_view actor, version after, listener told);

  /// Waits on the calling thread. The actor's version, above `after`; 0 at `until` or on a stop.
  version wait(std::string_view actor, version after, time_point until, clock_source& clock,
               const std::stop_token& stop = {});

  /// Listeners that wait now.
  [[nodiscard]] std::size_t waiting() const;

  [[nodiscard]] version_cache& versions() const noexcept { return versions_; }

 private:
  struct waiter {
    std::uint64_t number;
    version after;
    listener told;
  };
  struct alignas(64) shard {
    mutable std::mutex lock{};
    std::uint64_t last_number = 0;
    detail::map_by_text<std::vector<waiter>> waiters{};
  };

  void forget(std::string_view actor, std::uint64_t number) noexcept;

  version_cache& versions_;
  detail::sharded_by_actor<shard> shards_{};
};

}  // namespace contend
