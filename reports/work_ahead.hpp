// How much of a piece of work is done where its units do not all cost the same: the replications of
// a sweep from ten writers to ten thousand.
//
// Each kind of unit (a policy at a point of the sweep) is weighed by what its finished units cost
// on average; nothing is said until each kind has been seen. So whoever wants an early answer runs
// one unit of each kind first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace contend::reports {

/// One thread at a time. Has no clock: what units cost is told, in any measure. The best depends on
/// nothing but the work, such as the number of events that a replication simulated.
class work_ahead {
 public:
  explicit work_ahead(std::size_t kinds) : kinds_(kinds) {}

  /// `more` units of a kind are to be done.
  void plan(std::size_t which, std::uint64_t more);
  /// A kind comes to `in_all` units, those done included, whatever was planned: a better guess.
  void expect(std::size_t which, std::uint64_t in_all);
  /// One unit of a kind is done, and cost so much.
  void finished(std::size_t which, double cost);

  [[nodiscard]] std::uint64_t done() const noexcept { return done_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  /// What all finished units cost.
  [[nodiscard]] double worked() const noexcept { return worked_; }
  /// What the others will; nothing while there is a kind of which no unit is done.
  [[nodiscard]] std::optional<double> ahead() const;

 private:
  struct kind {
    std::uint64_t planned = 0;
    std::uint64_t done = 0;
    double cost = 0;  ///< Of those done.
  };
  std::vector<kind> kinds_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  double worked_ = 0;
};

}  // namespace contend::reports
