// What an operation is told that finds out what became of an append which was left without an
// answer. Without I/O, so that the simulator tells its operations the same.
//
// The operation has nothing to read and nothing to decide: it sends the same events again, same ids
// and same expected version, until the store answers. A conflict ends it: then they are not stored.
#pragma once

#include <contend/policies/operation.hpp>

namespace contend::detail {

class settling {
 public:
  /// `expected`: the version that the append expected.
  explicit settling(version expected) noexcept : expected_{expected} {}

  [[nodiscard]] version expected() const noexcept { return expected_; }
  [[nodiscard]] answer read() const noexcept { return read_at(expected_); }

  /// The store answered to the append, or nobody did. `current`: the version written.
  answer appended(outcome how, version current, duration retry_after = {}) noexcept {
    if (how == outcome::committed) return stored_at(current);
    not_stored_ = how == outcome::conflict;
    if (not_stored_ || how == outcome::permanent) return append_failed(outcome::permanent);
    // It is still not known, whatever else is wrong: to be asked again, as if not answered.
    return append_failed(outcome::ambiguous, 0, retry_after);
  }

  /// Once the operation is over: whether the events are not stored for sure. Else they are, or
  /// nobody could say.
  [[nodiscard]] bool not_stored() const noexcept { return not_stored_; }

 private:
  version expected_;
  bool not_stored_ = false;
};

}  // namespace contend::detail
