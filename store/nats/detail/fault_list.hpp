// What a check of a log has found: all counted, the first of each kind kept.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <contend/store/nats/verify.hpp>

namespace contend::nats {

/// Not thread-safe.
class fault_list {
 public:
  explicit fault_list(std::size_t most_of_a_kind) noexcept : most_{most_of_a_kind} {}

  /// Counts one, and keeps what `make` says of it if there is room: texts are made only then.
  template <class Make>
  void add(log_fault fault, const Make& make) {
    std::uint64_t& count = counts_[static_cast<std::size_t>(fault)];
    if (count++ >= most_) return;
    kept_.push_back(make());
    kept_.back().fault = fault;
  }

  /// Moves all of it there.
  void give(log_report& to);

 private:
  std::size_t most_;
  std::array<std::uint64_t, log_fault_count> counts_{};
  std::vector<log_finding> kept_{};
};

}  // namespace contend::nats
