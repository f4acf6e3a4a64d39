// A retry budget: retries may be at most a share of the work, so that a store in trouble is not
// buried under them. Without one, each layer multiplies what reaches the store; with one, a total
// outage costs a fifth more load, not ten times the load.
//
// A retry is charged when it is decided on, before its wait: a crowd of waiting retries has been
// paid for. One that does not happen after all is given back. The check and the charge are one
// step, so that threads together never spend what is not there.
//
//   auto shared = std::make_shared<budget>(budget_options{.retry_share = {0.1}});
//   any_policy guarded{.backoff = jitter{}, .guards = {shared}};
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/detail/sliding_sum.hpp>
#include <contend/policies/detail/step_clock.hpp>
#include <contend/policies/guard.hpp>
#include <contend/policies/random.hpp>

namespace contend {

/// What a budget is filled by.
enum class budget_mode : std::uint8_t {
  window,          ///< A share of the operations of the last period, and a reserve.
  success_funded,  ///< Each operation that commits adds a part of a retry, up to a maximum.
};

constexpr auto names(budget_mode) {
  return std::array{named{budget_mode::window, "window"},
                    named{budget_mode::success_funded, "success_funded"}};
}

struct budget_options {
  budget_mode mode = budget_mode::window;
  share retry_share{0.2};
  duration period = std::chrono::seconds{10};
  rate reserve{10};
  double per_success = 0.1;
  double most = 10;
  double transient_cost = 1;
  double throttled_cost = 1;
  double ambiguous_cost = 1;
  double conflict_cost = 0;

  static constexpr auto fields() {
    using o = budget_options;
    constexpr bounds cost = between(0, 1000);
    return std::tuple{
        field("mode", &o::mode, "what it is filled by"),
        field("retry_share", &o::retry_share,
              "mode window: retries over the operations of the last period", between(0, 1)),
        field("period", &o::period, "mode window: how far back operations and retries count",
              above(0)),
        field("reserve", &o::reserve,
              "mode window: retries allowed besides, however few operations", between(0, 1e6)),
        field("per_success", &o::per_success, "mode success_funded: retries added by each commit",
              between(0, 1000)),
        field("most", &o::most, "mode success_funded: the most that it holds; it starts full",
              between(0, 1e6)),
        field("transient_cost", &o::transient_cost, "what a retry after a transient failure costs",
              cost),
        field("throttled_cost", &o::throttled_cost, "what a retry after being throttled costs",
              cost),
        field("ambiguous_cost", &o::ambiguous_cost, "what a retry after an ambiguous outcome costs",
              cost),
        field("conflict_cost", &o::conflict_cost,
              "what a retry after a conflict costs, the sign of a healthy store", cost)};
  }
};

/// Thread-safe without locks. Allocates when made, never afterwards. Counts in thousandths of a
/// retry, and up to four million retries in a period.
///
/// The window slides in steps of a 32nd of the period: operations count for the period at most,
/// retries for the period at least, so that in no stretch of that length are there more retries
/// than allowed.
class budget final : public guard {
 public:
  using options = budget_options;

  static constexpr std::string_view name = "budget";
  static constexpr std::string_view summary = "keeps retries to a share of the operations";
  static constexpr std::string_view formula =
      "window: retries in the last period <= retry_share * operations in it + reserve * period; "
      "success_funded: tokens = min(most, tokens + per_success) a commit, -1 a retry";
  static constexpr std::string_view reference =
      "https://sre.google/sre-book/handling-overload/; success_funded: "
      "https://github.com/grpc/proposal/blob/master/A6-client-retries.md";

  /// Draws nothing: `key` is there so that every guard is made alike.
  explicit budget(options chosen = {}, random_key key = random_key{0});

  admission admit_operation(time_point now) override;
  admission admit_retry(const attempt_facts& facts) override;
  void operation_ended(bool committed, time_point now) override;
  void operation_withdrawn(time_point now) override;
  void retry_withdrawn(const attempt_facts& facts) override;

  /// How many retries of cost 1 could be admitted at `now`.
  [[nodiscard]] double available(time_point now) noexcept;

 private:
  [[nodiscard]] bool windowed() const noexcept { return options_.mode == budget_mode::window; }
  [[nodiscard]] std::uint32_t cost(outcome how) const noexcept;
  [[nodiscard]] std::int64_t allowed(std::int64_t step) noexcept;
  bool take(std::uint32_t cost) noexcept;
  void give(std::int64_t amount) noexcept;

  static constexpr std::size_t steps = 32;

  const options options_;
  const detail::step_clock step_of_;
  // Everything below in thousandths of a retry, but for the operations.
  const std::int64_t reserve_;
  const std::int64_t per_operation_;  ///< The share, in 2^-20 of a thousandth.
  const std::int64_t most_;
  const std::int64_t per_success_;
  std::array<std::uint32_t, outcome_count> costs_{};
  std::atomic<std::int64_t> tokens_;
  alignas(64) detail::sliding_sum<steps> operations_;
  alignas(64) detail::sliding_total<steps + 1> retries_;
};

}  // namespace contend
