// Some writers and the store do not reach each other.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <contend/policies/describe.hpp>
#include <contend/policies/random.hpp>
#include <contend/policies/time.hpp>
#include <contend/sim/faults/time_span.hpp>
#include <contend/sim/faults/traffic.hpp>

namespace contend::sim {

struct partition {
  std::optional<std::string> group{};
  std::optional<std::uint32_t> node{};
  duration from{};
  std::optional<duration> length{};
  static constexpr std::string_view name = "partition";
  static constexpr std::string_view summary =
      "a group or a node of writers is cut off from the store";
  static constexpr std::string_view formula =
      "every message between these writers and the store that would arrive in [from, from + for) "
      "is lost";
  static constexpr std::string_view reference =
      "S. Gilbert and N. Lynch, Brewer's conjecture and the feasibility of consistent, available, "
      "partition-tolerant web services, 2002";

  static constexpr auto fields() {
    return std::tuple_cat(
        std::tuple{field("group", &partition::group, "the group of writers that is cut off"),
                   field("node", &partition::node, "the node that is cut off, from 0")},
        time_span<partition>());
  }

  /// What is wrong with these fields together; empty if nothing.
  static constexpr std::array<std::string_view, 2> judged{"group", "node"};
  [[nodiscard]] std::string problem() const {
    return group.has_value() == node.has_value() ? "a partition cuts off a \"group\" or a \"node\""
                                                 : "";
  }
  /// Of every message that would arrive while it lasts.
  [[nodiscard]] bool loses(const traffic& t, random_source&) const {
    if (t.at == moment::served) return false;
    return group ? t.group == *group : t.node == *node;
  }
};

}  // namespace contend::sim
