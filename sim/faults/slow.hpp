// The store is slow: all that it works on takes a multiple of its time.
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

struct slow {
  double factor = 10;
  duration from{};
  std::optional<duration> length{};
  static constexpr std::string_view name = "slow";
  static constexpr std::string_view summary = "the store works slower by a factor";
  static constexpr std::string_view formula =
      "service time × factor for the requests that reach the store in [from, from + for)";
  static constexpr std::string_view reference =
      "performance failures: F. Cristian, Understanding fault-tolerant distributed systems, 1991";

  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{field("factor", &slow::factor, "service takes so many times as long", above(0))},
        time_span<slow>());
  }

  [[nodiscard]] double slowness() const { return factor; }
};

}  // namespace contend::sim
