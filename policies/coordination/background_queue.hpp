// The background queue: where operations go on that a backoff deferred, so that their callers need
// not wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <contend/policies/any_backoff.hpp>
#include <contend/policies/describe.hpp>
#include <contend/policies/limits.hpp>

namespace contend::coordination {

/// The policy under which the queue works: another one than its callers'.
struct worker_policy {
  any_backoff backoff{};
  contend::limits limits{};
  std::vector<std::string> guards{};  ///< Names; shared with the policies that name them too.

  static constexpr auto fields() {
    return std::tuple{
        field("backoff", &worker_policy::backoff, "how long to wait before a retry"),
        field("limits", &worker_policy::limits,
              "where retrying ends, as a dead letter; without them it does not"),
        field("guards", &worker_policy::guards, "names of guards, asked in this order")};
  }
};

struct background_queue {
  static constexpr std::string_view name = "background_queue";
  static constexpr std::string_view summary =
      "goes on with the operations that the backoff \"eventual\" deferred, in order for each "
      "actor, "
      "under a policy of its own";
  static constexpr std::string_view reference =
      "eventual consistency with backpressure; store/background/background_queue.hpp";

  std::uint32_t jobs = 10'000;
  std::uint32_t workers = 1;
  duration patience = std::chrono::milliseconds{100};
  std::uint32_t dead_letters = 1000;
  worker_policy policy{};

  static constexpr auto fields() {
    using q = background_queue;
    return std::tuple{
        field("jobs", &q::jobs, "operations that it holds, those under way included", at_least(1)),
        field("workers", &q::workers, "operations under way at once", between(1, 1e6)),
        field("patience", &q::patience,
              "how long a caller waits for room where it is full; then it is rejected",
              at_least(0)),
        field("dead_letters", &q::dead_letters,
              "what could not be done is kept with its reason; beyond so many the oldest goes"),
        field("policy", &q::policy, "the policy under which it works")};
  }
};

}  // namespace contend::coordination
