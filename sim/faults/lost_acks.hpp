// Appends take effect, yet their writers never hear of it: what makes outcomes ambiguous.
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

struct lost_acks {
  contend::share share{0.1};
  duration from{};
  std::optional<duration> length{};
  static constexpr std::string_view name = "lost_acks";
  static constexpr std::string_view summary = "the answers to a share of the appends are lost";
  static constexpr std::string_view formula =
      "the answer to each append that would arrive in [from, from + for) is lost with probability "
      "share";
  static constexpr std::string_view reference =
      "two generals: J. Gray, Notes on data base operating systems, 1978";

  static constexpr auto fields() {
    return std::tuple_cat(std::tuple{field("share", &lost_acks::share,
                                           "of the appends whose answer is lost", between(0, 1))},
                          time_span<lost_acks>());
  }

  [[nodiscard]] bool loses(const traffic& t, random_source& random) const {
    return t.at == moment::answer_arrives && t.request != request_kind::read &&
           random.unit() < share.value;
  }
};

}  // namespace contend::sim
