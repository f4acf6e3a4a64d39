// The store is unwell: it refuses requests without working on them, a transient failure.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/faults/time_span.hpp>
#include <contend/sim/faults/traffic.hpp>

namespace contend::sim {

struct reject {
  contend::share share{0.5};
  duration from{};
  std::optional<duration> length{};
  static constexpr std::string_view name = "reject";
  static constexpr std::string_view summary = "the store refuses a share of the requests at once";
  static constexpr std::string_view formula =
      "each request that arrives in [from, from + for) is refused with probability share";
  static constexpr std::string_view reference =
      "load shedding: https://sre.google/sre-book/handling-overload/";

  static constexpr auto fields() {
    return std::tuple_cat(std::tuple{field("share", &reject::share,
                                           "of the requests that it refuses", between(0, 1))},
                          time_span<reject>());
  }

  [[nodiscard]] bool refuses(const traffic&, random_source& random) const {
    return random.unit() < share.value;
  }
};

}  // namespace contend::sim
