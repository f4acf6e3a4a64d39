// The books of a background queue: which jobs wait, in which order, and for how long. Without
// threads, clocks or I/O, so that the simulator keeps the same books.
//
//   job_queue<std::string, job> books{{.jobs = 100}};
//   books.offer("a-1", std::move(work), now);   // false: full, and `work` is as it was
//   auto next = books.take();                   // the oldest whose actor has no job under way
//   books.done(next->actor, next->since);       // the actor's next may go
//
// Jobs of one actor are done one after the other, in the order in which they came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <contend/policies/time.hpp>

namespace contend {

struct job_queue_options {
  /// Jobs that wait or are under way. Beyond it offers are refused.
  std::size_t jobs = 10'000;
};

/// Not thread-safe. An actor without jobs takes no memory.
template <class Actor, class Job, class Hash = std::hash<Actor>>
class job_queue {
 public:
  struct entry {
    Actor actor;
    Job job;
    time_point since;
  };

  explicit job_queue(job_queue_options options = {}) : options_{options} {}

  /// Whether there was room. `job` is moved from only then.
  bool offer(const Actor& actor, Job&& job, time_point now) {
    if (depth_ >= options_.jobs) return false;
    ++depth_;
    const auto [place, fresh] = actors_.try_emplace(actor);
    place->second.push_back(age_of_.insert(age_of_.end(), entry{actor, std::move(job), now}));
    if (fresh) ready_.push_back(actor);
    return true;
  }

  /// The next job that may be done, if there is one. It counts until it is done.
  std::optional<entry> take() {
    if (ready_.empty()) return {};
    const Actor actor = std::move(ready_.front());
    ready_.pop_front();
    auto& mine = actors_.find(actor)->second;
    entry first = std::move(*mine.front());
    age_of_.erase(mine.front());
    mine.pop_front();
    under_way_.push_back(first.since);
    return first;
  }

  /// The job taken for `actor`, which came at `since`, has ended, whichever way.
  void done(const Actor& actor, time_point since) {
    --depth_;
    if (const auto it = std::find(under_way_.begin(), under_way_.end(), since);
        it != under_way_.end())
      under_way_.erase(it);
    const auto place = actors_.find(actor);
    if (place->second.empty())
      actors_.erase(place);
    else
      ready_.push_back(actor);
  }

  /// Takes out all that wait, oldest first; those under way stay.
  std::vector<entry> hand_back() {
    std::vector<entry> all;
    for (entry& e : age_of_) all.push_back(std::move(e));
    depth_ -= all.size();
    age_of_.clear();
    for (const Actor& actor : ready_) actors_.erase(actor);
    ready_.clear();
    for (auto& [actor, waiting] : actors_) waiting.clear();
    return all;
  }

  /// Jobs that wait or are under way.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
  /// How long the oldest of them has been here; 0 if there is none.
  [[nodiscard]] duration age(time_point now) const noexcept {
    time_point oldest = age_of_.empty() ? now : age_of_.front().since;
    for (const time_point t : under_way_) oldest = std::min(oldest, t);
    return now - oldest;
  }

 private:
  using position = typename std::list<entry>::iterator;

  job_queue_options options_;
  std::list<entry> age_of_{};  ///< All that wait, oldest first.
  boost::unordered_flat_map<Actor, std::deque<position>, Hash> actors_{};
  std::deque<Actor> ready_{};  ///< Actors with jobs waiting and none under way.
  std::vector<time_point> under_way_{};
  std::size_t depth_ = 0;
};

}  // namespace contend
