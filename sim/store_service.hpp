// The store's servers in virtual time: one queue, first come first served, k servers.
//
// Only queueing lives here; the simulation carries the request out on the real store when its
// service ends. Single-threaded.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include <contend/policies/time.hpp>
#include <contend/sim/message.hpp>

namespace contend::sim {

class store_service {
 public:
  /// A request whose service starts: it ends `work` later.
  struct start {
    message request;
    duration work;
    duration waited;  ///< In the queue.
  };

  explicit store_service(std::uint32_t servers) : servers_{servers} {}

  /// A request that takes `work` arrives: starts if a server is free, else queues.
  std::optional<start> arrive(const message& request, duration work, time_point now) {
    if (busy_ == servers_) {
      queue_.push_back({request, work, now});
      return std::nullopt;
    }
    ++busy_;
    return start{request, work, duration::zero()};
  }

  /// A service ended: the longest waiting request starts, if any.
  std::optional<start> finish(time_point now) {
    if (queue_.empty()) {
      --busy_;
      return std::nullopt;
    }
    const waiting next = queue_.front();
    queue_.pop_front();
    return start{next.request, next.work, now - next.since};
  }

 private:
  struct waiting {
    message request;
    duration work;
    time_point since;
  };

  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  std::deque<waiting> queue_{};
};

}  // namespace contend::sim
