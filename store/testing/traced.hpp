// An operation that remembers which actions it returned: two drivers that are given the same
// answers must be told to do the same, at the same times.
#pragma once

#include <utility>
#include <vector>

#include <contend/policies/operation.hpp>

namespace contend::testing {

/// Stands for an Operation before any driver.
template <class Operation>
class traced {
 public:
  explicit traced(Operation op) : op_{std::move(op)} {}

  [[nodiscard]] bool needs_time(const answer& a) const noexcept { return op_.needs_time(a); }

  action resume(const answer& a) {
    actions_.push_back(op_.resume(a));
    return actions_.back();
  }

  [[nodiscard]] const operation_result& result() const noexcept { return op_.result(); }

  /// In the order in which they were returned.
  [[nodiscard]] const std::vector<action>& actions() const noexcept { return actions_; }

 private:
  Operation op_;
  std::vector<action> actions_{};
};

}  // namespace contend::testing
