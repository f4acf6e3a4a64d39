// Hooks for logs, metrics and traces of execute(): what each operation does while it runs.
//
//   struct logger : observer {
//     void attempt_failed(std::string_view actor, const attempt_facts& f) override {
//       fmt::print("{}: {} at version {}\n", actor, to_string(f.last), f.current);
//     }
//   };
#pragma once

#include <string_view>

#include <contend/policies/observer.hpp>

namespace contend {

/// Called on the thread that runs the operation; must not throw. One observer may serve any number
/// of operations at once, and must then be thread-safe.
class observer {
 public:
  observer() = default;
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;
  virtual ~observer() = default;

  /// Each failure, conflicts included.
  virtual void attempt_failed(std::string_view, const attempt_facts&) {}
  /// The policy chose to wait so long.
  virtual void waiting(std::string_view, const attempt_facts&, duration) {}
  /// An append that got no answer is sent again.
  virtual void resolving(std::string_view, const attempt_facts&) {}
  /// Once, at the end.
  virtual void ended(std::string_view, const operation_result&) {}
};

namespace detail {

/// An observer as an operation calls it: told whose operation it is. Both must outlive this.
struct observer_of_actor {
  contend::observer& told;
  std::string_view actor;

  void attempt_failed(const attempt_facts& facts) { told.attempt_failed(actor, facts); }
  void waiting(const attempt_facts& facts, duration wait) { told.waiting(actor, facts, wait); }
  void resolving(const attempt_facts& facts) { told.resolving(actor, facts); }
  void ended(const operation_result& result) { told.ended(actor, result); }
};

}  // namespace detail

}  // namespace contend
