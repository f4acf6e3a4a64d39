// The driver in virtual time: carries out what an operation says by scheduling it.
//
// The same machine runs under the blocking driver (store/drivers/blocking.hpp); a test gives both
// the same script and expects the same trace of actions.
#pragma once

#include <contend/policies/operation.hpp>

namespace contend::sim {

/// Gives `op` an answer and carries its next actions out in `world` until one takes time, or it
/// ended.
///
/// The world offers, for this operation:
///
///   time_point now();
///
///   void send(const action&);
///       a read, append or resolve leaves; its answer resumes the operation
///
///   bool decide_takes_time();
///       if so, the world resumes it with decided() when it has decided
///
///   void wait(const action&);
///       resumes it with time_is(until), or with commit_seen() if that comes first
///
///   void ended();
///       it is done
template <class Operation, class World>
void carry_on(Operation& op, answer a, World& world) {
  for (;;) {
    a.now = world.now();
    const action next = op.resume(a);
    switch (next.what) {
      case action::kind::admit:
        a = time_is(world.now());
        continue;
      case action::kind::decide:
        if (world.decide_takes_time()) return;
        a = decided();
        continue;
      case action::kind::read:
      case action::kind::append:
      case action::kind::resolve:
        return world.send(next);
      case action::kind::wait:
      case action::kind::wait_for_commit:
        return world.wait(next);
      case action::kind::done:
        return world.ended();
    }
  }
}

}  // namespace contend::sim
