// Who may go next, by actor: the bookkeeping of serialize and coalesce, without threads, clocks or
// I/O, so that the simulator keeps the same books.
//
//   lines<std::string, writer*> queue{{.waiting = 100}};
//   queue.enter("a", w);        // first: go; queued: wait until next() names you; full: go away
//   queue.next("a", 1);         // the one in front has ended: who goes now?
//
// In each line whoever went holds the place in front until next() is called for it. First come,
// first served.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace contend {

struct lines_options {
  /// How many may wait behind the one in front, in each line.
  std::size_t waiting = 1024;
};

/// Not thread-safe. An actor whose line is empty takes no memory.
template <class Actor, class Ticket, class Hash = std::hash<Actor>>
class lines {
 public:
  enum class entered : std::uint8_t { first, queued, full };

  explicit lines(lines_options options = {}) : options_{options} {}

  entered enter(const Actor& actor, const Ticket& who) {
    const auto [place, fresh] = queues_.try_emplace(actor);
    if (fresh) return entered::first;
    if (place->second.size() >= options_.waiting) return entered::full;
    place->second.push_back(who);
    return entered::queued;
  }

  /// Up to `most` of those who wait, in their order: they are in front now. With nobody waiting the
  /// line closes.
  std::vector<Ticket> next(const Actor& actor, std::size_t most) {
    const auto place = queues_.find(actor);
    if (place == queues_.end()) return {};
    std::vector<Ticket> going;
    auto& queue = place->second;
    while (!queue.empty() && going.size() < most) {
      going.push_back(std::move(queue.front()));
      queue.pop_front();
    }
    if (going.empty()) queues_.erase(place);
    return going;
  }

  /// More of those who wait, to go along with the one in front; the line stays his.
  std::vector<Ticket> join(const Actor& actor, std::size_t most) {
    const auto place = queues_.find(actor);
    if (place == queues_.end() || place->second.empty()) return {};
    return next(actor, most);
  }

  /// Leaves the line. Whether it was waiting in it: one that is in front is not.
  bool withdraw(const Actor& actor, const Ticket& who) {
    const auto place = queues_.find(actor);
    return place != queues_.end() && std::erase(place->second, who) != 0;
  }

  /// Actors that somebody is in front for.
  [[nodiscard]] std::size_t open() const noexcept { return queues_.size(); }

 private:
  lines_options options_;
  boost::unordered_flat_map<Actor, std::deque<Ticket>, Hash> queues_{};
};

}  // namespace contend
