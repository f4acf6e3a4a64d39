#include <algorithm>
#include <atomic>
#include <utility>

#include <contend/store/commits/commit_watch.hpp>

namespace contend {

commit_watch::ticket& commit_watch::ticket::operator=(ticket&& other) noexcept {
  if (this == &other) return *this;
  leave();
  watch_ = std::exchange(other.watch_, nullptr);
  actor_ = std::move(other.actor_);
  number_ = other.number_;
  return *this;
}

void commit_watch::ticket::leave() noexcept {
  if (watch_ != nullptr) std::exchange(watch_, nullptr)->forget(actor_, number_);
}

void commit_watch::heard(std::string_view actor, version current) {
  // The cache first: who comes after this finds it there, who came before is found below, also
  // where the cache knew already, which others may feed as well.
  versions_.update(actor, current);
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  const auto found = home.waiters.find(actor);
  if (found == home.waiters.end()) return;
  // Told under the lock, so that leaving the watch means that nothing runs any more.
  std::erase_if(found->second, [current](const waiter& w) {
    if (w.after >= current) return false;
    w.told(current);
    return true;
  });
  if (found->second.empty()) home.waiters.erase(found);
}

commit_watch::ticket commit_watch::on_commit(std::string_view actor, version after, listener told) {
  ticket place;
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  // Looked up under the lock: a commit that is not in the cache yet finds this listener.
  if (const auto known = versions_.read(actor); known && *known > after) {
    told(*known);
    return place;
  }
  const auto found = home.waiters.try_emplace(std::string{actor}).first;
  place.number_ = ++home.last_number;
  found->second.push_back({place.number_, after, std::move(told)});
  place.actor_ = actor;
  place.watch_ = this;
  return place;
}

void commit_watch::forget(std::string_view actor, std::uint64_t number) noexcept {
  shard& home = shards_.of(actor);
  const std::lock_guard hold{home.lock};
  const auto found = home.waiters.find(actor);
  if (found == home.waiters.end()) return;
  std::erase_if(found->second, [number](const waiter& w) { return w.number == number; });
  if (found->second.empty()) home.waiters.erase(found);
}

version commit_watch::wait(std::string_view actor, version after, time_point until,
                           clock_source& clock, const std::stop_token& stop) {
  // The clock knows how to wait for its own time or for a stop, so a commit comes to it as a stop.
  std::stop_source over;
  std::atomic<version> seen{0};
  const std::stop_callback stopped{stop, [&over] { over.request_stop(); }};
  ticket place = on_commit(actor, after, [&](version current) {
    seen = current;
    over.request_stop();
  });
  if (!over.stop_requested()) clock.wait_until(until, over.get_token());
  place.leave();
  return seen;
}

std::size_t commit_watch::waiting() const {
  std::size_t count = 0;
  for (const shard& home : shards_) {
    const std::lock_guard hold{home.lock};
    for (const auto& [actor, some] : home.waiters) count += some.size();
  }
  return count;
}

}  // namespace contend
